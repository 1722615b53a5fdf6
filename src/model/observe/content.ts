import type { Rule } from '../outcome.ts'
import type { ContentFacts, ReadMethod } from '../query.ts'
import type { Presence } from '../state.ts'
import type { Differences } from './disagree.ts'

/** What is read, as it was pushed. */
interface Expected {
  readonly digest: string
  readonly size: number
  readonly mediaType?: string
}

type ContentRules = { readonly [Field in 'bytes' | 'missing' | 'header' | 'length' | 'type']: Rule }

export const manifestRules: ContentRules = {
  bytes: 'manifest-bytes',
  missing: 'manifest-digest-missing',
  header: 'manifest-digest-header',
  length: 'manifest-length',
  type: 'manifest-type',
}

export const blobRules: ContentRules = {
  bytes: 'blob-bytes',
  missing: 'blob-digest-missing',
  header: 'blob-digest-header',
  length: 'blob-length',
  // Blobs have no type of their own: nothing is compared.
  type: 'blob-bytes',
}

/**
 * Compares what is read where a push said that it is. All of it belongs to the promise of that header; what happened
 * to the thing since then is none of its business.
 */
export function compareAtLocation(
  differences: Differences,
  rule: Rule,
  { presence, expected, facts }: { presence: Presence | undefined; expected: Expected; facts: ContentFacts },
): void {
  if (presence !== 'present') return
  if (facts.status !== 200) differences.add(rule, 200, facts.status)
  else differences.same(rule, expected.digest, facts.body)
}

/** Compares a 200 with what was pushed: its bytes, or for HEAD what the headers say of them. */
export function compareContent(
  differences: Differences,
  rules: ContentRules,
  { method, expected, facts }: { method: ReadMethod; expected: Expected; facts: ContentFacts },
): void {
  if (method === 'GET') differences.same(rules.bytes, expected.digest, facts.body)
  differences.same(facts.digest === undefined ? rules.missing : rules.header, expected.digest, facts.digest)
  if (method === 'HEAD') differences.same(rules.length, expected.size, facts.length)
  if (expected.mediaType !== undefined) differences.same(rules.type, expected.mediaType, facts.type)
}
