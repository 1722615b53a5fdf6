import type { AccessOptions } from './access/access.ts'

/** What a registry may leave out. Everything is on unless switched off. */
export interface Features {
  /** The referrers API; off: the endpoint responds with 404 and OCI-Subject is never sent. */
  readonly referrers: boolean
  /** Filtering the referrers by artifactType. */
  readonly filter: boolean
  readonly deleteManifest: boolean
  readonly deleteTag: boolean
  readonly deleteBlob: boolean
  /** Mounting a blob from the repository named by `from`. */
  readonly mount: boolean
  /** Mounting without `from`: the blob is looked for in every repository. */
  readonly anonymousMount: boolean
  /** A blob pushed whole with one POST; off: the POST opens a session. */
  readonly singlePost: boolean
  /** sha512 beside sha256, and the `digest-algorithm` parameter. */
  readonly digestAlgorithm: boolean
  /** `?tag=` on a manifest pushed by digest. */
  readonly tagParams: boolean
  readonly cancelUpload: boolean
  /** `Range` on blobs. */
  readonly range: boolean
  /** A manifest is refused while blobs or manifests it names (its subject aside) are missing in the repository. */
  readonly checkReferences: boolean
}

export const defaultFeatures: Features = {
  referrers: true,
  filter: true,
  deleteManifest: true,
  deleteTag: true,
  deleteBlob: true,
  mount: true,
  anonymousMount: true,
  singlePost: true,
  digestAlgorithm: true,
  tagParams: true,
  cancelUpload: true,
  range: true,
  checkReferences: true,
}

/** Bounds that keep the registry from eating the machine, and page sizes. */
export interface Limits {
  /** Bytes held in all: contents, unfinished uploads, bodies being read. Full: 403 DENIED. */
  readonly totalBytes: number
  /** Bytes of one manifest. Over it: 413. The text asks for room for at least four megabytes. */
  readonly manifestBytes: number
  /** Bytes of one blob. Over it: 413. */
  readonly blobBytes: number
  /** Repositories that exist. Full: 403 DENIED. */
  readonly repositories: number
  /** Upload sessions open at once. Full: 429 with Retry-After. */
  readonly uploads: number
  /** Milliseconds after which an unused upload session is forgotten. */
  readonly uploadAge: number
  /** Tags in one `?tag=` push. Over it: 414. */
  readonly tagsPerPush: number
  /** Bytes of descriptors in one page of referrers; a descriptor that is larger has a page to itself. */
  readonly referrersPageBytes: number
  /** Descriptors in one page of referrers. */
  readonly referrersPageEntries: number
  /** Tags in one page, whatever `n` asks for. */
  readonly tagsPageEntries: number
}

const MiB = 1024 * 1024

export const defaultLimits: Limits = {
  totalBytes: 512 * MiB,
  manifestBytes: 4.5 * MiB,
  blobBytes: 256 * MiB,
  repositories: 1000,
  uploads: 4096,
  uploadAge: 15 * 60 * 1000,
  tagsPerPush: 100,
  referrersPageBytes: 4 * MiB,
  referrersPageEntries: Number.POSITIVE_INFINITY,
  tagsPageEntries: Number.POSITIVE_INFINITY,
}

/** The one user there is, who may do everything. */
export interface BasicAuth {
  readonly username: string
  readonly password: string
}

/**
 * A mistake of one's own: what becomes of requests and responses.
 * @example { name: 'no-etag', wrap: (next) => async (request) => next(request) }
 */
export interface OwnFault {
  readonly name: string
  wrap(next: (request: Request) => Promise<Response>): (request: Request) => Promise<Response>
}

/** How to make a registry; everything has a default. */
export interface RegistryOptions {
  /** Names out of `faults`, and faults of one's own, applied in this order. */
  readonly faults?: readonly (string | OwnFault)[]
  /** Names out of `variants`, applied before the faults. */
  readonly variants?: readonly string[]
  readonly features?: Partial<Features>
  readonly limits?: Partial<Limits>
  /** One user for everything: a short way to say `access`. */
  readonly auth?: BasicAuth | undefined
  /** Users and what each may do where; absent: everybody may do everything. */
  readonly access?: AccessOptions | undefined
  /** Milliseconds since the epoch; default Date.now. */
  readonly now?: () => number
}
