import type { Fault } from '../../change.ts'
import { refuse } from '../../errors.ts'
import { looksLikeDigest } from '../../grammar.ts'
import { emptyResponse } from '../../respond.ts'
import { asks } from '../change-response.ts'

/** Faults in what names a manifest. */
export const references: readonly Fault[] = [
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
