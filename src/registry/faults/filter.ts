import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { isIndex } from '../manifest.ts'

/** Faults in filtering by artifactType. */
export const filterFaults: readonly Fault[] = [
  {
    name: 'filter-ignored',
    description: 'Everything is listed, though the header says that the filter was applied',
    breaks: 'listing-referrers/filter-true',
    change: () => ({ referrers: { matches: () => true } }),
  },
  {
    name: 'filter-left-out',
    description: 'Everything is listed, whatever artifactType asks for',
    breaks: 'listing-referrers/filter',
    features: { filter: false },
  },
  {
    name: 'filter-header-missing',
    description: 'The filter is applied without OCI-Filters-Applied',
    breaks: 'listing-referrers/filter-header',
    change: () => ({ referrers: { filtersApplied: () => undefined } }),
  },
  {
    name: 'filter-header-holds-value',
    description: 'OCI-Filters-Applied holds the wanted type in place of the name of the filter',
    breaks: 'listing-referrers/filter-header',
    change: () => ({ referrers: { filtersApplied: (_call, wanted) => wanted[0] } }),
  },
  {
    name: 'filter-in-annotation',
    description: 'The applied filter is told in an annotation of the list and not in a header',
    breaks: 'listing-referrers/filter-header',
    change: (rules) => ({
      referrers: {
        filtersApplied: () => undefined,
        index: (call, page) => ({
          ...rules.referrers.index(call, page),
          ...(rules.referrers.wanted(call).length > 0
            ? { annotations: { 'org.opencontainers.referrers.filtersApplied': 'artifactType' } }
            : {}),
        }),
      },
    }),
  },
  {
    name: 'filter-by-prefix',
    description: 'The filter lets every type through that begins with the wanted one',
    breaks: 'listing-referrers/filter-true',
    change: () => ({
      referrers: {
        matches: ({ descriptor }, wanted) => wanted.some((type) => descriptor.artifactType?.startsWith(type)),
      },
    }),
  },
  {
    name: 'filter-by-config-type',
    description: 'The filter compares the type of the config, even where artifactType is set',
    breaks: 'listing-referrers/filter-true',
    change: () => ({
      referrers: {
        matches: ({ manifest }, wanted) => wanted.includes(manifest.content.configMediaType ?? ''),
      },
    }),
  },
  {
    name: 'filter-without-config-type',
    description: 'The filter misses images whose type comes from the config',
    breaks: 'listing-referrers/filter-true',
    change: () => ({
      referrers: { matches: ({ manifest }, wanted) => wanted.includes(manifest.content.artifactType ?? '') },
    }),
  },
  {
    name: 'filter-misses-indexes',
    description: 'A filtered list has no indexes',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        matches: (entry, wanted, call) => !isIndex(entry.manifest) && rules.referrers.matches(entry, wanted, call),
      },
    }),
  },
  {
    name: 'filter-plus-as-space',
    description: 'A plus in the wanted type, even percent-encoded, is read as a space',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: { wanted: (call) => rules.referrers.wanted(call).map((type) => type.replaceAll('+', ' ')) },
    }),
  },
  {
    name: 'filter-plain-slash-not-understood',
    description: 'A type whose slash is not percent-encoded finds nothing',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        wanted: (call) => (/[?&]artifactType=[^&]*\//.test(call.url.search) ? ['none'] : rules.referrers.wanted(call)),
      },
    }),
  },
  {
    name: 'filter-small-hexadecimals-not-understood',
    description: 'A type that is percent-encoded in small letters finds nothing',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        wanted: (call) =>
          /[?&]artifactType=[^&]*%[0-9]?[a-f]/.test(call.url.search) ? ['none'] : rules.referrers.wanted(call),
      },
    }),
  },
  {
    name: 'filter-shares-cache',
    description:
      'Filtered and whole lists share a cache: until a list changes, what was asked of it first is done again',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => {
      const first = new Map<string, readonly string[]>()
      const key = (repository: string, subject: string | undefined) => `${repository} ${subject}`
      return {
        referrers: {
          record: async (repository, manifest) => {
            first.delete(key(repository.name, manifest.content.subject?.digest))
            await rules.referrers.record(repository, manifest)
          },
          forget: async (repository, manifest) => {
            first.delete(key(repository.name, manifest.content.subject?.digest))
            await rules.referrers.forget(repository, manifest)
          },
          wanted: (call) => {
            const list = key(call.name, call.reference)
            const wanted = first.get(list) ?? rules.referrers.wanted(call)
            first.set(list, wanted)
            return wanted
          },
        },
      }
    },
  },
  {
    name: 'filter-left-out-for-absent-subjects',
    description: 'A filter is left out for subjects that are absent, as the response says',
    breaks: 'listing-referrers/filter',
    change: (rules) => ({
      referrers: {
        wanted: (call) =>
          call.core.store.find(call.name)?.manifests.has(call.reference) ? rules.referrers.wanted(call) : [],
      },
    }),
  },
  {
    name: 'filter-no-match-404',
    description: 'A filter that nothing matches is answered with 404',
    breaks: 'listing-referrers/empty',
    change: (rules) => ({
      referrers: {
        page: (call, entries) => {
          if (entries.length === 0 && rules.referrers.wanted(call).length > 0) {
            throw refuse(404, 'MANIFEST_UNKNOWN', 'nothing matches')
          }
          return rules.referrers.page(call, entries)
        },
      },
    }),
  },
  {
    name: 'filter-no-match-null',
    description: 'A filter that nothing matches is answered with null for manifests',
    breaks: 'listing-referrers/empty',
    change: (rules) => ({
      referrers: {
        index: (call, page) => {
          const index = rules.referrers.index(call, page)
          return page.entries.length === 0 && rules.referrers.wanted(call).length > 0
            ? { ...index, manifests: null }
            : index
        },
      },
    }),
  },
  {
    name: 'filter-drops-annotations',
    description: 'Descriptors in a filtered list have no annotations',
    breaks: 'listing-referrers/filter-annotations',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const { annotations, ...rest } = rules.referrers.descriptor(manifest, call)
          if (rules.referrers.wanted(call).length > 0) return rest
          return annotations ? { ...rest, annotations } : rest
        },
      },
    }),
  },
  {
    name: 'filter-header-always',
    description: 'OCI-Filters-Applied is sent though no filter was asked for',
    breaks: 'listing-referrers/filter-header-only',
    change: () => ({ referrers: { filtersApplied: () => 'artifactType' } }),
  },
  {
    name: 'filter-header-missing-when-empty',
    description: 'A filtered list without entries does not say that it was filtered',
    breaks: 'listing-referrers/filter-header',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (!response.headers.has('OCI-Filters-Applied')) return response
      const body = (await response.clone().json()) as { manifests: unknown[] }
      if (body.manifests.length === 0) response.headers.delete('OCI-Filters-Applied')
      return response
    },
  },
  {
    name: 'filter-without-case',
    description: 'The filter finds types by their first word alone',
    breaks: 'listing-referrers/filter-true',
    change: () => ({
      referrers: {
        matches: ({ descriptor }, wanted) => {
          const first = (type = '') => type.replace(/[.+;][^.+;]*$/, '')
          return wanted.some((type) => first(type) === first(descriptor.artifactType))
        },
      },
    }),
  },
  {
    name: 'filter-cuts-at-semicolon',
    description: 'The filter is read up to a semicolon, even a percent-encoded one',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: { wanted: (call) => rules.referrers.wanted(call).map((type) => type.replace(/;.*$/, '')) },
    }),
  },
  {
    name: 'filter-on-first-fifty',
    description: 'A filter looks at the first fifty referrers alone',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const all = await rules.referrers.listed(call, repository)
          return rules.referrers.wanted(call).length > 0 ? all.slice(0, 50) : all
        },
      },
    }),
  },
  {
    name: 'filter-first-read-empty',
    description: 'The response to a filter that came before any referrer is given again',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => {
      const empty = new Set<string>()
      return {
        referrers: {
          page: (call, entries) => {
            const key = call.url.href
            const filtered = rules.referrers.wanted(call).length > 0
            if (filtered && (entries.length === 0 || empty.has(key))) {
              empty.add(key)
              return { entries: [] }
            }
            return rules.referrers.page(call, entries)
          },
        },
      }
    },
  },
  {
    name: 'filter-ignored-without-header',
    description: 'A filter is ignored for subjects that are absent, and applied for the others',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        matches: (entry, wanted, call) =>
          !call.core.store.find(call.name)?.manifests.has(call.reference) ||
          rules.referrers.matches(entry, wanted, call),
      },
    }),
  },
]
