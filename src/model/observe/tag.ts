import { type Content, manifestOf } from '../content.ts'
import type { Comparison } from '../outcome.ts'
import type { ContentFacts, ContentQuery } from '../query.ts'
import { type HeldTag, repositoryOf, type State, withEntry, withoutEntries, withRepository } from '../state.ts'
import { compareContent, manifestRules } from './content.ts'
import { Differences, ruleOfUnexpected } from './disagree.ts'
import { withManifestPresent } from './manifest.ts'

/** Specification: Pulling manifests, Checking if content exists in the registry; by tag. */
export function observeTag(
  state: State,
  { repository, tag, method }: Extract<ContentQuery, { read: 'tag' }>,
  facts: ContentFacts,
): Comparison {
  const differences = new Differences(repository, `tag ${tag}`)
  const { tags } = repositoryOf(state, repository)
  const held = tags.get(tag)
  let next = state
  if (held && facts.status === 200) {
    const expected = manifestOf(state.content, held.manifest)
    const other = otherManifest(state.content, held, facts)
    if (other !== undefined) differences.add('tag-moved', held.manifest, other)
    else compareContent(differences, manifestRules, { method, expected, facts })
    next = withTagPresent(state, repository, tag)
  } else if (held?.presence === 'present') {
    differences.add('tag-present', 200, facts.status)
  } else if (facts.status === 404) {
    if (held) next = withoutTag(state, repository, tag)
  } else {
    const unexpected = ruleOfUnexpected(state, repository, (other) => other.tags.has(tag), {
      isolated: 'tag-isolated',
      gone: 'tag-gone',
    })
    differences.add(facts.status === 200 ? unexpected : 'manifest-unknown-status', 404, facts.status)
  }
  return { state: next, disagreements: differences.found }
}

/** The name of the manifest that a tag gave, where it is another one of the history. */
function otherManifest(content: Content, held: HeldTag, facts: ContentFacts): string | undefined {
  const digest = facts.body ?? facts.digest
  for (const [name, manifest] of content.manifests) {
    if (manifest.digest === digest && name !== held.manifest) return name
  }
  return undefined
}

/** The state in which a tag that was in doubt turned out to be there, and its manifest with it. */
export function withTagPresent(state: State, repository: string, tag: string): State {
  const { tags } = repositoryOf(state, repository)
  const held = tags.get(tag)
  if (!held || held.presence === 'present') return state
  const next = withRepository(state, repository, { tags: withEntry(tags, tag, { ...held, presence: 'present' }) })
  return withManifestPresent(next, repository, held.manifest)
}

/** The state in which a tag that was in doubt turned out to be gone. */
export function withoutTag(state: State, repository: string, tag: string): State {
  const { tags } = repositoryOf(state, repository)
  return withRepository(state, repository, { tags: withoutEntries(tags, (_, name) => name === tag) })
}
