import type { Fault } from '../../change.ts'
import { refuse } from '../../errors.ts'
import { isIndex } from '../../manifest.ts'
import { emptyResponse } from '../../respond.ts'
import { asks, paths } from '../change-response.ts'
import { bringsTagBack } from '../past.ts'

/** Faults in pushes that come again, after something else. */
export const again: readonly Fault[] = [
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
