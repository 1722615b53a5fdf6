import { blobOf } from '../content.ts'
import type { Comparison } from '../outcome.ts'
import type { BlobQuery, ContentFacts } from '../query.ts'
import { type Presence, repositoryOf, type State, withEntry, withoutEntries, withRepository } from '../state.ts'
import { blobRules, compareAtLocation, compareContent } from './content.ts'
import { Differences, ruleOfUnexpected } from './disagree.ts'

/** Specification: Pulling blobs, Checking if content exists in the registry. */
export function observeBlob(
  state: State,
  { repository, blob, method, at }: BlobQuery,
  facts: ContentFacts,
): Comparison {
  const differences = new Differences(repository, `blob ${blob}`)
  const { blobs } = repositoryOf(state, repository)
  const presence: Presence | undefined = blobs.get(blob)
  const expected = blobOf(state.content, blob)
  if (at === 'location') {
    compareAtLocation(differences, 'blob-location', { presence, expected, facts })
    return { state, disagreements: differences.found }
  }
  let next = state
  if (presence && facts.status === 200) {
    compareContent(differences, blobRules, { method, expected, facts })
    if (presence === 'maybe') next = withRepository(state, repository, { blobs: withEntry(blobs, blob, 'present') })
  } else if (presence === 'present') {
    differences.add('blob-present', 200, facts.status)
  } else if (facts.status === 404) {
    if (presence) {
      next = withRepository(state, repository, { blobs: withoutEntries(blobs, (_, name) => name === blob) })
    }
  } else {
    const unexpected = ruleOfUnexpected(state, repository, (other) => other.blobs.has(blob), {
      isolated: 'blob-isolated',
      gone: 'blob-gone',
    })
    differences.add(facts.status === 200 ? unexpected : 'blob-unknown-status', 404, facts.status)
  }
  return { state: next, disagreements: differences.found }
}
