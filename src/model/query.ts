import type { Name } from './content.ts'

export type ReadMethod = 'GET' | 'HEAD'

/** One thing that can be read. */
export type Query = ContentQuery | PartQuery | TagsQuery | TagsPageQuery | ReferrersQuery | SessionQuery

export type ContentQuery =
  | ManifestQuery
  | { readonly read: 'tag'; readonly method: ReadMethod; readonly repository: Name; readonly tag: Name }
  | BlobQuery

export interface ManifestQuery {
  readonly read: 'manifest'
  readonly method: ReadMethod
  readonly repository: Name
  readonly manifest: Name
  /** Read where the response to its push said that it is. */
  readonly at?: 'location'
}

export interface BlobQuery {
  readonly read: 'blob'
  readonly method: ReadMethod
  readonly repository: Name
  readonly blob: Name
  /** Read where the response to its push said that it is. */
  readonly at?: 'location'
}

/** Some bytes of a blob, as a Range has them: to the end without `last`, and the last `last` ones without `first`. */
export interface PartQuery {
  readonly read: 'part'
  readonly repository: Name
  readonly blob: Name
  readonly first?: number
  readonly last?: number
}

/**
 * The first and the last byte that a part of a blob has; undefined: there are none such.
 * @param size of the blob, in bytes
 * @example boundsOf({ ...query, first: 3, last: 99 }, 10) // [3, 9]
 */
export function boundsOf({ first, last }: PartQuery, size: number): readonly [number, number] | undefined {
  const [from, to] =
    first === undefined ? [Math.max(0, size - (last ?? size)), size - 1] : [first, Math.min(last ?? size, size - 1)]
  return from <= to ? [from, to] : undefined
}

/** The whole list of tags, every page of it. */
export interface TagsQuery {
  readonly read: 'tags'
  readonly repository: Name
}

/** One page of tags. */
export interface TagsPageQuery {
  readonly read: 'tags-page'
  readonly repository: Name
  readonly n: number
  /** The tag after which it begins. */
  readonly last?: Name
}

/** The whole list of referrers, every page of it. */
export interface ReferrersQuery {
  readonly read: 'referrers'
  readonly repository: Name
  readonly subject: Name
  readonly artifactType?: string
}

export interface SessionQuery {
  readonly read: 'session'
  readonly session: Name
}

/** What a response to a read of a manifest, tag or blob said. */
export interface ContentFacts {
  readonly status: number
  /** The digest of the bytes that came; absent for HEAD. */
  readonly body?: string
  /** The value of Docker-Content-Digest. */
  readonly digest?: string
  /** The value of Content-Type, without parameters. */
  readonly type?: string
  /** The value of Content-Length. */
  readonly length?: number
}

/** What a response to a read of a part said, which may be the whole. */
export interface PartFacts extends ContentFacts {
  /** The value of Content-Range. */
  readonly range?: string
  /** The bytes are those of the part. */
  readonly isExact: boolean
}

export interface TagsFacts {
  readonly status: number
  /** The body says of which repository it is. */
  readonly isNamed: boolean
  /** Absent: the body was not a list of tags. */
  readonly tags?: readonly string[]
  /** A Link leads on from the one page that was read; of the whole list: it goes on for longer than anybody reads. */
  readonly more: boolean
}

/** A descriptor in a list, as it came. */
export type ListEntry = Readonly<Record<string, unknown>>

export interface ReferrersFacts {
  readonly status: number
  /** Absent: the body was not an image index. */
  readonly entries?: readonly ListEntry[]
  readonly type?: string
  /** The names in OCI-Filters-Applied; absent when the header is. */
  readonly filters?: readonly string[]
}

export interface SessionFacts {
  readonly status: number
  readonly range?: string
  readonly location: boolean
}

/** A query with what came of it. */
export type Reading =
  | { readonly of: 'content'; readonly query: ContentQuery; readonly facts: ContentFacts }
  | { readonly of: 'part'; readonly query: PartQuery; readonly facts: PartFacts }
  | { readonly of: 'tags'; readonly query: TagsQuery | TagsPageQuery; readonly facts: TagsFacts }
  | { readonly of: 'referrers'; readonly query: ReferrersQuery; readonly facts: ReferrersFacts }
  | { readonly of: 'session'; readonly query: SessionQuery; readonly facts: SessionFacts }
