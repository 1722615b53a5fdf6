import { withoutManifest } from '../collect.ts'
import { manifestOf } from '../content.ts'
import type { Comparison } from '../outcome.ts'
import type { ContentFacts, ManifestQuery } from '../query.ts'
import { repositoryOf, type State, withEntry, withRepository } from '../state.ts'
import { compareAtLocation, compareContent, manifestRules } from './content.ts'
import { Differences, ruleOfUnexpected } from './disagree.ts'

/** Specification: Pulling manifests, Checking if content exists in the registry; by digest. */
export function observeManifest(
  state: State,
  { repository, manifest: name, method, at }: ManifestQuery,
  facts: ContentFacts,
): Comparison {
  const differences = new Differences(repository, `manifest ${name}`)
  const held = repositoryOf(state, repository).manifests.get(name)
  const expected = manifestOf(state.content, name)
  if (at === 'location') {
    compareAtLocation(differences, 'push-location', { presence: held?.presence, expected, facts })
    return { state, disagreements: differences.found }
  }
  let next = state
  if (held && facts.status === 200) {
    compareContent(differences, manifestRules, { method, expected, facts })
    next = withManifestPresent(state, repository, name)
  } else if (held?.presence === 'present') {
    differences.add('manifest-present', 200, facts.status)
  } else if (facts.status === 404) {
    if (held) next = withoutManifest(state, repository, name)
  } else {
    const unexpected = ruleOfUnexpected(state, repository, ({ manifests }) => manifests.has(name), {
      isolated: 'manifest-isolated',
      gone: 'manifest-gone',
    })
    differences.add(facts.status === 200 ? unexpected : 'manifest-unknown-status', 404, facts.status)
  }
  return { state: next, disagreements: differences.found }
}

/** The state in which a manifest that was in doubt turned out to be there. */
export function withManifestPresent(state: State, repository: string, name: string): State {
  const { manifests } = repositoryOf(state, repository)
  const held = manifests.get(name)
  if (!held || held.presence === 'present') return state
  return withRepository(state, repository, { manifests: withEntry(manifests, name, { ...held, presence: 'present' }) })
}
