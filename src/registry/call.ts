import type { Access, Caller } from './access/access.ts'
import type { Features, Limits } from './options.ts'
import type { Query } from './query.ts'
import type { Rules } from './rules/index.ts'
import type { Store } from './store.ts'

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
  /** Whoever sends it; undefined where the registry has no users. */
  readonly caller: Caller | undefined
}

/** What a path is about. */
export type ResourceName = 'version' | 'uploads' | 'blobs' | 'manifests' | 'tags' | 'referrers'

export type Awaitable<T> = T | Promise<T>

/** Answers one request; a thrown RegistryError becomes its response. */
export type Resource = (call: Call) => Awaitable<Response>

/** The whole registry as one function. */
export type Handler = (request: Request) => Promise<Response>
