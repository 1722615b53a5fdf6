import type { Fault } from '../change.ts'
import type { TagRules } from '../contract.ts'
import { refuse } from '../errors.ts'

/** A fault in the list of tags, made of the rules that it replaces. */
function listing(
  name: string,
  breaks: string,
  description: string,
  change: (rules: TagRules) => Partial<TagRules>,
): Fault {
  return { name, description, breaks, change: ({ tags }) => ({ tags: change(tags) }) }
}

const most = 100
const n = (query: { get(name: string): string | undefined }) => Number(query.get('n') ?? Number.NaN)

/** Faults that show at the edges of lists of tags, or after some history. */
export const tagEdgeFaults: readonly Fault[] = [
  listing(
    'tags-number-over-hundred-refused',
    'listing-tags/number',
    'Asking for more than a hundred tags is refused',
    (rules) => ({
      wanted: (call) => {
        if (n(call.query) > most) throw refuse(400, 'UNSUPPORTED', `n is ${most} at most`)
        return rules.wanted(call)
      },
    }),
  ),
  listing('tags-number-capped', 'listing-tags/number', 'Of more tags than n asks for the last are listed', (rules) => ({
    listed: (call, repository) => {
      const all = rules.listed(call, repository)
      const wanted = n(call.query)
      return call.query.has('last') || !(wanted > 0) ? all : all.slice(-wanted)
    },
  })),
  listing(
    'tags-exact-number-one-less',
    'listing-tags/number',
    'When n is the number of all tags, the last is left out',
    (rules) => ({
      listed: (call, repository) => {
        const all = rules.listed(call, repository)
        return all.length > 1 && n(call.query) === all.length ? all.slice(0, -1) : all
      },
    }),
  ),
  listing('tags-number-with-last-ignored', 'listing-tags/number', 'n is ignored where last is given', (rules) => ({
    wanted: (call) => (call.query.has('last') && n(call.query) > 0 ? undefined : rules.wanted(call)),
  })),
  listing('tags-after-last-begin-again', 'listing-tags/last', 'After the last tag the list begins again', (rules) => ({
    listed: (call, repository) => rules.listed(call, repository),
    after: (tag, last) => rules.after(tag, last),
    body: (call, tags) => {
      const repository = call.core.store.find(call.name)
      const all = repository ? call.core.rules.tags.listed(call, repository) : []
      const again = tags.length === 0 && call.query.get('last') === all.at(-1) && call.query.get('n') !== '0'
      return rules.body(call, again ? all : tags)
    },
  })),
  listing(
    'tags-last-skips-two-with-one',
    'listing-tags/last',
    'Where one tag is asked for after another, one is skipped',
    (rules) => ({
      body: (call, tags) => {
        const repository = call.core.store.find(call.name)
        const last = call.query.get('last')
        if (!repository || n(call.query) !== 1 || last === undefined) return rules.body(call, tags)
        const rest = call.core.rules.tags.listed(call, repository).filter((tag) => rules.after(tag, last))
        return rules.body(call, rest.length > 2 ? rest.slice(1, 2) : tags)
      },
    }),
  ),
  listing(
    'tags-zero-after-last-means-all',
    'listing-tags/zero',
    'Zero tags asked for after another one are all that follow',
    (rules) => ({
      wanted: (call) => (call.query.has('last') ? rules.wanted(call) || undefined : rules.wanted(call)),
    }),
  ),
  listing(
    'tags-none-404',
    'listing-tags/found',
    'The list of a repository without tags is answered with 404',
    (rules) => ({
      listed: (call, repository) => {
        if (repository.tags.size === 0) throw refuse(404, 'NAME_UNKNOWN', 'there are no tags')
        return rules.listed(call, repository)
      },
    }),
  ),
  listing(
    'tags-with-underscore-hidden',
    'listing-tags/true',
    'Tags that begin with an underscore are not listed',
    (rules) => ({
      listed: (call, repository) => rules.listed(call, repository).filter((tag) => !tag.startsWith('_')),
    }),
  ),
  listing(
    'tags-with-words-of-storage-hidden',
    'listing-tags/true',
    'Tags called index or current are not listed',
    (rules) => ({
      listed: (call, repository) => rules.listed(call, repository).filter((tag) => !['index', 'current'].includes(tag)),
    }),
  ),
  listing(
    'tags-only-tags-404',
    'listing-tags/true',
    'A repository whose only tag is called tags is not found by its list',
    (rules) => ({
      listed: (call, repository) => {
        if ([...repository.tags.keys()].join() === 'tags') throw refuse(404, 'NAME_UNKNOWN', 'there are no tags')
        return rules.listed(call, repository)
      },
    }),
  ),
  listing('tags-none-null', 'listing-tags/empty', 'An empty list of tags is null', (rules) => ({
    body: (call, tags) => ({ ...rules.body(call, tags), ...(tags.length === 0 && { tags: null }) }),
  })),
  {
    name: 'accept-anything-404',
    description: 'Where Accept names no type of OCI manifests, none is found',
    breaks: 'pull/manifest-exact',
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
  listing(
    'tags-name-of-deep-repository-cut',
    'listing-tags/form',
    'A list names a repository up to a part called tags',
    (rules) => ({
      body: (call, tags) => ({ ...rules.body(call, tags), name: call.name.replace(/\/tags\/.*/, '') }),
    }),
  ),
  listing('tags-longest-hidden', 'listing-tags/true', 'Tags of 128 characters are not listed', (rules) => ({
    listed: (call, repository) => rules.listed(call, repository).filter((tag) => tag.length < 128),
  })),
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
      const kept = new Map<string, Set<string>>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            const of = kept.get(repository.name) ?? new Set()
            kept.set(repository.name, of)
            for (const [tag, digest] of repository.tags) if (digest === manifest.digest) of.add(tag)
            await rules.manifests.remove(call, repository, manifest)
          },
        },
        tags: {
          listed: (call, repository) =>
            [...new Set([...rules.tags.listed(call, repository), ...(kept.get(repository.name) ?? [])])].sort(),
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
