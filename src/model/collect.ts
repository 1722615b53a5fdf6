import { type Content, manifestOf, type Name } from './content.ts'
import {
  type HeldManifest,
  type HeldTag,
  type Presence,
  type RepositoryState,
  repositoryOf,
  type State,
  withRepository,
} from './state.ts'

/** A repository that is being worked on: copies, so that nobody else sees the change. */
interface Draft {
  readonly manifests: Map<Name, HeldManifest>
  readonly tags: Map<Name, HeldTag>
  readonly blobs: Map<Name, Presence>
}

/**
 * A manifest lost a tag: unless it has another one, a registry may collect it when it likes, and then whatever only it
 * held. That an index lists it is no tag: what becomes of untagged content is each registry's own policy.
 */
export function mayCollect(state: State, repository: Name, manifest: Name): State {
  return drafted(state, repository, (draft) => {
    if (!isTagged(draft, manifest)) doubt(draft, state.content, manifest)
  })
}

/** Takes a manifest out, its tags with it. What only it held, and its referrers, may be collected from then on. */
export function withoutManifest(state: State, repository: Name, manifest: Name): State {
  return drafted(state, repository, (draft) => {
    if (!draft.manifests.delete(manifest)) return
    for (const [tag, held] of draft.tags) if (held.manifest === manifest) draft.tags.delete(tag)
    for (const [referrer, held] of draft.manifests) {
      // The text leaves open what becomes of the list about a manifest that is gone.
      if (manifestOf(state.content, referrer).subject === manifest) {
        draft.manifests.set(referrer, { ...held, listed: 'maybe' })
      }
    }
    doubtWhatItHeld(draft, state.content, manifest)
  })
}

/**
 * Time went by, more than a moment: what is untagged, unreferenced or dangling may have been collected, and upload
 * sessions may have run out.
 */
export function elapse(state: State): State {
  let next = state
  for (const name of state.repositories.keys()) {
    next = drafted(next, name, (draft) => {
      for (const manifest of [...draft.manifests.keys()]) {
        const { subject } = manifestOf(state.content, manifest)
        const dangles = subject !== undefined && draft.manifests.get(subject)?.presence !== 'present'
        if (dangles || !isHeld(draft, state.content, manifest)) doubt(draft, state.content, manifest)
      }
      for (const blob of draft.blobs.keys()) doubtBlob(draft, state.content, blob)
    })
  }
  const sessions = [...next.sessions].map(
    ([name, session]) => [name, session.phase === 'open' ? { ...session, phase: 'maybe' as const } : session] as const,
  )
  return { ...next, sessions: new Map(sessions) }
}

function drafted(state: State, name: Name, work: (draft: Draft) => void): State {
  const { manifests, tags, blobs }: RepositoryState = repositoryOf(state, name)
  const draft = { manifests: new Map(manifests), tags: new Map(tags), blobs: new Map(blobs) }
  work(draft)
  return withRepository(state, name, draft)
}

/** Something that is certainly there holds a manifest: a tag, or an index that lists it. */
function isHeld(draft: Draft, content: Content, manifest: Name): boolean {
  if (isTagged(draft, manifest)) return true
  for (const [other, { presence }] of draft.manifests) {
    if (presence === 'present' && manifestOf(content, other).children.includes(manifest)) return true
  }
  return false
}

function isTagged(draft: Draft, manifest: Name): boolean {
  return [...draft.tags.values()].some((tag) => tag.manifest === manifest && tag.presence === 'present')
}

/** From here on nobody knows whether a manifest is there, nor whether its tags are. */
function doubt(draft: Draft, content: Content, manifest: Name): void {
  const held = draft.manifests.get(manifest)
  if (held?.presence !== 'present') return
  draft.manifests.set(manifest, { ...held, presence: 'maybe' })
  for (const [tag, one] of draft.tags) {
    if (one.manifest === manifest) draft.tags.set(tag, { ...one, presence: 'maybe' })
  }
  doubtWhatItHeld(draft, content, manifest)
}

function doubtWhatItHeld(draft: Draft, content: Content, manifest: Name): void {
  const { children, blobs } = manifestOf(content, manifest)
  for (const child of children) if (!isHeld(draft, content, child)) doubt(draft, content, child)
  for (const blob of blobs) doubtBlob(draft, content, blob)
  // The text leaves open what becomes of referrers without their subject.
  for (const referrer of draft.manifests.keys()) {
    if (manifestOf(content, referrer).subject === manifest) doubt(draft, content, referrer)
  }
}

function doubtBlob(draft: Draft, content: Content, blob: Name): void {
  if (!draft.blobs.has(blob)) return
  for (const [manifest, { presence }] of draft.manifests) {
    if (presence === 'present' && manifestOf(content, manifest).blobs.includes(blob)) return
  }
  draft.blobs.set(blob, 'maybe')
}
