import type { Awaitable, Call } from '../call.ts'
import { parseDigest } from '../digest.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, mediaTypes, type StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

/** A referrer on its way into a list. */
interface Entry {
  readonly manifest: StoredManifest
  readonly descriptor: Descriptor
}

/** One page of a list; `next` is the digest after which the following page begins. */
interface Page {
  readonly entries: readonly Entry[]
  readonly next?: string
}

/** Decisions about the list of referrers ("Listing Referrers"), in the order in which they are asked. */
export interface ReferrersRules {
  /** Whether the API is there; if not, the endpoint answers 404. */
  available(call: Call): boolean
  /** Throws for a subject whose syntax is wrong. */
  checkDigest(call: Call): void
  /** The manifests that name the subject. `repository` is undefined when nothing was ever pushed under that name. */
  listed(call: Call, repository: Repository | undefined): Awaitable<readonly StoredManifest[]>
  /** The descriptor of one referrer. */
  descriptor(manifest: StoredManifest, call: Call): Descriptor
  /** The artifact types asked for; empty: everything is wanted. */
  wanted(call: Call): readonly string[]
  matches(entry: Entry, wanted: readonly string[], call: Call): boolean
  /** Value of OCI-Filters-Applied, or undefined to leave the header out. */
  filtersApplied(call: Call, wanted: readonly string[]): string | undefined
  /** The order of the list, by digest: it has to stay the same while a client walks the pages. */
  compare(a: string, b: string): number
  /** The page that a request asks for, out of all entries in order. */
  page(call: Call, entries: readonly Entry[]): Page
  /** Value of the Link header that leads to the next page. */
  link(call: Call, next: string): string
  /** The image index that is sent. */
  index(call: Call, page: Page): object
  contentType(call: Call): string

  /** Notes a pushed manifest in the list of its subject. */
  record(repository: Repository, manifest: StoredManifest): Awaitable<void>
  /** Takes a deleted manifest out of the list of its subject. */
  forget(repository: Repository, manifest: StoredManifest): Awaitable<void>
}

export const referrersRules: ReferrersRules = {
  available: (call) => call.core.features.referrers,
  checkDigest: (call) => {
    if (parseDigest(call.reference)) return
    throw refuse(400, 'DIGEST_INVALID', 'malformed digest', { digest: call.reference })
  },
  listed: (call, repository) =>
    (repository?.referrers.get(call.reference) ?? [])
      .map((digest) => repository?.manifests.get(digest))
      .filter((manifest) => manifest !== undefined),
  descriptor: (manifest) => {
    const { artifactType, configMediaType, annotations } = manifest.content
    const type = artifactType ?? (isIndex(manifest) ? undefined : configMediaType)
    return {
      mediaType: manifest.mediaType,
      digest: manifest.digest,
      size: manifest.bytes.byteLength,
      ...(type ? { artifactType: type } : {}),
      ...(annotations ? { annotations } : {}),
    }
  },
  // An empty value asks for nothing; several values are read as "one of these", since the text gives them no meaning.
  wanted: (call) =>
    call.core.features.filter ? call.query.getAll('artifactType').filter((artifactType) => artifactType !== '') : [],
  matches: ({ descriptor }, wanted) =>
    descriptor.artifactType !== undefined && wanted.includes(descriptor.artifactType),
  filtersApplied: (_call, wanted) => (wanted.length > 0 ? 'artifactType' : undefined),
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  page: (call, entries) => {
    const { referrersPageBytes, referrersPageEntries } = call.core.limits
    const last = call.query.get('last')
    const rest =
      last === undefined
        ? entries
        : entries.filter((entry) => call.core.rules.referrers.compare(entry.manifest.digest, last) > 0)
    let bytes = 0
    const taken: Entry[] = []
    for (const entry of rest) {
      bytes += Buffer.byteLength(JSON.stringify(entry.descriptor)) + 1
      // The first always fits, else a descriptor larger than a page could never be listed.
      if (taken.length > 0 && (bytes > referrersPageBytes || taken.length >= referrersPageEntries)) break
      taken.push(entry)
    }
    const end = taken.at(-1)
    return end && taken.length < rest.length ? { entries: taken, next: end.manifest.digest } : { entries: taken }
  },
  link: (call, next) => {
    const { referrers, http } = call.core.rules
    const filters = referrers.wanted(call).map((type) => `artifactType=${encodeURIComponent(type)}&`)
    const path = `/v2/${call.name}/referrers/${call.reference}?${filters.join('')}last=${encodeURIComponent(next)}`
    return `<${http.location(call, path)}>; rel="next"`
  },
  index: (_call, page) => ({
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: page.entries.map((entry) => entry.descriptor),
  }),
  contentType: () => mediaTypes.index,

  record: (repository, { digest, content }) => {
    if (!content.subject) return
    const list = repository.referrers.get(content.subject.digest) ?? []
    if (!list.includes(digest)) repository.referrers.set(content.subject.digest, [...list, digest])
  },
  forget: (repository, { digest, content }) => {
    if (!content.subject) return
    const list = (repository.referrers.get(content.subject.digest) ?? []).filter((entry) => entry !== digest)
    if (list.length > 0) repository.referrers.set(content.subject.digest, list)
    else repository.referrers.delete(content.subject.digest)
  },
}
