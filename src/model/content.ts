/** The symbolic name of something in a history: `m1`, `blob2`, tag `a`, repository `A`. */
export type Name = string

/** What manifests there are: an artifact is an image manifest with artifactType, docker's two are its older types. */
export type ManifestKind = 'image' | 'artifact' | 'index' | 'docker-image' | 'docker-index'

/** What the text lets a registry know of a manifest: all that a list of referrers shows, and what it refers to. */
export interface ManifestContent {
  readonly kind: ManifestKind
  readonly digest: string
  readonly mediaType: string
  readonly size: number
  /** The manifest that it names as its subject, whether or not anybody pushes that. */
  readonly subject?: Name
  readonly blobs: readonly Name[]
  /** Manifests that an index lists. */
  readonly children: readonly Name[]
  /** The artifactType that its descriptor has to show; undefined: none. */
  readonly artifactType?: string
  readonly annotations: Readonly<Record<string, string>>
}

export interface BlobContent {
  readonly digest: string
  readonly size: number
}

/** Everything that a history may push, by name. It never changes: a state says which of it is where. */
export interface Content {
  readonly manifests: ReadonlyMap<Name, ManifestContent>
  readonly blobs: ReadonlyMap<Name, BlobContent>
  /** Tags as they are spelled on the wire. */
  readonly tags: ReadonlyMap<Name, string>
}

/** The manifest of a name. @throws for a name that the content does not have */
export function manifestOf(content: Content, name: Name): ManifestContent {
  return found(content.manifests.get(name), 'manifest', name)
}

/** The blob of a name. @throws for a name that the content does not have */
export function blobOf(content: Content, name: Name): BlobContent {
  return found(content.blobs.get(name), 'blob', name)
}

/** How a tag is spelled on the wire. @throws for a name that the content does not have */
export function tagOf(content: Content, name: Name): string {
  return found(content.tags.get(name), 'tag', name)
}

/** Whether a digest is not of the algorithm that every registry knows. */
export function isBySecondAlgorithm(digest: string): boolean {
  return !digest.startsWith('sha256:')
}

function found<T>(value: T | undefined, what: string, name: Name): T {
  if (value === undefined) throw new Error(`the content has no ${what} named ${name}`)
  return value
}
