import type { RequestFacts, ViolationRecord } from '../outcome/violation.ts'

/**
 * Two names of what caused a violation, for finding others of the same cause: the first tells what was sent, the second
 * only which part of the API failed and how.
 */
export function causesOf({ facts, request }: ViolationRecord): readonly [exact: string, coarse: string] {
  const how = facts.kind === 'no-response' ? facts.reason : facts.kind === 'status' ? facts.actual : facts.kind
  const coarse = [request?.method, request?.endpoint, how].join(' ')
  return [[coarse, contentOf(request)].join(' '), coarse]
}

function contentOf(request: RequestFacts | undefined): string {
  const { manifest, reference, subject } = request?.content ?? {}
  return [manifest, reference, subject].join(' ')
}

/**
 * What is wrong, apart from where it was seen: violations with one key are one finding.
 * @param requirement what the check that saw it judges
 */
export function findingKey({ facts, request }: ViolationRecord, requirement: string): string {
  switch (facts.kind) {
    // An endpoint that does not respond is one cause, whatever was to be judged there.
    case 'no-response':
      return `no-response ${request?.endpoint ?? 'uploads'}`
    // A malformed body or an endless list is one mistake that is seen in many places.
    case 'body':
    case 'link':
      return `${facts.kind} ${facts.problem}`
    case 'status':
      // So is an endpoint that leads elsewhere without end, or breaks down: every request shows it.
      if ((facts.actual >= 300 && facts.actual < 400) || facts.actual >= 500)
        return `status ${request?.method} ${request?.endpoint} ${facts.actual}`
      return `${requirement} status ${request?.method} ${facts.because ?? ''}`
    case 'header':
      return `${requirement} header ${facts.name} ${facts.actual === undefined} ${request?.method}`
    case 'entry-missing':
    case 'entry-extra':
      return `${requirement} ${facts.kind} ${facts.because ?? ''}`
    case 'bytes':
      return `${requirement} bytes ${request?.method}`
    case 'state':
      return facts.problem === undefined ? `${requirement} ${facts.summary}` : `state ${facts.problem}`
  }
}
