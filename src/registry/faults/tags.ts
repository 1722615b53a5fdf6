import type { Fault } from '../change.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const listed = (request: Request, response: Response) => asks(request, 'GET', paths.tags) && response.status === 200

/** A fault that changes the JSON of a list of tags. */
function rewriting({
  name,
  breaks,
  description,
  change,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly change: (body: { tags: string[] }) => unknown
}): Fault {
  return answering({
    name,
    breaks,
    description,
    when: listed,
    change: async (response) =>
      altered(response, { body: JSON.stringify(change((await response.json()) as { tags: string[] })) }),
  })
}

/** A fault that reverses what a list holds when a parameter is given: the same tags, in another order. */
function unordered({
  name,
  breaks,
  description,
  parameter,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly parameter: string
}): Fault {
  return answering({
    name,
    breaks,
    description,
    when: (request, response) => listed(request, response) && new URL(request.url).searchParams.has(parameter),
    change: async (response) => {
      const body = (await response.json()) as { tags: string[] }
      return altered(response, { body: JSON.stringify({ ...body, tags: body.tags.toReversed() }) })
    },
  })
}

/** Tags that fit into the list of the fault that forgets the others. */
const fitting = 20

/** Faults in lists of tags. */
export const tagFaults: readonly Fault[] = [
  answering({
    name: 'tags-status-206',
    breaks: 'listing-tags/found',
    description: 'A list of tags is answered with 206',
    when: listed,
    change: (response) => altered(response, { status: 206 }),
  }),
  rewriting({
    name: 'tags-bare-array',
    breaks: 'listing-tags/form',
    description: 'A list of tags is a bare array',
    change: ({ tags }) => tags,
  }),
  rewriting({
    name: 'tags-name-missing',
    breaks: 'listing-tags/form',
    description: 'A list of tags does not name its repository',
    change: ({ tags }) => ({
      tags,
    }),
  }),
  rewriting({
    name: 'tags-name-short',
    breaks: 'listing-tags/form',
    description: 'A list of tags names the last part of its repository',
    change: (body) => ({
      ...body,
      name: (body as { name?: string }).name?.split('/').at(-1),
    }),
  }),
  {
    name: 'tags-by-time',
    description: 'Tags are listed in the order in which they were pushed',
    breaks: 'listing-tags/order',
    change: () => ({
      tags: {
        listed: (_call, repository) => [...repository.tags.keys()],
      },
    }),
  },
  {
    name: 'tags-reversed',
    description: 'Tags are listed from the last to the first',
    breaks: 'listing-tags/order',
    change: (rules) => ({
      tags: {
        listed: (call, repository) => rules.tags.listed(call, repository).toReversed(),
        after: (tag, last) => tag !== last && !rules.tags.after(tag, last),
      },
    }),
  },
  {
    name: 'tags-capitals-last',
    description: 'Tags with capitals are listed after all others',
    breaks: 'listing-tags/order',
    change: (rules) => ({
      tags: {
        listed: (call, repository) => {
          const all = rules.tags.listed(call, repository)
          const capital = (tag: string) => tag !== tag.toLowerCase()
          return [...all.filter((tag) => !capital(tag)), ...all.filter(capital)]
        },
      },
    }),
  },
  unordered({
    name: 'tags-unordered-with-n',
    breaks: 'listing-tags/number-order',
    description: 'Tags that n limits are in no order',
    parameter: 'n',
  }),
  unordered({
    name: 'tags-unordered-after-last',
    breaks: 'listing-tags/last-order',
    description: 'Tags after another one are in no order',
    parameter: 'last',
  }),
  {
    name: 'tags-last-counted',
    description: 'A last of digits is taken as the number of tags to leave out',
    breaks: 'listing-tags/last',
    change: (rules) => ({
      tags: {
        after: (tag, last) => (/^[0-9]+$/.test(last) ? false : rules.tags.after(tag, last)),
      },
    }),
  },
  {
    name: 'tags-cut-at-twenty',
    description: `A list of more than ${fitting} tags is cut, without a Link`,
    breaks: 'listing-tags/true',
    limits: { tagsPageEntries: fitting },
    change: () => ({ tags: { link: () => undefined } }),
  },
  {
    name: 'tags-of-every-repository',
    description: 'A list holds the tags of every repository',
    breaks: 'listing-tags/true',
    change: (rules, core) => ({
      tags: {
        listed: (call) => [...core.store.repositories.values()].flatMap((one) => rules.tags.listed(call, one)).sort(),
      },
    }),
  },
  {
    name: 'tags-deleted-listed',
    description: 'A deleted tag stays in the list',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const ever = new Map<string, Set<string>>()
      return {
        tags: {
          listed: (call, repository) => {
            const known = ever.get(repository.name) ?? new Set()
            ever.set(repository.name, known)
            for (const tag of rules.tags.listed(call, repository)) known.add(tag)
            return [...known].sort()
          },
        },
      }
    },
  },
  {
    name: 'tags-moved-listed-twice',
    description: 'A tag that was moved is listed once for each manifest it named',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const moves = new Map<string, number>()
      return {
        manifests: {
          keep: async (push) => {
            for (const tag of push.tags) {
              const before = push.repository.tags.get(tag)
              const key = `${push.repository.name}:${tag}`
              if (before !== undefined && before !== push.manifest.digest) moves.set(key, (moves.get(key) ?? 0) + 1)
            }
            await rules.manifests.keep(push)
          },
        },
        tags: {
          listed: (call, repository) =>
            rules.tags
              .listed(call, repository)
              .flatMap((tag) => Array.from({ length: 1 + (moves.get(`${repository.name}:${tag}`) ?? 0) }, () => tag)),
        },
      }
    },
  },
  {
    name: 'tags-first-list-for-ever',
    description: 'The first list of tags is given for ever',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const first = new Map<string, readonly string[]>()
      return {
        tags: {
          listed: (call, repository) => {
            const list = first.get(repository.name) ?? rules.tags.listed(call, repository)
            first.set(repository.name, list)
            return list
          },
        },
      }
    },
  },
  {
    name: 'tags-number-one-less',
    description: 'One tag less than n asks for is listed, without a Link',
    breaks: 'listing-tags/number',
    change: (rules) => ({
      tags: {
        wanted: (call) => {
          const wanted = rules.tags.wanted(call)
          return wanted === undefined ? undefined : Math.max(0, wanted - 1)
        },
        link: () => undefined,
      },
    }),
  },
  {
    name: 'tags-number-ignored',
    description: 'n is ignored',
    breaks: 'listing-tags/number',
    change: () => ({ tags: { wanted: () => undefined } }),
  },
  {
    name: 'tags-zero-means-all',
    description: 'Asking for zero tags gives all of them',
    breaks: 'listing-tags/zero',
    change: (rules) => ({ tags: { wanted: (call) => rules.tags.wanted(call) || undefined } }),
  },
  {
    name: 'tags-zero-with-link',
    description: 'Asking for zero tags gives a Link to more',
    breaks: 'listing-tags/zero',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const zero = listed(request, response) && new URL(request.url).searchParams.get('n') === '0'
      return zero
        ? altered(response, { headers: { Link: `<${new URL(request.url).pathname}?n=0&last=>; rel="next"` } })
        : response
    },
  },
  {
    name: 'tags-last-included',
    description: 'A list after a tag begins with that tag',
    breaks: 'listing-tags/last',
    change: (rules) => ({ tags: { after: (tag, last) => tag === last || rules.tags.after(tag, last) } }),
  },
  {
    name: 'tags-last-ignored',
    description: 'last is ignored',
    breaks: 'listing-tags/last',
    change: () => ({ tags: { after: () => true, link: () => undefined } }),
  },
  {
    name: 'tags-last-as-number',
    description: 'last is taken for a number of tags to leave out',
    breaks: 'listing-tags/last',
    change: (rules) => ({
      tags: {
        listed: (call, repository) =>
          rules.tags.listed(call, repository).slice(Number.parseInt(call.query.get('last') ?? '', 10) || 0),
        after: () => true,
        link: () => undefined,
      },
    }),
  },
  {
    name: 'tags-link-without-rel',
    description: 'The Link of a list of tags does not say what it leads to',
    breaks: 'listing-tags/link',
    change: (rules) => ({
      tags: { link: (call, next, wanted) => rules.tags.link(call, next, wanted)?.replace(/; rel="next"$/, '') },
    }),
  },
  {
    name: 'tags-link-skips-one',
    description: 'The Link of a list of tags leads past the next tag',
    breaks: 'listing-tags/link',
    change: (rules) => ({
      tags: {
        link: (call, next, wanted) => {
          const all = rules.tags.listed(call, call.core.store.find(call.name)!)
          return rules.tags.link(call, all[all.indexOf(next) + 1] ?? next, wanted)
        },
      },
    }),
  },
  {
    name: 'tags-link-bare',
    description: 'The Link of a list of tags is a bare path without angle brackets',
    breaks: 'listing-tags/link',
    change: (rules) => ({
      tags: { link: (call, next, wanted) => rules.tags.link(call, next, wanted)?.replace(/[<>]/g, '') },
    }),
  },
]
