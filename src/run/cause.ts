import { areaOf } from '../outcome/outcome.ts'
import type { FactsOf, RequestFacts, ViolationRecord } from '../outcome/violation.ts'

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
 * What is wrong, apart from where it was seen: violations with one key are one finding. Made of fields alone: sentences
 * tell of one place, and a mistake shows in many.
 * @param requirement what the check that saw it judges
 */
export function findingKey({ facts, request }: ViolationRecord, requirement: string): string {
  const at = `${request?.method} ${request?.endpoint}`
  switch (facts.kind) {
    // An endpoint that does not respond is one cause, whatever was to be judged there.
    case 'no-response':
      return `no-response ${request?.endpoint ?? 'uploads'}`
    // A malformed body or an endless list is one mistake that is seen in many places.
    case 'body':
    case 'link':
      return `${facts.kind} ${facts.problem}`
    // So is a status, wherever else the same comes for the same sort of request.
    case 'status':
      return breaksDown(facts.actual)
        ? `status ${at} ${facts.actual}`
        : `status ${at} ${facts.expected[0]} ${facts.actual}`
    case 'header':
      return `header ${facts.name.toLowerCase()} ${formOf(facts)} ${at}`
    case 'entry-missing':
    case 'entry-extra':
      return `${facts.kind} ${isFiltered(request) ? 'filtered' : ''}`
    case 'bytes':
      return `bytes ${at}`
    case 'state':
      return facts.mistake === undefined
        ? `state ${areaOf(requirement)} ${at} ${request?.status}`
        : `state ${facts.mistake}`
  }
}

/**
 * Keys of wider mistakes of which a violation is a part: where a check of the same run shows one of them, this one is
 * no finding of its own.
 */
export function widerKeys(violation: ViolationRecord, requirement: string): string[] {
  const { facts, request } = violation
  const wider: string[] = []
  // HEAD tells what GET would: where both are wrong in the same way, there is one mistake.
  if (request?.method === 'HEAD') wider.push(findingKey({ facts, request: { ...request, method: 'GET' } }, requirement))
  // What is not in the whole list is in no part of it.
  if ((facts.kind === 'entry-missing' || facts.kind === 'entry-extra') && isFiltered(request))
    wider.push(`${facts.kind} `)
  return wider
}

function breaksDown(status: number): boolean {
  return (status >= 300 && status < 400) || status >= 500
}

function formOf({ expected, actual }: FactsOf<'header'>): string {
  return actual === undefined ? 'missing' : expected === undefined ? 'unwanted' : 'wrong'
}

function isFiltered(request: RequestFacts | undefined): boolean {
  return request?.path.includes('artifactType=') === true
}
