import type { Fault } from '../change.ts'

/** Pages small enough for a handful of referrers to need several. */
const smallPages = { referrersPageEntries: 2 }

/** Faults in how a long list is cut into pages. */
export const pagingFaults: readonly Fault[] = [
  {
    name: 'page-link-loops',
    description: 'The Link of every page leads to the first one again',
    breaks: 'referrers/link',
    limits: smallPages,
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/last=[^>&]*/, 'last=') },
    }),
  },
  {
    name: 'page-link-loses-filter',
    description: 'The Link of a filtered page leads to an unfiltered one',
    breaks: 'referrers/filter-exact',
    limits: smallPages,
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/artifactType=[^>&]*&/g, '') },
    }),
  },
  {
    name: 'page-drops-entry',
    description: 'The last entry of every page that has a successor is left out',
    breaks: 'referrers/link',
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
    breaks: 'referrers/link',
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
    breaks: 'referrers/link',
    change: () => ({ referrers: { page: (_call, entries) => ({ entries: entries.slice(0, 10) }) } }),
  },
  {
    name: 'page-link-other-origin',
    description: 'The Link leads to another origin',
    breaks: 'referrers/link',
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
    breaks: 'referrers/link',
    limits: smallPages,
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/; rel="next"$/, '') },
    }),
  },
]
