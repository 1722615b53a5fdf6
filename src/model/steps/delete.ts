import { mayCollect, withoutManifest } from '../collect.ts'
import type { DeleteCommand } from '../command.ts'
import { refused } from '../match.ts'
import type { Outcome, Rule, Status, Step } from '../outcome.ts'
import { type Presence, repositoryOf, type State, withoutEntries, withRepository } from '../state.ts'

type Delete<Op extends DeleteCommand['op']> = Extract<DeleteCommand, { readonly op: Op }>

/**
 * Deletes may be switched off, which 400 or 405 says. Of what is tagged, listed or referred to some registries also
 * say 403 or 409, and no sentence decides about that.
 */
const refusals: readonly Status[] = [400, 403, 405, 409]

/** Specification: Deleting Manifests. The tags of the manifest go with it. */
export function deleteManifest(state: State, { repository, manifest }: Delete<'delete-manifest'>): Step {
  const held = repositoryOf(state, repository).manifests.get(manifest)
  const next = withoutManifest(state, repository, manifest)
  return deletion(state, { repository, resource: `manifest ${manifest}` }, 'delete-manifest', held?.presence, next)
}

/** Specification: Deleting tags. The manifest stays, and may be collected once nothing holds it. */
export function deleteTag(state: State, { repository, tag }: Delete<'delete-tag'>): Step {
  const before = repositoryOf(state, repository)
  const held = before.tags.get(tag)
  const untagged = withRepository(state, repository, { tags: withoutEntries(before.tags, (_, name) => name === tag) })
  const next = held ? mayCollect(untagged, repository, held.manifest) : untagged
  return deletion(state, { repository, resource: `tag ${tag}` }, 'delete-tag', held?.presence, next)
}

/** Specification: Deleting Blobs. Manifests that name the blob stay. */
export function deleteBlob(state: State, { repository, blob }: Delete<'delete-blob'>): Step {
  const before = repositoryOf(state, repository)
  const next = withRepository(state, repository, { blobs: withoutEntries(before.blobs, (_, name) => name === blob) })
  return deletion(state, { repository, resource: `blob ${blob}` }, 'delete-blob', before.blobs.get(blob), next)
}

function deletion(
  state: State,
  about: Pick<Step, 'repository' | 'resource'>,
  rule: Rule,
  presence: Presence | undefined,
  next: State,
): Step {
  const done: Outcome = { name: 'accepted', statuses: [202], facts: [], next: () => next }
  if (presence === 'present') return { ...about, rule, outcomes: [done, refused(state, ...refusals)] }
  // What is not found is gone for certain now.
  const unknown: Outcome = { name: 'refused', statuses: [404], facts: [], next: () => next }
  const outcomes = [unknown, refused(state, ...refusals)]
  return presence === 'maybe'
    ? { ...about, rule, outcomes: [done, ...outcomes] }
    : { ...about, rule: 'delete-unknown', outcomes }
}
