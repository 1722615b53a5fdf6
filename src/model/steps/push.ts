import { mayCollect } from '../collect.ts'
import type { PushManifest } from '../command.ts'
import { blobOf, isBySecondAlgorithm, type ManifestContent, manifestOf, type Name, tagOf } from '../content.ts'
import { refused } from '../match.ts'
import type { HeaderFact, Outcome, Reply, Step } from '../outcome.ts'
import { type RepositoryState, repositoryOf, type State, withEntry, withRepository } from '../state.ts'

/**
 * Specification: Pushing Manifests, Pushing Manifests with Subject, Push (the order of things).
 * An absent subject is no reason to refuse; anything else that is absent may be one.
 */
export function push(state: State, command: PushManifest): Step {
  const manifest = manifestOf(state.content, command.manifest)
  const accepted: Outcome = {
    name: 'accepted',
    statuses: [201],
    facts: factsOf(state, manifest),
    next: (reply) => afterPush(state, command, acceptedTags(state, command, reply)),
  }
  return {
    repository: command.repository,
    resource: `manifest ${command.manifest}`,
    rule: 'push-accepted',
    outcomes: mayRefuse(state, command, manifest) ? [accepted, refused(state, '4xx')] : [accepted],
  }
}

function factsOf(state: State, manifest: ManifestContent): readonly HeaderFact[] {
  const subject = manifest.subject === undefined ? undefined : manifestOf(state.content, manifest.subject).digest
  return [
    { header: 'location', rule: 'push-location', must: 'sent' },
    { header: 'docker-content-digest', rule: 'push-digest', must: 'if-sent', value: manifest.digest },
    ...(subject === undefined
      ? [{ header: 'oci-subject', rule: 'subject-header-without-subject', must: 'not-sent' } as const]
      : state.features.referrers
        ? [{ header: 'oci-subject', rule: subjectRule(manifest), must: 'sent', value: subject } as const]
        : []),
  ]
}

/** The sentence names image manifests alone. */
function subjectRule({ kind }: ManifestContent) {
  return kind.endsWith('index') ? 'subject-header-of-index' : 'subject-header'
}

function mayRefuse(state: State, command: PushManifest, manifest: ManifestContent): boolean {
  const repository = repositoryOf(state, command.repository)
  return (
    // The text asks for the types of its own family; older ones are a courtesy.
    manifest.kind.startsWith('docker') ||
    // Indexes of indexes are recommended, not required.
    manifest.children.some((child) => manifestOf(state.content, child).kind.endsWith('index')) ||
    // No sentence says that what is named by another algorithm has to be found.
    [
      ...manifest.children.map((child) => manifestOf(state.content, child)),
      ...manifest.blobs.map((blob) => blobOf(state.content, blob)),
    ].some(({ digest }) => isBySecondAlgorithm(digest)) ||
    manifest.blobs.some((blob) => repository.blobs.get(blob) !== 'present') ||
    manifest.children.some((child) => repository.manifests.get(child)?.presence !== 'present') ||
    // Tags in the query are optional: a registry may refuse them, and so many of them.
    (command.by === 'digest' && command.tags.length > 0) ||
    // No sentence says that a tag can be moved, nor that one which was deleted can be given again.
    command.tags.some((tag) => isElsewhere(repository, tag, command.manifest) || isGone(repository, tag))
  )
}

function isElsewhere(repository: RepositoryState, tag: Name, manifest: Name): boolean {
  const held = repository.tags.get(tag)
  return held !== undefined && held.manifest !== manifest
}

function isGone({ tags, givenTags }: RepositoryState, tag: Name): boolean {
  return givenTags.has(tag) && !tags.has(tag)
}

/** Tags in the query are optional, and the response says which of them were taken. */
function acceptedTags(state: State, command: PushManifest, reply: Reply): readonly Name[] {
  if (command.by === 'tag') return command.tags
  const named = new Set((reply.headers['oci-tag'] ?? '').split(',').map((tag) => tag.trim()))
  return command.tags.filter((tag) => named.has(tagOf(state.content, tag)))
}

function afterPush(state: State, { repository, manifest }: PushManifest, tags: readonly Name[]): State {
  const before = repositoryOf(state, repository)
  let next = withRepository(state, repository, {
    manifests: withEntry(before.manifests, manifest, { presence: 'present', listed: 'present' }),
    tags: tags.reduce((all, tag) => withEntry(all, tag, { manifest, presence: 'present' }), before.tags),
    givenTags: new Set([...before.givenTags, ...tags]),
  })
  for (const tag of tags) {
    const old = before.tags.get(tag)?.manifest
    if (old !== undefined && old !== manifest) next = mayCollect(next, repository, old)
  }
  return next
}
