import type { Fault } from '../change.ts'
import type { Descriptor } from '../manifest.ts'

/** Pages small enough for a handful of referrers to need several. */
const smallPages = { referrersPageEntries: 2 }

/** Fewer descriptors fill no list of hundreds. */
const long = 50

/** A fault that leaves a field out where a list is long, as one that is read from a summary may be. */
function longListWithout(field: 'annotations' | 'artifactType'): Fault {
  const name = field === 'annotations' ? 'annotations' : 'types'
  return {
    name: `long-list-without-${name}`,
    description: `Descriptors in a list of more than ${long} have no ${field}`,
    breaks: `listing-referrers/${field === 'annotations' ? 'annotations' : 'artifact-type'}`,
    change: (rules) => ({
      referrers: {
        page: (call, entries) => {
          const page = rules.referrers.page(call, entries)
          if (page.entries.length <= long) return page
          const bare = page.entries.map(({ manifest, descriptor: { [field]: _dropped, ...rest } }) => ({
            manifest,
            descriptor: rest as Descriptor,
          }))
          return { ...page, entries: bare }
        },
      },
    }),
  }
}

/** Faults in how a long list is cut into pages. */
export const pagingFaults: readonly Fault[] = [
  {
    name: 'page-link-loops',
    description: 'The Link of every page leads to the first one again',
    breaks: 'listing-referrers/link',
    limits: smallPages,
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/last=[^>&]*/, 'last=') },
    }),
  },
  {
    name: 'page-link-loses-filter',
    description: 'The Link of a filtered page leads to an unfiltered one',
    breaks: 'listing-referrers/filter-true',
    limits: smallPages,
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/artifactType=[^>&]*&/g, '') },
    }),
  },
  {
    name: 'page-link-joins-filter',
    description: 'The Link of a filtered page joins the type with what follows it',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        link: (call, next) => rules.referrers.link(call, next).replace(/(artifactType=[^>&]*)&/g, '$1'),
      },
    }),
  },
  {
    name: 'page-drops-entry',
    description: 'The last entry of every page that has a successor is left out',
    breaks: 'listing-referrers/pages',
    limits: smallPages,
    change: (rules) => ({
      referrers: {
        page: (call, entries) => {
          const page = rules.referrers.page(call, entries)
          return page.next === undefined ? page : { ...page, entries: page.entries.slice(0, -1) }
        },
      },
    }),
  },
  {
    name: 'page-repeats-entry',
    description: 'A page begins with the entry that the one before ended with',
    breaks: 'listing-referrers/pages-differ',
    limits: smallPages,
    change: (rules) => ({
      referrers: {
        page: (call, entries) => {
          const page = rules.referrers.page(call, entries)
          const last = entries.find(({ manifest }) => manifest.digest === call.query.get('last'))
          return last ? { ...page, entries: [last, ...page.entries] } : page
        },
      },
    }),
  },
  {
    name: 'list-truncated',
    description: 'A list of more than ten entries is cut to ten, without a Link',
    breaks: 'listing-referrers/pages',
    change: () => ({ referrers: { page: (_call, entries) => ({ entries: entries.slice(0, 10) }) } }),
  },
  {
    name: 'page-link-other-origin',
    description: 'The Link leads to another origin',
    breaks: 'listing-referrers/link',
    limits: smallPages,
    change: (rules) => ({
      referrers: {
        link: (call, next) => rules.referrers.link(call, next).replace(/^<[^/]*(?:\/\/[^/]*)?/, '<http://127.0.0.2:9'),
      },
    }),
  },
  {
    name: 'page-link-without-rel',
    description: 'The Link does not say what it leads to',
    breaks: 'listing-referrers/pages',
    limits: smallPages,
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/; rel="next"$/, '') },
    }),
  },
  {
    name: 'list-cut-at-fifty',
    description: 'A list of more than fifty entries is cut to fifty, without a Link',
    breaks: 'listing-referrers/pages',
    change: () => ({ referrers: { page: (_call, entries) => ({ entries: entries.slice(0, 50) }) } }),
  },
  {
    name: 'list-cut-at-megabytes',
    description: 'What does not fit into four megabytes is left out, without a Link',
    breaks: 'listing-referrers/pages',
    change: (rules) => ({
      referrers: { page: (call, entries) => ({ entries: rules.referrers.page(call, entries).entries }) },
    }),
  },
  longListWithout('annotations'),
  longListWithout('artifactType'),
  {
    name: 'page-second-without-type',
    description: 'Pages after the first are sent as application/json',
    breaks: 'listing-referrers/index',
    limits: smallPages,
    change: (rules) => ({
      referrers: {
        contentType: (call) => (call.query.has('last') ? 'application/json' : rules.referrers.contentType(call)),
      },
    }),
  },
  {
    name: 'page-second-without-filter-header',
    description: 'Filtered pages after the first do not say that they were filtered',
    breaks: 'listing-referrers/filter-header',
    limits: { referrersPageEntries: 20 },
    change: (rules) => ({
      referrers: {
        filtersApplied: (call, wanted) =>
          call.query.has('last') ? undefined : rules.referrers.filtersApplied(call, wanted),
      },
    }),
  },
  {
    name: 'page-after-megabytes-without-filter-header',
    description: 'Where bytes split a filtered list, pages after the first do not say that they were filtered',
    breaks: 'listing-referrers/filter-header',
    change: (rules) => ({
      referrers: {
        filtersApplied: (call, wanted) =>
          call.query.has('last') ? undefined : rules.referrers.filtersApplied(call, wanted),
      },
    }),
  },
  {
    name: 'page-link-bare',
    description: 'The Link is a bare path without angle brackets',
    breaks: 'listing-referrers/link',
    limits: smallPages,
    change: (rules) => ({ referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/[<>]/g, '') } }),
  },
  {
    name: 'page-sizes-wrong-when-large',
    description: 'size is cut to 65,535',
    breaks: 'listing-referrers/index',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const descriptor = rules.referrers.descriptor(manifest, call)
          return { ...descriptor, size: Math.min(descriptor.size, 65_535) }
        },
      },
    }),
  },
]
