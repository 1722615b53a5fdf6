import { pagesOfTags, plainFilter, plainLists, tagsAfter } from '../catalogue/plainest.ts'
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
 * Names what is wrong, apart from where it was seen: violations with the same key are one finding. The key is made of
 * fields alone, because a sentence tells of one place and a mistake shows in many.
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
    // The same status for the same sort of request is one mistake too, wherever it comes.
    case 'status':
      return breaksDown(facts.actual)
        ? `status ${at} ${facts.actual}`
        : `status ${at} ${request?.content?.subject ?? ''} ${facts.expected[0]} ${facts.actual}`
    case 'header':
      // A Location that is missing from a 201 is one mistake, whatever was pushed.
      if (facts.name.toLowerCase() === 'location' && facts.actual === undefined && request?.status === 201)
        return 'header location missing 201'
      return `header ${facts.name.toLowerCase()} ${formOf(facts)} ${at}`
    case 'entry-missing':
    case 'entry-extra':
      return entryKey(facts.kind, isFiltered(request), requirement)
    case 'bytes':
      return `bytes ${at}`
    case 'state':
      if (facts.mistake !== undefined) return `state ${facts.mistake}`
      // Wrong tags after `last` are one mistake, however many are asked for.
      if (request?.endpoint === 'tags' && facts.problem === 'tags-not-followed' && request.path.includes('last='))
        return `state ${tagsAfter} ${at} ${request.status}`
      // Requirements on access share one key, because who may send a request is one matter; all others have their own.
      return `state ${areaOf(requirement) === 'access' ? 'access' : requirement} ${at} ${request?.status}`
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
  // A list that is wrong in the plainest case is wrong for every sort of manifest, and so is each part of it.
  if (facts.kind === 'entry-missing' || facts.kind === 'entry-extra') {
    const own = isFiltered(request) ? -1 : plainLists.indexOf(requirement)
    wider.push(...plainLists.slice(0, own < 0 ? undefined : own).map((plain) => entryKey(facts.kind, false, plain)))
    if (isFiltered(request) && requirement !== plainFilter) wider.push(entryKey(facts.kind, true, plainFilter))
  }
  // Wrong bytes also have another digest and another length than the response names.
  if (facts.kind === 'state' && facts.mistake === 'bytes') wider.push(`bytes GET ${request?.endpoint}`)
  if (facts.kind === 'state' && facts.mistake === 'descriptor-size') wider.push('bytes GET manifests')
  if (facts.kind === 'header' && facts.name.toLowerCase() === 'content-length')
    wider.push(`bytes GET ${request?.endpoint}`)
  if (facts.kind === 'header' && facts.name.toLowerCase() === 'docker-content-digest' && request?.method === 'GET')
    if (formOf(facts) === 'wrong') wider.push(`bytes GET ${request.endpoint}`)
  // The order of tags is what their pages rest on.
  if (facts.kind === 'state' && facts.mistake !== 'tags-order' && pagesOfTags.includes(requirement))
    wider.push('state tags-order')
  return wider
}

function entryKey(kind: string, filtered: boolean, requirement: string): string {
  return `${kind} ${filtered ? 'filtered' : 'whole'} ${requirement}`
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
