import type { Content, Name } from './content.ts'

/**
 * Whether something is there. `maybe`: a registry may have collected it, because it is untagged, unreferenced or
 * dangling; the next read decides. What is not in a map at all is absent.
 */
export type Presence = 'present' | 'maybe'

export interface HeldManifest {
  readonly presence: Presence
  /** Whether the list of its subject has to show it: not certain once the subject was deleted. */
  readonly listed: Presence
}

export interface HeldTag {
  readonly manifest: Name
  readonly presence: Presence
}

/** What one repository holds. */
export interface RepositoryState {
  readonly manifests: ReadonlyMap<Name, HeldManifest>
  readonly tags: ReadonlyMap<Name, HeldTag>
  /** Tags that were ever given: where tags cannot be moved, one that was deleted may be spent. */
  readonly givenTags: ReadonlySet<Name>
  readonly blobs: ReadonlyMap<Name, Presence>
}

export interface SessionState {
  readonly repository: Name
  /** The blob whose bytes it is meant for. */
  readonly blob: Name
  readonly phase: 'open' | 'maybe' | 'over'
  /** How many bytes have arrived; undefined: a refusal left that open. */
  readonly received: number | undefined
  /** The least length of chunks that are not the last. */
  readonly minimum: number
  /** A chunk shorter than the minimum has arrived: the next one may be refused. */
  readonly short: boolean
}

/** What is known of the target beforehand. */
export interface Features {
  /** The referrers API is there. */
  readonly referrers: boolean
  /** Nobody else writes to these repositories, so that whole lists of tags can be compared. */
  readonly alone: boolean
  /** Short chunks are taken unless a response says otherwise. */
  readonly shortChunks: boolean
  /** Manifests can be pushed by their sha512 digests, and name subjects by such. */
  readonly sha512: boolean
}

/** What a registry holds by the specification. Nothing in it changes: every step makes another one. */
export interface State {
  readonly content: Content
  readonly features: Features
  readonly repositories: ReadonlyMap<Name, RepositoryState>
  readonly sessions: ReadonlyMap<Name, SessionState>
}

const emptyRepository: RepositoryState = {
  manifests: new Map(),
  tags: new Map(),
  givenTags: new Set(),
  blobs: new Map(),
}

/** Features of a registry that follows the newest text and that nobody else uses. */
export const allFeatures: Features = {
  referrers: true,
  alone: true,
  shortChunks: true,
  sha512: true,
}

/** A registry to which nobody has pushed anything. */
export function emptyState(content: Content, repositories: readonly Name[], features = allFeatures): State {
  return {
    content,
    features,
    repositories: new Map(repositories.map((name) => [name, emptyRepository])),
    sessions: new Map(),
  }
}

/** One repository of a state. @throws for a repository that the state does not have */
export function repositoryOf(state: State, name: Name): RepositoryState {
  const repository = state.repositories.get(name)
  if (!repository) throw new Error(`the state has no repository named ${name}`)
  return repository
}

/** The state with one repository changed. */
export function withRepository(state: State, name: Name, change: Partial<RepositoryState>): State {
  const repository = { ...repositoryOf(state, name), ...change }
  return { ...state, repositories: withEntry(state.repositories, name, repository) }
}

/** The state with one upload session changed. */
export function withSession(state: State, name: Name, session: SessionState): State {
  return { ...state, sessions: withEntry(state.sessions, name, session) }
}

/** A map with one entry added or replaced. */
export function withEntry<V>(map: ReadonlyMap<Name, V>, key: Name, value: V): ReadonlyMap<Name, V> {
  return new Map(map).set(key, value)
}

/** A map with some entries taken out. */
export function withoutEntries<V>(
  map: ReadonlyMap<Name, V>,
  gone: (value: V, key: Name) => boolean,
): ReadonlyMap<Name, V> {
  return new Map([...map].filter(([key, value]) => !gone(value, key)))
}

/** Whether something is certainly in a repository. */
export function exists(repository: RepositoryState): boolean {
  return hasManifest(repository) || [...repository.blobs.values()].includes('present')
}

/** Whether a repository certainly exists for a client: no sentence says whether blobs alone make one. */
export function hasManifest({ manifests }: RepositoryState): boolean {
  return [...manifests.values()].some(({ presence }) => presence === 'present')
}

/** A text that two states share exactly when they say the same. */
export function keyOf(state: State): string {
  const sorted = <V>(map: ReadonlyMap<Name, V>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([
    sorted(state.repositories).map(([name, { manifests, tags, givenTags, blobs }]) => [
      name,
      sorted(manifests),
      sorted(tags),
      [...givenTags].sort(),
      sorted(blobs),
    ]),
    sorted(state.sessions),
  ])
}
