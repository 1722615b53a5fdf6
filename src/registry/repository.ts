import type { Contents } from './contents.ts'
import type { StoredManifest } from './manifest.ts'

/** Room that a tag or a list entry is counted with. */
const entryBytes = 256

/** One repository: its manifests, tags, blobs and the lists of referrers by subject. */
export class Repository {
  readonly name: string
  readonly #contents: Contents
  readonly #manifests = new Map<string, StoredManifest>()
  readonly #tags = new Map<string, string>()
  readonly #blobs = new Set<string>()

  /**
   * Subject digest → digests of the manifests that name it. Kept whether the referrers API is on or not, so that
   * turning it on later lists what was there before ("Enabling the Referrers API"), and keyed by what the subject field
   * says, so that the subject itself never has to exist.
   */
  readonly referrers = new Map<string, readonly string[]>()

  constructor(name: string, contents: Contents) {
    this.name = name
    this.#contents = contents
  }

  get manifests(): ReadonlyMap<string, StoredManifest> {
    return this.#manifests
  }

  get tags(): ReadonlyMap<string, string> {
    return this.#tags
  }

  get blobs(): ReadonlySet<string> {
    return this.#blobs
  }

  /** Keeps a manifest; the first push of a digest decides `pushedAt`. Throws when the registry is full. */
  putManifest(manifest: StoredManifest): void {
    const before = this.#manifests.get(manifest.digest)
    if (!before) this.#contents.hold(manifest.digest, manifest.bytes)
    this.#manifests.set(manifest.digest, before ? { ...manifest, pushedAt: before.pushedAt } : manifest)
  }

  /** Forgets a manifest, and nothing else: tags and lists are the business of the rules. */
  removeManifest(digest: string): void {
    if (this.#manifests.delete(digest)) this.#contents.drop(digest)
  }

  setTag(tag: string, digest: string): void {
    if (!this.#tags.has(tag)) this.#contents.budget.take(entryBytes)
    this.#tags.set(tag, digest)
  }

  removeTag(tag: string): void {
    if (this.#tags.delete(tag)) this.#contents.budget.give(entryBytes)
  }

  /** Bytes of a blob that this repository holds. */
  blob(digest: string): Uint8Array<ArrayBuffer> | undefined {
    return this.#blobs.has(digest) ? this.#contents.get(digest) : undefined
  }

  /** Keeps a blob; bytes that another repository has already are shared. Throws when the registry is full. */
  putBlob(digest: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#blobs.has(digest)) return
    this.#contents.hold(digest, bytes)
    this.#blobs.add(digest)
  }

  removeBlob(digest: string): void {
    if (this.#blobs.delete(digest)) this.#contents.drop(digest)
  }
}
