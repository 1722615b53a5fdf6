import type { Fault } from '../change.ts'
import type { TagRules } from '../contract.ts'
import { refuse } from '../errors.ts'

/** A fault in the list of tags, made of the rules that it replaces. */
function listing({
  name,
  breaks,
  description,
  change,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly change: (rules: TagRules) => Partial<TagRules>
}): Fault {
  return { name, description, breaks, change: ({ tags }) => ({ tags: change(tags) }) }
}

const most = 100
const n = (query: { get(name: string): string | undefined }) => Number(query.get('n') ?? Number.NaN)

/** Faults that show at the edges of lists of tags, or after some history. */
export const tagEdgeFaults: readonly Fault[] = [
  listing({
    name: 'tags-number-over-hundred-refused',
    breaks: 'listing-tags/number',
    description: 'Asking for more than a hundred tags is refused',
    change: (rules) => ({
      wanted: (call) => {
        if (n(call.query) > most) throw refuse(400, 'UNSUPPORTED', `n is ${most} at most`)
        return rules.wanted(call)
      },
    }),
  }),
  listing({
    name: 'tags-number-capped',
    breaks: 'listing-tags/number',
    description: 'Of more tags than n asks for the last are listed',
    change: (rules) => ({
      listed: (call, repository) => {
        const all = rules.listed(call, repository)
        const wanted = n(call.query)
        return call.query.has('last') || !(wanted > 0) ? all : all.slice(-wanted)
      },
    }),
  }),
  listing({
    name: 'tags-exact-number-one-less',
    breaks: 'listing-tags/number',
    description: 'When n is the number of all tags, the last is left out',
    change: (rules) => ({
      listed: (call, repository) => {
        const all = rules.listed(call, repository)
        return all.length > 1 && n(call.query) === all.length ? all.slice(0, -1) : all
      },
    }),
  }),
  listing({
    name: 'tags-number-with-last-ignored',
    breaks: 'listing-tags/number',
    description: 'n is ignored where last is given',
    change: (rules) => ({
      wanted: (call) => (call.query.has('last') && n(call.query) > 0 ? undefined : rules.wanted(call)),
    }),
  }),
  listing({
    name: 'tags-after-last-begin-again',
    breaks: 'listing-tags/last',
    description: 'After the last tag the list begins again',
    change: (rules) => ({
      listed: (call, repository) => rules.listed(call, repository),
      after: (tag, last) => rules.after(tag, last),
      body: (call, tags) => {
        const repository = call.core.store.find(call.name)
        const all = repository ? call.core.rules.tags.listed(call, repository) : []
        const again = tags.length === 0 && call.query.get('last') === all.at(-1) && call.query.get('n') !== '0'
        return rules.body(call, again ? all : tags)
      },
    }),
  }),
  listing({
    name: 'tags-last-skips-two-with-one',
    breaks: 'listing-tags/last',
    description: 'Where one tag is asked for after another, one is skipped',
    change: (rules) => ({
      body: (call, tags) => {
        const repository = call.core.store.find(call.name)
        const last = call.query.get('last')
        if (!repository || n(call.query) !== 1 || last === undefined) return rules.body(call, tags)
        const rest = call.core.rules.tags.listed(call, repository).filter((tag) => rules.after(tag, last))
        return rules.body(call, rest.length > 2 ? rest.slice(1, 2) : tags)
      },
    }),
  }),
  listing({
    name: 'tags-zero-after-last-means-all',
    breaks: 'listing-tags/zero',
    description: 'Zero tags asked for after another one are all that follow',
    change: (rules) => ({
      wanted: (call) => (call.query.has('last') ? rules.wanted(call) || undefined : rules.wanted(call)),
    }),
  }),
  listing({
    name: 'tags-none-404',
    breaks: 'listing-tags/found',
    description: 'The list of a repository without tags is answered with 404',
    change: (rules) => ({
      listed: (call, repository) => {
        if (repository.tags.size === 0) throw refuse(404, 'NAME_UNKNOWN', 'there are no tags')
        return rules.listed(call, repository)
      },
    }),
  }),
  listing({
    name: 'tags-with-underscore-hidden',
    breaks: 'listing-tags/true',
    description: 'Tags that begin with an underscore are not listed',
    change: (rules) => ({
      listed: (call, repository) => rules.listed(call, repository).filter((tag) => !tag.startsWith('_')),
    }),
  }),
  listing({
    name: 'tags-with-words-of-storage-hidden',
    breaks: 'listing-tags/true',
    description: 'Tags called index or current are not listed',
    change: (rules) => ({
      listed: (call, repository) => rules.listed(call, repository).filter((tag) => !['index', 'current'].includes(tag)),
    }),
  }),
  listing({
    name: 'tags-only-tags-404',
    breaks: 'listing-tags/true',
    description: 'A repository whose only tag is called tags is not found by its list',
    change: (rules) => ({
      listed: (call, repository) => {
        if ([...repository.tags.keys()].join() === 'tags') throw refuse(404, 'NAME_UNKNOWN', 'there are no tags')
        return rules.listed(call, repository)
      },
    }),
  }),
  listing({
    name: 'tags-none-null',
    breaks: 'listing-tags/empty',
    description: 'An empty list of tags is null',
    change: (rules) => ({
      body: (call, tags) => ({ ...rules.body(call, tags), ...(tags.length === 0 && { tags: null }) }),
    }),
  }),
  {
    name: 'accept-anything-404',
    description: 'Where Accept names no type of OCI manifests, none is found',
    breaks: 'pull/any-type',
    wrap: (handler) => async (request) => {
      const accept = request.headers.get('Accept')
      const any = accept === null || accept === '*/*'
      return request.method === 'GET' && /\/manifests\/[^/]+$/.test(new URL(request.url).pathname) && any
        ? new Response(null, { status: 404 })
        : handler(request)
    },
  },
  {
    name: 'tag-called-index-404',
    description: 'A tag called index is accepted and not found',
    breaks: 'pull/tag-grammar',
    change: (rules) => ({
      manifests: {
        find: (call, repository) => (call.reference === 'index' ? undefined : rules.manifests.find(call, repository)),
      },
    }),
  },
  {
    name: 'names-with-words-of-paths-not-pulled',
    description: 'Manifests of a repository in which a part is called manifests are not found',
    breaks: 'pull/name-grammar',
    change: (rules) => ({
      manifests: {
        find: (call, repository) =>
          call.request.method === 'GET' && call.name.includes('/manifests/')
            ? undefined
            : rules.manifests.find(call, repository),
      },
    }),
  },
  listing({
    name: 'tags-name-of-deep-repository-cut',
    breaks: 'listing-tags/form',
    description: 'A list names a repository up to a part called tags',
    change: (rules) => ({
      body: (call, tags) => ({ ...rules.body(call, tags), name: call.name.replace(/\/tags\/.*/, '') }),
    }),
  }),
  listing({
    name: 'tags-longest-hidden',
    breaks: 'listing-tags/true',
    description: 'Tags of 128 characters are not listed',
    change: (rules) => ({
      listed: (call, repository) => rules.listed(call, repository).filter((tag) => tag.length < 128),
    }),
  }),
  {
    name: 'tags-moved-listed-last',
    description: 'Tags that were moved, or deleted and pushed again, are listed after all others',
    breaks: 'listing-tags/order',
    change: (rules) => {
      const again = new Set<string>()
      const ever = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            for (const tag of push.tags) {
              const key = `${push.repository.name}:${tag}`
              if (ever.has(key)) again.add(key)
              ever.add(key)
            }
            await rules.manifests.keep(push)
          },
        },
        tags: {
          listed: (call, repository) => {
            const all = rules.tags.listed(call, repository)
            const isAgain = (tag: string) => again.has(`${repository.name}:${tag}`)
            return [...all.filter((tag) => !isAgain(tag)), ...all.filter(isAgain)]
          },
        },
      }
    },
  },
  {
    name: 'tags-of-deleted-manifest-listed',
    description: 'Tags of a manifest that was deleted by digest stay in the list',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const everListed = new Map<string, Set<string>>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            const of = everListed.get(repository.name) ?? new Set()
            everListed.set(repository.name, of)
            for (const [tag, digest] of repository.tags) if (digest === manifest.digest) of.add(tag)
            await rules.manifests.remove(call, repository, manifest)
          },
        },
        tags: {
          listed: (call, repository) =>
            [...new Set([...rules.tags.listed(call, repository), ...(everListed.get(repository.name) ?? [])])].sort(),
        },
      }
    },
  },
  {
    name: 'tags-deleted-elsewhere-hidden',
    description: 'A tag that was deleted in another repository is not listed any more',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            await rules.manifests.untag(call, repository, tag)
            deleted.add(tag)
          },
        },
        tags: {
          listed: (call, repository) => rules.tags.listed(call, repository).filter((tag) => !deleted.has(tag)),
        },
      }
    },
  },
]
