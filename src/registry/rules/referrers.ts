import type { ListEntry, ReferrersRules } from '../contract.ts'
import { parseDigest } from '../digest.ts'
import { refuse } from '../errors.ts'
import { isIndex, mediaTypes } from '../manifest.ts'

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
    const taken: ListEntry[] = []
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
