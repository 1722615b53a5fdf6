import { createHash, randomUUID } from 'node:crypto'
import type { Variant } from '../change.ts'
import type { Call } from '../contract.ts'
import { refuse } from '../errors.ts'

/** How long an entry stays hidden in the variant that is slow to show it. */
const settleMilliseconds = 2000

/** Other lists of referrers and tags that are as good. */
export const listVariants: readonly Variant[] = [
  {
    name: 'order-reversed',
    description: 'Referrers are listed in the opposite order',
    allowed: 'the text gives lists of referrers no order',
    change: (rules) => ({ referrers: { compare: (a, b) => rules.referrers.compare(b, a) } }),
  },
  {
    name: 'order-random',
    description: 'Referrers are listed in an order that is different in every registry',
    allowed: 'the text gives lists of referrers no order',
    change: (rules) => {
      const salt = randomUUID()
      const key = (digest: string) => createHash('sha256').update(salt).update(digest).digest('hex')
      return { referrers: { compare: (a, b) => rules.referrers.compare(key(a), key(b)) } }
    },
  },
  {
    name: 'page-of-one',
    description: 'Every page of referrers has one entry',
    allowed: 'a registry decides how much fits in one list, and leads on with Link',
    limits: { referrersPageEntries: 1 },
  },
  {
    name: 'page-of-five',
    description: 'Every page of referrers has five entries',
    allowed: 'a registry decides how much fits in one list, and leads on with Link',
    limits: { referrersPageEntries: 5 },
  },
  {
    name: 'link-relative-to-page',
    description: 'Link holds nothing but a query: it is to be resolved against the page',
    allowed: 'the target of a Link is a reference, and may be relative',
    limits: { referrersPageEntries: 2 },
    change: (rules) => ({
      referrers: { link: (call, next) => rules.referrers.link(call, next).replace(/^<[^?]*/, '<') },
    }),
  },
  {
    name: 'filter-now-and-then',
    description: 'Every second request for a type gets the whole list, which does not say that it is filtered',
    allowed: 'filtering is recommended only, and OCI-Filters-Applied tells whether it was done',
    change: (rules) => {
      let asked = 0
      const isLeftWhole = new WeakMap<Call, boolean>()
      const isWhole = (call: Call) => {
        if (!isLeftWhole.has(call)) isLeftWhole.set(call, asked++ % 2 === 1)
        return isLeftWhole.get(call)!
      }
      return {
        referrers: {
          wanted: (call) => {
            const wanted = rules.referrers.wanted(call)
            return wanted.length > 0 && isWhole(call) ? [] : wanted
          },
        },
      }
    },
  },
  {
    name: 'filter-not-where-nothing-matches',
    description: 'Where no referrer has the wanted type, the whole list comes, which does not say that it is filtered',
    allowed: 'filtering is recommended only, and OCI-Filters-Applied tells whether it was done',
    change: (rules) => {
      const whole = new WeakSet<Call>()
      return {
        referrers: {
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            const wanted = rules.referrers.wanted(call)
            const isMatched = listed.some((manifest) =>
              rules.referrers.matches(
                { manifest, descriptor: rules.referrers.descriptor(manifest, call) },
                wanted,
                call,
              ),
            )
            if (!isMatched) whole.add(call)
            return listed
          },
          wanted: (call) => (whole.has(call) ? [] : rules.referrers.wanted(call)),
        },
      }
    },
  },
  {
    name: 'vendor-fields',
    description: 'Descriptors and lists carry fields of the vendor',
    allowed: 'a manifest may have fields that the image specification does not know',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => ({
          ...rules.referrers.descriptor(manifest, call),
          'com.example.pushed': new Date(manifest.pushedAt).toISOString(),
        }),
        index: (call, page) => ({ ...rules.referrers.index(call, page), 'com.example.count': page.entries.length }),
      },
    }),
  },
  {
    name: 'annotations-of-its-own',
    description: 'Descriptors have an annotation of the registry besides those of their manifests',
    allowed: 'the annotations of the manifest are required, and others are not ruled out',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const descriptor = rules.referrers.descriptor(manifest, call)
          return { ...descriptor, annotations: { ...descriptor.annotations, 'com.example.scanned': 'yes' } }
        },
      },
    }),
  },
  {
    name: 'filter-not-offered',
    description: 'artifactType in the query is ignored, and no header says otherwise',
    allowed: 'filtering is recommended, not required',
    features: { filter: false },
  },
  {
    name: 'listed-after-two-seconds',
    description: 'A referrer is listed two seconds after it was pushed',
    allowed: 'the text does not say how soon',
    hints: { settleMs: 3000 },
    change: (rules, core) => ({
      referrers: {
        listed: async (call, repository) => {
          const all = await rules.referrers.listed(call, repository)
          return all.filter(({ pushedAt }) => core.now() - pushedAt >= settleMilliseconds)
        },
      },
    }),
  },
  {
    name: 'unknown-repository-404',
    description: 'Listing the referrers in a repository that nobody pushed to is answered with 404 NAME_UNKNOWN',
    allowed: 'the promise of 200 supposes that the repository is found',
    change: (rules) => ({
      referrers: {
        listed: (call, repository) => {
          if (repository) return rules.referrers.listed(call, repository)
          throw refuse(404, 'NAME_UNKNOWN', 'no such repository', { name: call.name })
        },
      },
    }),
  },
  {
    name: 'tags-without-case',
    description: 'Tags are listed without regard to case',
    allowed: 'lists of tags may be in lexical order',
    change: () => {
      const compare = (a: string, b: string) => {
        const [x, y] = [a.toLowerCase(), b.toLowerCase()]
        return x < y ? -1 : x > y ? 1 : a < b ? -1 : a > b ? 1 : 0
      }
      return {
        tags: {
          listed: (_call, repository) => [...repository.tags.keys()].sort(compare),
          after: (tag, last) => compare(tag, last) > 0,
        },
      }
    },
  },
  {
    name: 'referrers-api-absent',
    description: 'There is no referrers API: the endpoint responds with 404, and OCI-Subject is never sent',
    allowed: 'a registry that does not claim the API leaves the lists to its clients',
    features: { referrers: false },
    hints: { features: { referrers: false } },
  },
  {
    name: 'tags-404-without-manifests',
    description: 'The tags of a repository without manifests are not found',
    allowed: 'no sentence says what makes a repository',
    change: (rules) => ({
      tags: {
        listed: (call, repository) => {
          if (repository.manifests.size > 0) return rules.tags.listed(call, repository)
          throw refuse(404, 'NAME_UNKNOWN', 'no such repository', { name: call.name })
        },
      },
    }),
  },
  {
    name: 'last-of-no-tag-404',
    description: 'Tags after a tag that is not there are not found',
    allowed: 'what follows a tag that is not there is left open',
    change: (rules) => ({
      tags: {
        listed: (call, repository) => {
          const last = call.query.get('last')
          if (last === undefined || repository.tags.has(last)) return rules.tags.listed(call, repository)
          throw refuse(404, 'NAME_UNKNOWN', 'there is no such tag', { last })
        },
      },
    }),
  },
  {
    name: 'head-of-lists-405',
    description: 'HEAD of a list of referrers is refused with 405',
    allowed: 'the text has GET alone for lists',
    wrap: (handler) => async (request) =>
      request.method === 'HEAD' && /\/referrers\/[^/]+$/.test(new URL(request.url).pathname)
        ? new Response(null, { status: 405, headers: { Allow: 'GET' } })
        : handler(request),
  },
  {
    name: 'tags-in-pages-of-five',
    description: 'Every page of tags has five at most, and a Link leads on',
    allowed: 'fewer tags than asked for may be answered with a Link',
    limits: { tagsPageEntries: 5 },
  },
  {
    name: 'tags-without-link',
    description: 'A list of tags that n cuts has no Link',
    allowed: 'the header is optional for tags',
    change: () => ({ tags: { link: () => undefined } }),
  },
  {
    name: 'empty-annotations-listed',
    description: 'Descriptors of manifests without annotations have an empty object of them',
    allowed: 'no annotations and an empty set of them say the same',
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => ({ annotations: {}, ...rules.referrers.descriptor(manifest, call) }),
      },
    }),
  },
]
