import type { Variant } from '../change.ts'
import type { Push } from '../contract.ts'
import { refuse } from '../errors.ts'
import { isIndex, mediaTypes } from '../manifest.ts'

const tagLagMilliseconds = 1000
const deepest = 2

const namesType = (bytes: Uint8Array) =>
  (JSON.parse(new TextDecoder().decode(bytes)) as { mediaType?: unknown }).mediaType !== undefined
const isDocker = (mediaType: string) => mediaType === mediaTypes.dockerImage || mediaType === mediaTypes.dockerList

/** A registry that refuses some manifests for what they are. */
function refusing({
  name,
  description,
  status,
  allowed,
  when,
}: {
  readonly name: string
  readonly description: string
  readonly status: number
  readonly allowed: string
  readonly when: (push: Push) => boolean
}): Variant {
  return {
    name,
    description,
    allowed,
    change: () => ({
      manifests: {
        checkSubject: (push) => {
          if (when(push)) throw refuse(status, 'MANIFEST_INVALID', 'such a manifest is not taken here')
        },
      },
    }),
  }
}

/** A registry that sends some requests on to another path. */
function redirecting({
  name,
  description,
  methods,
  path,
}: {
  readonly name: string
  readonly description: string
  readonly methods: readonly string[]
  readonly path: RegExp
}): Variant {
  return {
    name,
    description,
    allowed: 'any request may be answered with a redirect',
    wrap: (handler) => async (request) => {
      const url = new URL(request.url)
      if (!methods.includes(request.method) || !path.test(url.pathname) || url.searchParams.has('direct'))
        return handler(request)
      await request.arrayBuffer()
      const query = url.search === '' ? '?direct=1' : `${url.search}&direct=1`
      return new Response(null, { status: 307, headers: { Location: `${url.pathname}${query}` } })
    },
  }
}

/** A registry that takes some manifests although something is missing. */
function lenient({
  name,
  description,
  takes,
}: {
  readonly name: string
  readonly description: string
  readonly takes: (push: Push) => boolean
}): Variant {
  return {
    name,
    description,
    allowed: 'refusing such a manifest is optional',
    change: (rules) => ({
      manifests: { missingReferences: (push) => (takes(push) ? [] : rules.manifests.missingReferences(push)) },
    }),
  }
}

/** Other ways to take manifests, to show them and to list their tags. */
export const manifestVariants: readonly Variant[] = [
  refusing({
    name: 'empty-artifact-types-refused',
    description: 'A manifest whose artifactType is empty is refused with 400',
    status: 400,
    allowed: 'an empty text is no media type, so the manifest is not valid',
    when: ({ manifest }) => JSON.parse(new TextDecoder().decode(manifest.bytes)).artifactType === '',
  }),
  refusing({
    name: 'docker-types-refused-400',
    description: 'Manifests of docker types are refused with 400',
    status: 400,
    allowed: 'the text has image manifests and indexes alone',
    when: ({ manifest }) => isDocker(manifest.mediaType),
  }),
  refusing({
    name: 'docker-types-refused-415',
    description: 'Manifests of docker types, and indexes of them, are refused with 415',
    status: 415,
    allowed: 'the text has image manifests and indexes alone',
    when: ({ manifest }) => [manifest, ...manifest.content.manifests].some(({ mediaType }) => isDocker(mediaType)),
  }),
  refusing({
    name: 'media-type-field-required',
    description: 'A manifest that does not name its own media type is refused with 400',
    status: 400,
    allowed: 'the text recommends that all manifests name their type',
    when: ({ manifest }) => !namesType(manifest.bytes),
  }),
  refusing({
    name: 'nested-indexes-refused',
    description: 'An index that lists an index is refused with 400',
    status: 400,
    allowed: 'indexes of indexes are recommended, not required',
    when: ({ manifest }) => manifest.content.manifests.some(isIndex),
  }),
  redirecting({
    name: 'manifests-redirected',
    description: 'A manifest is read by way of a redirect',
    methods: ['GET', 'HEAD'],
    path: /\/manifests\/[^/]+$/,
  }),
  redirecting({
    name: 'lists-redirected',
    description: 'Lists are read by way of a redirect',
    methods: ['GET', 'HEAD'],
    path: /\/(referrers\/[^/]+|tags\/list)$/,
  }),
  redirecting({
    name: 'pushes-redirected',
    description: 'Manifests are pushed and deleted by way of a redirect',
    methods: ['PUT', 'DELETE'],
    path: /\/manifests\/[^/]+$/,
  }),
  lenient({
    name: 'missing-children-taken',
    description: 'An index is taken although manifests that it lists are missing',
    takes: ({ manifest }) => isIndex(manifest),
  }),
  lenient({
    name: 'missing-blobs-taken',
    description: 'An image is taken although blobs are missing',
    takes: ({ manifest }) => !isIndex(manifest),
  }),
  {
    name: 'missing-refused-400',
    description: 'A manifest whose references are missing is refused with 400 and one error',
    allowed: 'the code of such a refusal is given, and no status',
    change: (rules) => ({
      manifests: {
        missingReferences: (push) => {
          if (rules.manifests.missingReferences(push).length > 0)
            throw refuse(400, 'MANIFEST_BLOB_UNKNOWN', 'something is missing')
          return []
        },
      },
    }),
  },
  {
    name: 'references-anywhere',
    description: 'A manifest is taken when what it refers to is anywhere in the registry',
    allowed: 'what may be refused is what the registry does not have',
    change: (rules, core) => ({
      manifests: {
        missingReferences: (push) =>
          rules.manifests
            .missingReferences(push)
            .filter(
              (digest) =>
                ![...core.store.repositories.values()].some(
                  (one) => one.blobs.has(digest) || one.manifests.has(digest),
                ),
            ),
      },
    }),
  },
  {
    name: 'index-delete-collects-children',
    description: 'Deleting an index removes what it lists, unless a tag or another index names it',
    allowed: 'the text does not say that a manifest stays that nothing names',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          const named = new Set([
            ...repository.tags.values(),
            ...[...repository.manifests.values()].flatMap(({ content }) =>
              content.manifests.map(({ digest }) => digest),
            ),
          ])
          for (const { digest } of manifest.content.manifests) {
            const child = repository.manifests.get(digest)
            if (child && !named.has(digest)) await call.core.rules.manifests.remove(call, repository, child)
          }
        },
      },
    }),
  },
  {
    name: 'tags-in-pages-of-one',
    description: 'Every page of tags has one, and a Link leads on',
    allowed: 'fewer tags than asked for may be answered with a Link',
    limits: { tagsPageEntries: 1 },
  },
  {
    name: 'tags-listed-after-a-second',
    description: 'A tag is listed a second after it was pushed first',
    allowed: 'the text does not say how soon',
    hints: { settleMs: 2500 },
    change: (rules, core) => {
      const since = new Map<string, number>()
      return {
        manifests: {
          keep: async (push) => {
            for (const tag of push.tags) {
              if (!push.repository.tags.has(tag)) since.set(`${push.repository.name}:${tag}`, core.now())
            }
            await rules.manifests.keep(push)
          },
        },
        tags: {
          listed: (call, repository) =>
            rules.tags
              .listed(call, repository)
              .filter((tag) => core.now() - (since.get(`${repository.name}:${tag}`) ?? 0) >= tagLagMilliseconds),
        },
      }
    },
  },
  {
    name: 'tags-null-when-empty',
    description: 'A list without tags has null for them',
    allowed: 'it holds none, which is what Go writes for an empty list',
    change: (rules) => ({
      tags: { body: (call, tags) => ({ ...rules.tags.body(call, tags), ...(tags.length === 0 && { tags: null }) }) },
    }),
  },
  {
    name: 'vendor-headers-and-fields',
    description: 'Responses carry headers, lists of tags carry fields of the vendor',
    allowed: 'nothing forbids more than the text has',
    change: (rules) => ({
      tags: { body: (call, tags) => ({ ...rules.tags.body(call, tags), 'com.example.count': tags.length }) },
    }),
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      response.headers.set('X-Example-Node', 'seven')
      response.headers.append('Vary', 'Accept')
      return response
    },
  },
  {
    name: 'unaccepted-types-404',
    description: 'A manifest whose type the Accept header does not name is not found',
    allowed: 'clients are asked to name the types that they take',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          const accept = call.request.headers.get('Accept')
          const reads = ['GET', 'HEAD'].includes(call.request.method)
          if (!found || !reads || accept === null || accept.includes('*/*')) return found
          return accept.includes(found.mediaType) ? found : undefined
        },
      },
    }),
  },
  {
    name: 'deep-names-denied',
    description: `Names of more than ${deepest} parts are refused with 403`,
    allowed: 'who may push where is for the registry to say',
    wrap: (handler, core) => async (request) => {
      const name = /^\/v2\/(.+?)\/(manifests|blobs|tags|referrers)\//.exec(new URL(request.url).pathname)?.[1] ?? ''
      if (request.method === 'GET' || request.method === 'HEAD' || name.split('/').length <= deepest)
        return handler(request)
      await request.arrayBuffer()
      return core.rules.http.error(refuse(403, 'DENIED', 'nobody may push there'), request)
    },
  },
]
