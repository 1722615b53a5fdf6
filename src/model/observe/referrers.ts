import { type ManifestContent, manifestOf, type Name } from '../content.ts'
import type { Comparison, Value } from '../outcome.ts'
import type { ListEntry, ReferrersFacts, ReferrersQuery } from '../query.ts'
import { repositoryOf, type State, withEntry, withRepository } from '../state.ts'
import { Differences, maySay404 } from './disagree.ts'

const indexType = 'application/vnd.oci.image.index.v1+json'

/** Specification: Listing Referrers. Of the manifests in this repository alone, whether or not the subject is there. */
export function observeReferrers(state: State, query: ReferrersQuery, facts: ReferrersFacts): Comparison {
  const { repository, subject, artifactType } = query
  const about = `referrers of ${subject}${artifactType === undefined ? '' : ` of type ${artifactType}`}`
  const differences = new Differences(repository, about)
  if (!state.features.referrers || (facts.status === 404 && maySay404(state, repository))) {
    return { state, disagreements: [] }
  }
  differences.same('list-status', 200, facts.status)
  if (facts.status !== 200) return { state, disagreements: differences.found }
  differences.same('list-type', indexType, facts.type)
  if (!facts.entries) {
    differences.add('list-body', 'an image index', null)
    return { state, disagreements: differences.found }
  }
  const entries = byName(state, facts.entries, differences)
  compareMembers(state, query, entries, facts, differences)
  for (const [name, entry] of entries) compareEntry(name, manifestOf(state.content, name), entry, differences)
  return { state: withListed(state, repository, entries), disagreements: differences.found }
}

/** The entries by the names of their manifests; what was never pushed, and what comes twice, is noted. */
function byName(state: State, list: readonly ListEntry[], differences: Differences): ReadonlyMap<Name, ListEntry> {
  const names = new Map([...state.content.manifests].map(([name, { digest }]) => [digest, name]))
  const entries = new Map<Name, ListEntry>()
  for (const entry of list) {
    const digest = entry['digest']
    const name = typeof digest === 'string' ? names.get(digest) : undefined
    if (name === undefined) differences.add('list-extra', null, typeof digest === 'string' ? digest : null)
    else if (entries.has(name)) differences.add('list-duplicate', 1, name)
    else entries.set(name, entry)
  }
  return entries
}

/** A list that was filtered says so, and one that does not say so is whole. */
function compareMembers(
  state: State,
  { repository, subject, artifactType }: ReferrersQuery,
  entries: ReadonlyMap<Name, ListEntry>,
  facts: ReferrersFacts,
  differences: Differences,
): void {
  const saysFiltered = facts.filters?.includes('artifactType') === true
  const isFiltered = saysFiltered && artifactType !== undefined
  if (saysFiltered && !isFiltered) differences.add('filter-header-unasked', null, 'artifactType')
  const wanted = ({ artifactType: type }: ManifestContent) => !isFiltered || type === artifactType
  const { manifests } = repositoryOf(state, repository)
  // A subject that may have been collected may have taken its list with it.
  const isSubjectInDoubt = manifests.get(subject)?.presence === 'maybe'
  const missing: Name[] = []
  for (const [name, { presence, listed }] of manifests) {
    const manifest = manifestOf(state.content, name)
    const isCertain = presence === 'present' && listed === 'present' && !isSubjectInDoubt
    if (manifest.subject === subject && isCertain && wanted(manifest) && !entries.has(name)) missing.push(name)
  }
  const unwanted = (name: Name) => manifestOf(state.content, name).artifactType !== artifactType
  if (artifactType !== undefined && !isFiltered && missing.length > 0 && missing.every(unwanted)) {
    differences.add('filter-header', 'OCI-Filters-Applied: artifactType', null)
  } else if (missing.length > 0) {
    differences.add('list-missing', missing, [...entries.keys()])
  }
  for (const name of entries.keys()) {
    const manifest = manifestOf(state.content, name)
    if (manifests.has(name) && manifest.subject === subject) {
      if (!wanted(manifest)) differences.add('filter-extra', artifactType ?? null, manifest.artifactType ?? null)
    } else {
      const isElsewhere = [...state.repositories.values()].some((other) => other.manifests.has(name))
      differences.add(isElsewhere && manifest.subject === subject ? 'list-isolated' : 'list-extra', null, name)
    }
  }
}

function compareEntry(name: Name, manifest: ManifestContent, entry: ListEntry, differences: Differences): void {
  const fields = { mediaType: manifest.mediaType, size: manifest.size, artifactType: manifest.artifactType }
  for (const [field, expected] of Object.entries(fields)) {
    const actual = entry[field]
    if (actual !== expected) {
      differences.add('list-entry-field', { name, [field]: expected ?? null }, { name, [field]: plain(actual) })
    }
  }
  const shown = entry['annotations'] ?? {}
  const annotations = typeof shown === 'object' ? (shown as Readonly<Record<string, unknown>>) : {}
  const wrong = Object.entries(manifest.annotations).filter(([key, value]) => annotations[key] !== value)
  // More than the manifest has is the registry's own: that it adds none is recommended, and judged elsewhere.
  if (wrong.length > 0) {
    differences.add('list-entry-annotations', { name, ...Object.fromEntries(wrong) }, { name, ...texts(annotations) })
  }
}

function texts(record: Readonly<Record<string, unknown>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, plain(value)]))
}

function plain(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' ? value : value === undefined ? null : String(value)
}

/** What a list shows although it need not is in it from then on. */
function withListed(state: State, repository: Name, entries: ReadonlyMap<Name, ListEntry>): State {
  const { manifests } = repositoryOf(state, repository)
  const shown = [...entries.keys()].filter((name) => manifests.get(name)?.listed === 'maybe')
  if (shown.length === 0) return state
  const next = shown.reduce(
    (all, name) => withEntry(all, name, { ...all.get(name)!, listed: 'present' as const }),
    manifests,
  )
  return withRepository(state, repository, { manifests: next })
}
