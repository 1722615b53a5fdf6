// What the parts of the registry agree on: a request, and the decisions about it. A call leads to the rules, and each
// rule receives the call. Both stand in one file, because two files that import each other are a lint error.

import type { Access, Caller, Need } from './access/access.ts'
import type { Action } from './access/rights.ts'
import type { Bytes } from './body.ts'
import type { RegistryError } from './errors.ts'
import type { Descriptor, StoredManifest } from './manifest.ts'
import type { Features, Limits } from './options.ts'
import type { Query } from './query.ts'
import type { Repository } from './repository.ts'
import type { Store } from './store.ts'
import type { Upload } from './uploads.ts'

/** What every resource and rule can reach. */
export interface Core {
  readonly store: Store
  readonly rules: Rules
  readonly limits: Limits
  readonly now: () => number
  /** Absent: everybody may do everything. */
  readonly access: Access | undefined
  /** Replaced as a whole when a feature is switched while the registry runs. */
  features: Features
}

/** One request, taken apart. */
export interface Call {
  readonly core: Core
  readonly request: Request
  readonly url: URL
  readonly query: Query
  /** Repository name, already checked. */
  readonly name: string
  /** Last part of the path: tag, digest or session id; empty where the route has none. */
  readonly reference: string
  readonly resource: ResourceName
  /** The user who sends it; undefined where the registry has no users. */
  readonly caller: Caller | undefined
}

/** What a path is about. */
export type ResourceName = 'version' | 'uploads' | 'blobs' | 'manifests' | 'tags' | 'referrers'

export type Awaitable<T> = T | Promise<T>

/** Answers one request; a thrown RegistryError becomes its response. */
export type Resource = (call: Call) => Awaitable<Response>

/** The whole registry as one function. */
export type Handler = (request: Request) => Promise<Response>

/**
 * Every decision of the registry, one small function each. The defaults follow the specification; a fault or a
 * variant replaces one or two of them. Rules reach each other through `call.core.rules`, so a replacement is seen
 * everywhere.
 */
export interface Rules {
  readonly http: HttpRules
  readonly access: AccessRules
  readonly repositories: RepositoryRules
  readonly manifests: ManifestRules
  readonly referrers: ReferrersRules
  readonly tags: TagRules
  readonly blobs: BlobRules
  readonly uploads: UploadRules
}

/** Some functions of some resources. */
export type PartialRules = { readonly [Area in keyof Rules]?: Partial<Rules[Area]> }

/** Decisions that belong to no single resource. */
export interface HttpRules {
  /** How a path on this registry is written in a Location or Link header: relative unless a variant says otherwise. */
  location(call: Pick<Call, 'url'>, path: string): string
  /** The response to a refused request ("Error Codes"). */
  error(error: RegistryError, request: Request): Response
}

/** Decisions about who may do what, where the registry has users. */
export interface AccessRules {
  /** Who sends a request. Throws 401 for credentials that are not good. */
  caller(request: Request, access: Access): Awaitable<Caller>
  /** What a request has to be allowed, by the decoded name; undefined: nothing. */
  needed(call: Call): Need | undefined
  may(caller: Caller, repository: string, action: Action, call: Call): boolean
  /** How someone is refused who may not do it. */
  refusal(call: Call, caller: Caller, need: Need, access: Access): RegistryError
}

/** Which repository a request is about. */
export interface RepositoryRules {
  /** For reads and deletes: undefined when nothing was ever pushed under that name. */
  find(call: Call): Repository | undefined
  /** For pushes: made when it is new. */
  open(call: Call): Repository
}

type HeaderFields = Readonly<Record<string, string>>

/** One manifest on its way in: checked, not yet kept. */
export interface Push {
  readonly call: Call
  readonly repository: Repository
  readonly manifest: StoredManifest
  readonly byDigest: boolean
  /** Tags that will point to it: the reference, or those of `?tag=`. */
  readonly tags: readonly string[]
}

/** Decisions about manifests: reading, pushing, deleting. */
export interface ManifestRules {
  /** The manifest that a tag or digest names. */
  find(call: Call, repository: Repository): Awaitable<StoredManifest | undefined>
  /** The refusal when there is none. */
  unknown(call: Call): RegistryError
  /** The refusal of a reference that is neither a tag nor a digest. */
  malformed(call: Call): RegistryError
  readHeaders(call: Call, manifest: StoredManifest): HeaderFields
  readBytes(call: Call, manifest: StoredManifest): Bytes

  /** Called before anything is kept; throws to refuse a push for its subject. An absent subject is no reason. */
  checkSubject(push: Push): Awaitable<void>
  /** Digests the manifest names, its subject aside, that the repository lacks. */
  missingReferences(push: Push): readonly string[]
  /** The bytes that are kept. */
  keptBytes(push: Push): Bytes
  /** Keeps the manifest and its tags and notes it in its subject's list. */
  keep(push: Push): Awaitable<void>
  pushStatus(push: Push): number
  pushHeaders(push: Push): HeaderFields
  /** Value of OCI-Subject, or undefined to leave the header out ("Pushing Manifests with Subject"). */
  ociSubject(push: Push): string | undefined

  /** Removes a manifest, the tags that point to it and its own entry in its subject's list; lists about it stay. */
  remove(call: Call, repository: Repository, manifest: StoredManifest): Awaitable<void>
  /** Removes a tag and nothing else. */
  untag(call: Call, repository: Repository, tag: string): Awaitable<void>
  deleteStatus(call: Call): number
}

/** A referrer on its way into a list. */
export interface ListEntry {
  readonly manifest: StoredManifest
  readonly descriptor: Descriptor
}

/** One page of a list; `next` is the digest after which the following page begins. */
export interface ListPage {
  readonly entries: readonly ListEntry[]
  readonly next?: string
}

/** Decisions about the list of referrers ("Listing Referrers"), in the order in which they are asked. */
export interface ReferrersRules {
  /** Whether the API is there; if not, the endpoint responds with 404. */
  available(call: Call): boolean
  /** Throws for a subject whose syntax is wrong. */
  checkDigest(call: Call): void
  /** The manifests that name the subject. `repository` is undefined when nothing was ever pushed under that name. */
  listed(call: Call, repository: Repository | undefined): Awaitable<readonly StoredManifest[]>
  /** The descriptor of one referrer. */
  descriptor(manifest: StoredManifest, call: Call): Descriptor
  /** The artifact types asked for; empty: everything is wanted. */
  wanted(call: Call): readonly string[]
  matches(entry: ListEntry, wanted: readonly string[], call: Call): boolean
  /** Value of OCI-Filters-Applied, or undefined to leave the header out. */
  filtersApplied(call: Call, wanted: readonly string[]): string | undefined
  /** The order of the list, by digest: it has to stay the same while a client walks the pages. */
  compare(a: string, b: string): number
  /** The page that a request asks for, out of all entries in order. */
  page(call: Call, entries: readonly ListEntry[]): ListPage
  /** Value of the Link header that leads to the next page. */
  link(call: Call, next: string): string
  /** The image index that is sent. */
  index(call: Call, page: ListPage): object
  contentType(call: Call): string

  /** Notes a pushed manifest in the list of its subject. */
  record(repository: Repository, manifest: StoredManifest): Awaitable<void>
  /** Takes a deleted manifest out of the list of its subject. */
  forget(repository: Repository, manifest: StoredManifest): Awaitable<void>
}

/** Decisions about the list of tags ("Listing Tags"). */
export interface TagRules {
  /** All tags of a repository, in the order of the list. */
  listed(call: Call, repository: Repository): readonly string[]
  /** Whether a tag comes after `last`. */
  after(tag: string, last: string): boolean
  /** How many the request asks for; undefined: all. Throws for a value that is no number. */
  wanted(call: Call): number | undefined
  /** Value of the Link header when more tags follow, or undefined to leave it out. */
  link(call: Call, next: string, wanted: number): string | undefined
  body(call: Call, tags: readonly string[]): object
}

/** Decisions about blobs that are there: reading and deleting. */
export interface BlobRules {
  find(call: Call, repository: Repository): Awaitable<Bytes | undefined>
  unknown(call: Call): RegistryError
  readHeaders(call: Call): Readonly<Record<string, string>>
  remove(call: Call, repository: Repository): Awaitable<void>
  deleteStatus(call: Call): number
}

/** Decisions about blobs on their way in. */
export interface UploadRules {
  /** Where the session goes on: Location of POST, PATCH and of its status. */
  location(call: Call, upload: Upload): string
  /** Whether a chunk that begins at `start` comes next. */
  inOrder(upload: Upload, start: number): boolean
  /** Value of the Range header: what has arrived. */
  range(upload: Upload): string
  /** The blob that a mount asks for, or undefined to open a session instead. */
  mount(call: Call, digest: string, from: string | undefined): Bytes | undefined
  /** Throws for a mount that a token for both repositories, which nobody asked for yet, might allow. */
  checkMount(call: Call, from: string): void
  /** Whether the caller may read where a blob is to be mounted from: a refusal looks like a blob that is not there. */
  mayMountFrom(call: Call, repository: string): boolean
  /** The session that a request names, if there is such a one. */
  find(call: Call): Upload | undefined
  /** Status and headers once a blob is kept: after PUT, a single POST or a mount. */
  createdStatus(call: Call): number
  createdHeaders(call: Call, digest: string): HeaderFields
}
