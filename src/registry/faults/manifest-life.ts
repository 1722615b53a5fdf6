import type { Fault } from '../change.ts'
import type { Core } from '../contract.ts'
import { refuse } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'
import { isIndex, mediaTypes, type StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'
import { bringsTagBack } from './past.ts'

const repositories = (core: Core): readonly Repository[] => [...core.store.repositories.values()]
const others = (core: Core, name: string) => repositories(core).filter((one) => one.name !== name)
const isTypeOf = (type: string) => (response: Response) => response.headers.get('Content-Type') === type
const isIndexResponse = isTypeOf(mediaTypes.index)
const byTag = (request: Request) => paths.manifestByTag.test(new URL(request.url).pathname)
const heads = (request: Request, response: Response) => asks(request, 'HEAD', paths.manifest) && response.status === 200
const gets = (request: Request, response: Response) => asks(request, 'GET', paths.manifest) && response.status === 200

/** Faults that show with some kinds of manifests alone. */
const kinds: readonly Fault[] = [
  answering({
    name: 'head-404-for-tagged-indexes',
    breaks: 'checking/found',
    description: 'HEAD does not find an index by its tag',
    when: (request, response) => heads(request, response) && byTag(request) && isIndexResponse(response),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'head-404-for-docker-lists',
    breaks: 'checking/found',
    description: 'HEAD does not find a docker list',
    when: (request, response) => heads(request, response) && isTypeOf(mediaTypes.dockerList)(response),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'head-without-digest-for-tagged-indexes',
    breaks: 'checking/digest',
    description: 'HEAD of an index by its tag has no digest',
    when: (request, response) => heads(request, response) && byTag(request) && isIndexResponse(response),
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': null } }),
  }),
  answering({
    name: 'head-without-size-for-tagged-indexes',
    breaks: 'checking/size',
    description: 'HEAD of an index by its tag has no size',
    when: (request, response) => heads(request, response) && byTag(request) && isIndexResponse(response),
    change: (response) => altered(response, { headers: { 'Content-Length': null } }),
  }),
  answering({
    name: 'digest-missing-for-tagged-indexes',
    breaks: 'pull/manifest-digest',
    description: 'An index pulled by its tag comes without its digest',
    when: (request, response) => gets(request, response) && byTag(request) && isIndexResponse(response),
    change: (response) => altered(response, { headers: { 'Docker-Content-Digest': null } }),
  }),
  answering({
    name: 'docker-images-as-oci',
    breaks: 'pull/manifest-type',
    description: 'A docker image comes with the Content-Type of an OCI image',
    when: (request, response) => gets(request, response) && isTypeOf(mediaTypes.dockerImage)(response),
    change: (response) => altered(response, { headers: { 'Content-Type': mediaTypes.image } }),
  }),
  answering({
    name: 'docker-lists-not-found-by-tag',
    breaks: 'pull/manifest-exact',
    description: 'A docker list is found by its digest alone',
    when: (request, response) => gets(request, response) && byTag(request) && isTypeOf(mediaTypes.dockerList)(response),
    change: () => emptyResponse(404),
  }),
  {
    name: 'subject-types-as-json',
    description: 'A manifest with a subject that was pushed by tag comes as application/json',
    breaks: 'pull/manifest-type',
    change: (rules) => ({
      manifests: {
        readHeaders: (call, manifest) => ({
          ...rules.manifests.readHeaders(call, manifest),
          ...(manifest.content.subject && !looksLikeDigest(call.reference)
            ? { 'Content-Type': 'application/json' }
            : {}),
        }),
      },
    }),
  },
  {
    name: 'nested-indexes-flattened',
    description: 'An index of indexes is not found, once it was accepted',
    breaks: 'pull/manifest-exact',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          return found?.content.manifests.some(isIndex) && call.request.method === 'GET' ? undefined : found
        },
      },
    }),
  },
  {
    name: 'layerless-images-refused',
    description: 'An image without layers is refused',
    breaks: 'pushing-manifests/created',
    change: () => ({
      manifests: {
        checkSubject: ({ manifest: { mediaType, content } }) => {
          if (mediaType === mediaTypes.image && content.blobs.length < 2)
            throw refuse(400, 'MANIFEST_INVALID', 'there are no layers')
        },
      },
    }),
  },
]

/** Faults that show after a tag moved, or a second push. */
const moves: readonly Fault[] = [
  {
    name: 'second-tag-not-found',
    description:
      'Of two tags of a manifest with a subject the second is not kept, though its push is answered with 201',
    breaks: 'pull/reference',
    change: (rules) => ({
      manifests: {
        keep: (push) => {
          const { repository, manifest } = push
          const tagged = [...repository.tags.values()].includes(manifest.digest)
          return rules.manifests.keep(manifest.content.subject && tagged ? { ...push, tags: [] } : push)
        },
      },
    }),
  },
  {
    name: 'tag-moves-once',
    description: 'A tag that moved twice does not move any more',
    breaks: 'pushing-manifests/tag-moves',
    change: (rules) => {
      const moves = new Map<string, number>()
      return {
        manifests: {
          keep: (push) => {
            const tags = push.tags.filter((tag) => {
              const key = `${push.repository.name}:${tag}`
              const before = push.repository.tags.get(tag)
              if (before === undefined || before === push.manifest.digest) return true
              moves.set(key, (moves.get(key) ?? 0) + 1)
              return moves.get(key)! <= 2
            })
            return rules.manifests.keep({ ...push, tags })
          },
        },
      }
    },
  },
  {
    name: 'moved-tag-keeps-type',
    description: 'A tag that was read once keeps the Content-Type it had then, whatever it names later',
    breaks: 'pull/manifest-type',
    change: (rules) => {
      const types = new Map<string, string>()
      return {
        manifests: {
          readHeaders: (call, manifest) => {
            const headers = rules.manifests.readHeaders(call, manifest)
            if (looksLikeDigest(call.reference)) return headers
            const key = `${call.name}:${call.reference}`
            types.set(key, types.get(key) ?? manifest.mediaType)
            return { ...headers, 'Content-Type': types.get(key)! }
          },
        },
      }
    },
  },
  {
    name: 'head-stale-after-move',
    description: 'HEAD of a tag tells for ever of the manifest that it told of first',
    breaks: 'checking/digest',
    change: (rules) => {
      const first = new Map<string, StoredManifest>()
      return {
        manifests: {
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            if (!found || looksLikeDigest(call.reference) || call.request.method !== 'HEAD') return found
            const key = `${call.name}:${call.reference}`
            first.set(key, first.get(key) ?? found)
            return first.get(key)
          },
        },
      }
    },
  },
  {
    name: 'tags-without-case-of-letters',
    description: 'Tags that differ in case alone are one tag',
    breaks: 'pull/manifest-exact',
    change: (rules) => {
      const like = (repository: Repository, tag: string) =>
        [...repository.tags.keys()].find((one) => one.toLowerCase() === tag.toLowerCase()) ?? tag
      return {
        manifests: {
          keep: (push) => rules.manifests.keep({ ...push, tags: push.tags.map((tag) => like(push.repository, tag)) }),
          find: (call, repository) =>
            looksLikeDigest(call.reference)
              ? rules.manifests.find(call, repository)
              : rules.manifests.find({ ...call, reference: like(repository, call.reference) }, repository),
        },
      }
    },
  },
]

/** Faults that show after a delete. */
const deletes: readonly Fault[] = [
  {
    name: 'deleted-tags-return',
    description: 'A deleted manifest that is pushed again by digest has its former tags again',
    breaks: 'deleting/manifest-gone',
    change: (rules) => {
      const former = new Map<string, string[]>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].filter(([, digest]) => digest === manifest.digest).map(([tag]) => tag)
            former.set(`${repository.name} ${manifest.digest}`, tags)
            await rules.manifests.remove(call, repository, manifest)
          },
          keep: (push) => {
            const tags = push.byDigest ? (former.get(`${push.repository.name} ${push.manifest.digest}`) ?? []) : []
            return rules.manifests.keep({ ...push, tags: [...push.tags, ...tags] })
          },
        },
      }
    },
  },
  {
    name: 'deleted-found-by-head',
    description: 'HEAD finds a manifest that was deleted by digest',
    breaks: 'checking/absent',
    change: (rules) => {
      const deleted = new Map<string, StoredManifest>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.set(`${repository.name} ${manifest.digest}`, manifest)
            await rules.manifests.remove(call, repository, manifest)
          },
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            if (found || call.request.method !== 'HEAD') return found
            return deleted.get(`${repository.name} ${call.reference}`)
          },
        },
      }
    },
  },
  {
    name: 'deleted-tag-found-by-head',
    description: 'HEAD finds a tag that was deleted',
    breaks: 'checking/absent',
    change: (rules) => {
      const deleted = new Map<string, StoredManifest>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            const manifest = repository.manifests.get(repository.tags.get(tag) ?? '')
            if (manifest) deleted.set(`${repository.name}:${tag}`, manifest)
            await rules.manifests.untag(call, repository, tag)
          },
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            if (found || call.request.method !== 'HEAD') return found
            return deleted.get(`${repository.name}:${call.reference}`)
          },
        },
      }
    },
  },
  {
    name: 'second-delete-of-tag-without-effect',
    description: 'A tag that was deleted before cannot be deleted again, though that is answered with 202',
    breaks: 'deleting/tag-gone',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            const key = `${repository.name}:${tag}`
            if (!deleted.has(key)) await rules.manifests.untag(call, repository, tag)
            deleted.add(key)
          },
        },
      }
    },
  },
  {
    name: 'delete-index-takes-children',
    description: 'Deleting an index deletes the manifests that it lists',
    breaks: 'deleting/manifest-here',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const { digest } of manifest.content.manifests) {
            const child = repository.manifests.get(digest)
            if (child) await rules.manifests.remove(call, repository, child)
          }
        },
      },
    }),
  },
  {
    name: 'delete-child-takes-index',
    description: 'Deleting a manifest deletes the indexes that list it',
    breaks: 'deleting/manifest-here',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const other of [...repository.manifests.values()]) {
            if (other.content.manifests.some(({ digest }) => digest === manifest.digest))
              await rules.manifests.remove(call, repository, other)
          }
        },
      },
    }),
  },
  {
    name: 'use-refused-but-deleted',
    description: 'Deleting a manifest that others name as their subject is refused with 405, and it is gone',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          const inUse = repository.referrers.has(manifest.digest)
          await rules.manifests.remove(call, repository, manifest)
          if (inUse) throw refuse(405, 'UNSUPPORTED', 'it is in use')
        },
      },
    }),
  },
  {
    name: 'child-deleted-without-effect',
    description: 'Deleting a manifest that an index lists is answered with 202, and it stays',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          const listed = [...repository.manifests.values()].some(({ content }) =>
            content.manifests.some(({ digest }) => digest === manifest.digest),
          )
          if (!listed) await rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
  {
    name: 'delete-tagged-500',
    description: 'Deleting a manifest with a tag is answered with 500',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          if ([...repository.tags.values()].includes(manifest.digest)) throw refuse(500, 'DENIED', 'internal error')
          await rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
]

/** Faults in keeping repositories apart. */
const apart: readonly Fault[] = [
  {
    name: 'tags-cross-repositories',
    description: 'A tag that a repository lacks is looked for in the others',
    breaks: 'pull/manifest-absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || looksLikeDigest(call.reference) || call.request.method === 'DELETE') return found
          for (const other of others(core, repository.name)) {
            const there = await rules.manifests.find(call, other)
            if (there) return there
          }
          return undefined
        },
      },
    }),
  },
  {
    name: 'head-crosses-repositories',
    description: 'HEAD finds indexes of other repositories by digest',
    breaks: 'checking/absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || call.request.method !== 'HEAD') return found
          const there = others(core, repository.name).map((other) => other.manifests.get(call.reference))
          return there.find((one) => one && isIndex(one))
        },
      },
    }),
  },
  {
    name: 'manifests-with-blobs-cross-repositories',
    description: 'An image of another repository can be read where all its blobs are',
    breaks: 'pull/manifest-absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || call.request.method === 'DELETE') return found
          const there = others(core, repository.name).map((other) => other.manifests.get(call.reference))
          return there.find(
            (one) => one && !isIndex(one) && one.content.blobs.every(({ digest }) => repository.blobs.has(digest)),
          )
        },
      },
    }),
  },
  {
    name: 'delete-on-behalf',
    description: 'Deleting a manifest that a repository never had deletes it from another one',
    breaks: 'deleting/manifest-here',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const [, name = '', digest = ''] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(new URL(request.url).pathname) ?? []
      if (request.method !== 'DELETE' || response.status !== 404) return response
      for (const other of others(core, name)) other.removeManifest(digest)
      return response
    },
  },
  {
    name: 'delete-drops-tags-elsewhere',
    description: 'Deleting a manifest takes its tags away in every repository',
    breaks: 'deleting/manifest-here',
    change: (rules, core) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const other of repositories(core))
            for (const [tag, digest] of other.tags) if (digest === manifest.digest) other.removeTag(tag)
        },
      },
    }),
  },
  {
    name: 'untag-in-every-repository',
    description: 'Deleting a tag deletes it in every repository',
    breaks: 'deleting/tag-only',
    change: (rules, core) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          await rules.manifests.untag(call, repository, tag)
          for (const other of repositories(core)) other.removeTag(tag)
        },
      },
    }),
  },
  {
    name: 'last-holder-pushes-to-all',
    description: 'A manifest that was deleted comes back when another repository gets it',
    breaks: 'deleting/manifest-gone',
    change: (rules, core) => {
      const deleted = new Map<string, Set<string>>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.set(manifest.digest, (deleted.get(manifest.digest) ?? new Set()).add(repository.name))
            await rules.manifests.remove(call, repository, manifest)
          },
          keep: async (push) => {
            await rules.manifests.keep(push)
            for (const name of deleted.get(push.manifest.digest) ?? [])
              if (name !== push.repository.name) core.store.find(name)?.putManifest(push.manifest)
          },
        },
      }
    },
  },
]

/** Faults in what names a manifest. */
const references: readonly Fault[] = [
  {
    name: 'malformed-reference-found',
    description: 'Under a malformed digest something is found',
    breaks: 'pull/reference-only',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const malformed = request.method === 'GET' && response.status === 400
      return malformed && looksLikeDigest(new URL(request.url).pathname.split('/').at(-1) ?? '')
        ? new Response('{}', { status: 200 })
        : response
    },
  },
  {
    name: 'malformed-reference-500',
    description: 'Reading a manifest under a malformed digest is answered with 500',
    breaks: 'pull/malformed-refused',
    change: (rules) => ({
      manifests: {
        malformed: (call) =>
          ['GET', 'HEAD'].includes(call.request.method) && looksLikeDigest(call.reference)
            ? refuse(500, 'DIGEST_INVALID', 'internal error')
            : rules.manifests.malformed(call),
      },
    }),
  },
  {
    name: 'malformed-digest-taken-as-tag',
    description: 'A manifest pushed under a malformed digest has it as a tag',
    breaks: 'pushing-manifests/reference',
    wrap: (handler, core) => async (request) => {
      const copy = request.clone()
      const response = await handler(request)
      const { pathname, origin } = new URL(request.url)
      const [, name = '', reference = ''] = /^\/v2\/(.+)\/manifests\/([^/]*:[^/]*)$/.exec(pathname) ?? []
      if (request.method !== 'PUT' || response.status !== 400 || reference === '') return response
      const tag = `as-tag-${reference.length}`
      const again = await handler(
        new Request(`${origin}/v2/${name}/manifests/${tag}`, {
          method: 'PUT',
          headers: copy.headers,
          body: await copy.arrayBuffer(),
        }),
      )
      const repository = core.store.find(name)
      const digest = repository?.tags.get(tag)
      if (repository && digest !== undefined) {
        repository.removeTag(tag)
        repository.setTag(reference, digest)
      }
      return again
    },
  },
  {
    name: 'names-with-two-underscores-refused',
    description: 'Names of repositories with two underscores are refused',
    breaks: 'pull/name-accepted',
    wrap: (handler) => async (request) =>
      /^\/v2\/.*__.*\/(manifests|blobs|tags)\//.test(new URL(request.url).pathname)
        ? emptyResponse(400)
        : handler(request),
  },
  {
    name: 'names-with-words-of-paths-refused',
    description: 'Names of repositories in which a part is called manifests are not found',
    breaks: 'pull/name-accepted',
    wrap: (handler) => async (request) =>
      /\/manifests\/[^/]+\/manifests\//.test(new URL(request.url).pathname) ? emptyResponse(404) : handler(request),
  },
  {
    name: 'tags-with-underscore-in-front-refused',
    description: 'Tags that begin with an underscore are refused',
    breaks: 'pull/tag-grammar',
    wrap: (handler) => async (request) =>
      asks(request, 'PUT', /\/manifests\/_[^/:]*$/) ? emptyResponse(400) : handler(request),
  },
  {
    name: 'tags-of-hexadecimals-as-digests',
    description: 'A tag of 64 hexadecimal digits is looked up as a digest',
    breaks: 'pull/tag-grammar',
    wrap: (handler) => async (request) =>
      asks(request, 'GET HEAD', /\/manifests\/[0-9a-f]{64}$/) ? emptyResponse(404) : handler(request),
  },
]

/** Faults in pushes that come again, after something else. */
const again: readonly Fault[] = [
  bringsTagBack({
    name: 'push-by-digest-brings-deleted-tag-back',
    breaks: 'deleting/tag-gone',
    description: 'Pushing a manifest by digest gives it back the tag that was deleted',
    when: ({ byDigest }) => byDigest,
  }),
  {
    name: 'second-push-of-index-409',
    description: 'An index that is there already is refused with 409 when it is pushed by tag',
    breaks: 'pushing-manifests/created',
    change: () => ({
      manifests: {
        checkSubject: ({ repository, manifest, byDigest }) => {
          if (isIndex(manifest) && !byDigest && repository.manifests.has(manifest.digest))
            throw refuse(409, 'DENIED', 'it is there already')
        },
      },
    }),
  },
  {
    name: 'deleted-push-refused',
    description: 'A manifest that was deleted is refused for ever',
    breaks: 'pushing-manifests/created',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.add(`${repository.name} ${manifest.digest}`)
            await rules.manifests.remove(call, repository, manifest)
          },
          checkSubject: async (push) => {
            if (deleted.has(`${push.repository.name} ${push.manifest.digest}`))
              throw refuse(400, 'MANIFEST_INVALID', 'it was deleted')
            await rules.manifests.checkSubject(push)
          },
        },
      }
    },
  },
  {
    name: 'deleted-tag-refused',
    description: 'A tag that was deleted is refused for ever',
    breaks: 'pushing-manifests/created',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            deleted.add(`${repository.name}:${tag}`)
            await rules.manifests.untag(call, repository, tag)
          },
          checkSubject: async (push) => {
            if (push.tags.some((tag) => deleted.has(`${push.repository.name}:${tag}`)))
              throw refuse(409, 'DENIED', 'the tag was deleted')
            await rules.manifests.checkSubject(push)
          },
        },
      }
    },
  },
  {
    name: 'tag-move-500',
    description: 'A push that moves a tag is answered with 500',
    breaks: 'pushing-manifests/tag-moves',
    change: () => ({
      manifests: {
        checkSubject: ({ repository, manifest, tags }) => {
          if (tags.some((tag) => (repository.tags.get(tag) ?? manifest.digest) !== manifest.digest))
            throw refuse(500, 'DENIED', 'internal error')
        },
      },
    }),
  },
  {
    name: 'unnamed-manifests-refused',
    description: 'A manifest without mediaType is refused',
    breaks: 'pushing-manifests/without-type',
    change: () => ({
      manifests: {
        checkSubject: ({ manifest }) => {
          const json = JSON.parse(new TextDecoder().decode(manifest.bytes)) as { mediaType?: unknown }
          if (json.mediaType === undefined) throw refuse(400, 'MANIFEST_INVALID', 'mediaType is missing')
        },
      },
    }),
  },
  {
    name: 'push-location-of-tagged-index-lost',
    description: 'The Location of an index pushed by tag leads nowhere',
    breaks: 'pushing-manifests/created',
    change: (rules) => ({
      manifests: {
        pushHeaders: (push) => ({
          ...rules.manifests.pushHeaders(push),
          ...(isIndex(push.manifest) && !push.byDigest
            ? { Location: `/v2/${push.call.name}/manifests/lost-${push.tags[0]}` }
            : {}),
        }),
      },
    }),
  },
  {
    name: 'delete-twice-202',
    description: 'Deleting a manifest that was deleted before is answered with 202',
    breaks: 'endpoints/delete-unknown',
    wrap: (handler) => {
      const deleted = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (!asks(request, 'DELETE', paths.manifestByDigest)) return response
        if (response.status === 202) deleted.add(request.url)
        return response.status === 404 && deleted.has(request.url) ? emptyResponse(202) : response
      }
    },
  },
]

export const manifestLifeFaults: readonly Fault[] = [...kinds, ...moves, ...deletes, ...apart, ...references, ...again]
