import type { Fault } from '../change.ts'
import type { Push } from '../contract.ts'
import { type ErrorCode, RegistryError, refuse } from '../errors.ts'
import { isIndex, mediaTypes } from '../manifest.ts'

/** A fault that refuses some manifests in another way for what they lack. */
function refusing({
  name,
  description,
  status,
  code,
  when,
}: {
  readonly name: string
  readonly description: string
  readonly status: number
  readonly code: ErrorCode
  readonly when: (push: Push, missing: readonly string[]) => boolean
}): Fault {
  return {
    name,
    description,
    breaks: 'push/missing-reference',
    change: (rules) => ({
      manifests: {
        missingReferences: (push) => {
          const missing = rules.manifests.missingReferences(push)
          if (missing.length > 0 && when(push, missing)) throw refuse(status, code, 'something is missing')
          return missing
        },
      },
    }),
  }
}

const standardConfig = 'application/vnd.oci.image.config.v1+json'

/** Faults that show with manifests that lack something. */
export const missingFaults: readonly Fault[] = [
  {
    name: 'missing-reference-without-body',
    description: 'A manifest that lacks something is refused without a body',
    breaks: 'push/missing-reference-named',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const text = response.status === 404 && request.method === 'PUT' ? await response.clone().text() : ''
      return text.includes('MANIFEST_BLOB_UNKNOWN') ? new Response(null, { status: 400 }) : response
    },
  },
  refusing({
    name: 'missing-child-other-code',
    description: 'An index that lacks a child is refused with MANIFEST_UNKNOWN',
    status: 404,
    code: 'MANIFEST_UNKNOWN',
    when: ({ manifest }) => isIndex(manifest),
  }),
  refusing({
    name: 'missing-child-of-referrer-other-code',
    description: 'An index with a subject that lacks a child is refused with MANIFEST_INVALID',
    status: 400,
    code: 'MANIFEST_INVALID',
    when: ({ manifest }) => isIndex(manifest) && manifest.content.subject !== undefined,
  }),
  refusing({
    name: 'missing-standard-layer-other-code',
    description: 'A standard image that lacks a layer is refused with BLOB_UNKNOWN',
    status: 404,
    code: 'BLOB_UNKNOWN',
    when: ({ manifest }) => manifest.content.configMediaType === standardConfig,
  }),
  refusing({
    name: 'missing-config-other-code',
    description: 'An image that lacks its config is refused with BLOB_UNKNOWN',
    status: 404,
    code: 'BLOB_UNKNOWN',
    when: ({ manifest }, missing) => missing.includes(manifest.content.blobs[0]?.digest ?? ''),
  }),
  refusing({
    name: 'missing-blobs-400',
    description: 'An image that lacks every blob is refused with MANIFEST_INVALID',
    status: 400,
    code: 'MANIFEST_INVALID',
    when: ({ manifest }, missing) => !isIndex(manifest) && missing.length === manifest.content.blobs.length,
  }),
  refusing({
    name: 'missing-docker-layer-other-code',
    description: 'A docker image that lacks something is refused with MANIFEST_INVALID',
    status: 400,
    code: 'MANIFEST_INVALID',
    when: ({ manifest }) => manifest.mediaType === mediaTypes.dockerImage,
  }),
  refusing({
    name: 'missing-layer-of-referrer-500',
    description: 'A manifest with a subject that lacks a layer is answered with 500',
    status: 500,
    code: 'MANIFEST_INVALID',
    when: ({ manifest }) => !isIndex(manifest) && manifest.content.subject !== undefined,
  }),
  {
    name: 'lacking-not-kept',
    description: 'A manifest that lacks something is answered with 201 and not kept',
    breaks: 'pull/manifest-exact',
    change: (rules) => ({
      manifests: {
        missingReferences: () => [],
        keep: async (push) => {
          if (rules.manifests.missingReferences(push).length === 0) await rules.manifests.keep(push)
        },
      },
    }),
  },
  {
    name: 'lacking-child-not-kept',
    description: 'An index that lacks a child is answered with 201 and not kept',
    breaks: 'pull/manifest-exact',
    change: (rules) => ({
      manifests: {
        missingReferences: (push) => (isIndex(push.manifest) ? [] : rules.manifests.missingReferences(push)),
        keep: async (push) => {
          if (rules.manifests.missingReferences(push).length === 0) await rules.manifests.keep(push)
        },
      },
    }),
  },
  {
    name: 'refused-yet-kept',
    description: 'A manifest that lacks a blob is refused and can be read all the same',
    breaks: 'pushing-manifests/refused',
    change: (rules) => ({
      manifests: {
        missingReferences: (push) => {
          const missing = rules.manifests.missingReferences(push)
          if (missing.length > 0) void rules.manifests.keep(push)
          return missing
        },
      },
    }),
  },
  {
    name: 'refused-push-drops-tag',
    description: 'A push that is refused takes the tag away from what it named',
    breaks: 'pushing-manifests/refused',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const [, name = '', tag = ''] = /^\/v2\/(.+)\/manifests\/([^/:]+)$/.exec(new URL(request.url).pathname) ?? []
      if (request.method === 'PUT' && response.status === 400) core.store.find(name)?.removeTag(tag)
      return response
    },
  },
  {
    name: 'wrong-digest-500',
    description: 'An index under the digest of something else is answered with 500',
    breaks: 'pushing-manifests/digest',
    wrap: (handler) => async (request) => {
      const index = request.headers.get('Content-Type') === mediaTypes.index
      const response = await handler(request)
      const wrong = request.method === 'PUT' && index && response.status === 400
      return wrong && (await response.clone().text()).includes('DIGEST_INVALID')
        ? new Response('internal error\n', { status: 500 })
        : response
    },
  },
  {
    name: 'empty-artifact-type-500',
    description: 'A manifest with an empty artifactType is answered with 500',
    breaks: 'listing-referrers/artifact-type-config',
    change: () => ({
      manifests: {
        checkSubject: ({ manifest }) => {
          if (/"artifactType"\s*:\s*""/.test(new TextDecoder().decode(manifest.bytes)))
            throw new RegistryError(500, { code: 'MANIFEST_INVALID', message: 'internal error' })
        },
      },
    }),
  },
  {
    name: 'tag-parameters-500',
    description: 'Tags in the query are answered with 500',
    breaks: 'pushing-manifests/tag-parameters',
    wrap: (handler) => async (request) =>
      request.method === 'PUT' && new URL(request.url).searchParams.has('tag')
        ? new Response('internal error\n', { status: 500 })
        : handler(request),
  },
]
