import { concat } from '../body.ts'
import type { Fault } from '../change.ts'
import { digestOf } from '../digest.ts'
import { refuse } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'
import type { StoredManifest } from '../manifest.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const read = (request: Request, response: Response) => asks(request, 'GET', paths.manifest) && response.status === 200
const checked = (request: Request, response: Response) =>
  asks(request, 'HEAD', paths.manifest) && response.status === 200
const byTag = (request: Request) => paths.manifestByTag.test(new URL(request.url).pathname)
const header = 'Docker-Content-Digest'

/** Faults in reading manifests. */
const reading: readonly Fault[] = [
  {
    name: 'api-root-204',
    description: 'GET /v2/ is answered with 204',
    breaks: 'determining-support/version',
    wrap: (handler) => async (request) =>
      new URL(request.url).pathname === '/v2/' ? emptyResponse(204) : handler(request),
  },
  {
    name: 'manifest-unknown-400',
    description: 'A manifest that is not there is answered with 400',
    breaks: 'pull/manifest-absent',
    change: () => ({ manifests: { unknown: () => refuse(400, 'MANIFEST_UNKNOWN', 'no such manifest') } }),
  },
  {
    name: 'manifest-unknown-tag-is-newest',
    description: 'A tag that is not there gives the manifest that was pushed last',
    breaks: 'pull/manifest-absent',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || looksLikeDigest(call.reference) || call.request.method === 'DELETE') return found
          return [...repository.manifests.values()].at(-1)
        },
      },
    }),
  },
  {
    name: 'tagged-not-found-by-digest',
    description: 'A manifest that was pushed by tag alone is not found by its digest',
    breaks: 'pull/manifest-exact',
    wrap: (handler) => {
      const byTagAlone = new Set<string>()
      return async (request) => {
        const place = new URL(request.url).pathname
        if (asks(request, 'GET HEAD', paths.manifestByDigest) && byTagAlone.has(place)) return emptyResponse(404)
        const response = await handler(request)
        if (response.status !== 201 || !asks(request, 'PUT', paths.manifest)) return response
        if (byTag(request)) byTagAlone.add(place.replace(/[^/]+$/, response.headers.get(header)!))
        else byTagAlone.delete(place)
        return response
      }
    },
  },
  answering({
    name: 'manifest-digest-missing',
    breaks: 'pull/manifest-digest',
    description: 'A pulled manifest comes without its digest',
    when: read,
    change: (r) => altered(r, { headers: { [header]: null } }),
  }),
  answering({
    name: 'manifest-digest-missing-by-tag',
    breaks: 'pull/manifest-digest',
    description: 'A manifest pulled by tag comes without its digest',
    when: (request, response) => read(request, response) && byTag(request),
    change: (response) => altered(response, { headers: { [header]: null } }),
  }),
  answering({
    name: 'manifest-digest-wrong-by-tag',
    breaks: 'pull/manifest-digest',
    description: 'A manifest pulled by tag comes with the digest of the tag',
    when: (request, response) => read(request, response) && byTag(request),
    change: (response, request) =>
      altered(response, { headers: { [header]: digestOf(new TextEncoder().encode(new URL(request.url).pathname)) } }),
  }),
  answering({
    name: 'manifest-type-json',
    breaks: 'pull/manifest-type',
    description: 'Every manifest comes as application/json',
    when: read,
    change: (response) => altered(response, { headers: { 'Content-Type': 'application/json' } }),
  }),
  answering({
    name: 'manifest-type-index-as-image',
    breaks: 'pull/manifest-type',
    description: 'An index comes with the Content-Type of an image',
    when: (request, response) =>
      read(request, response) && response.headers.get('Content-Type')?.includes('index') === true,
    change: (response) =>
      altered(response, { headers: { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' } }),
  }),
  answering({
    name: 'manifest-type-with-charset',
    breaks: 'pull/manifest-type-bare',
    description: 'The Content-Type of a manifest has a charset',
    when: read,
    change: (response) =>
      altered(response, { headers: { 'Content-Type': `${response.headers.get('Content-Type')}; charset=utf-8` } }),
  }),
  answering({
    name: 'manifest-head-404-by-tag',
    breaks: 'checking/found',
    description: 'HEAD does not find manifests by tag',
    when: (request, response) => checked(request, response) && byTag(request),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'manifest-head-without-digest',
    breaks: 'checking/digest',
    description: 'HEAD of a manifest has no digest',
    when: checked,
    change: (response) => altered(response, { headers: { [header]: null } }),
  }),
  answering({
    name: 'manifest-head-without-size',
    breaks: 'checking/size',
    description: 'HEAD of a manifest has no size',
    when: checked,
    change: (response) => altered(response, { headers: { 'Content-Length': null } }),
  }),
  answering({
    name: 'manifest-head-unknown-200',
    breaks: 'checking/absent',
    description: 'HEAD of a manifest that is not there is answered with 200',
    when: (request, { status }) => asks(request, 'HEAD', paths.manifest) && status === 404,
    change: () => emptyResponse(200),
  }),
  answering({
    name: 'unknown-repository-400',
    breaks: 'pushing-manifests/unknown-repository',
    description: 'Pulling from a repository that does not exist is answered with 400',
    when: (request, { status }) => asks(request, 'GET HEAD', paths.manifest) && status === 404,
    change: async (response) =>
      (await response.clone().text()).includes('NAME_UNKNOWN') ? altered(response, { status: 400 }) : response,
  }),
  {
    name: 'tag-read-stale',
    description: 'A tag that was read once gives the same manifest for ever',
    breaks: 'pushing-manifests/tag-moves',
    change: (rules) => {
      const first = new Map<string, StoredManifest>()
      return {
        manifests: {
          find: async (call, repository) => {
            const key = `${repository.name}:${call.reference}`
            const known = looksLikeDigest(call.reference) || call.request.method !== 'GET' ? undefined : first.get(key)
            const found = known ?? (await rules.manifests.find(call, repository))
            if (found && call.request.method === 'GET') first.set(key, found)
            return found
          },
        },
      }
    },
  },
]

/** Faults in taking manifests. */
const pushing: readonly Fault[] = [
  {
    name: 'manifest-digest-unchecked',
    description: 'A manifest is taken by whatever digest is given, under its own',
    breaks: 'pushing-manifests/digest',
    wrap: (handler) => async (request) => {
      const { pathname } = new URL(request.url)
      if (!asks(request, 'PUT', /\/manifests\/sha256:[0-9a-f]{64}$/)) return handler(request)
      const bytes = new Uint8Array(await request.arrayBuffer())
      const path = pathname.replace(/[^/]+$/, digestOf(bytes))
      return handler(new Request(new URL(path, request.url), { method: 'PUT', headers: request.headers, body: bytes }))
    },
  },
  answering({
    name: 'push-digest-header-other',
    breaks: 'pushing-manifests/digest-header',
    description: 'The response to a push names the digest of nothing',
    when: (request, { status }) => asks(request, 'PUT', paths.manifestByDigest) && status === 201,
    change: (response) => altered(response, { headers: { [header]: digestOf(new Uint8Array()) } }),
  }),
  {
    name: 'push-minified',
    description: 'A manifest is kept without its white space',
    breaks: 'pushing-manifests/exact',
    change: () => ({
      manifests: {
        keptBytes: ({ manifest }) =>
          new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(manifest.bytes)))),
      },
    }),
  },
  {
    name: 'push-trims-end',
    description: 'White space at the end of a manifest is not kept',
    breaks: 'pushing-manifests/exact',
    change: () => ({
      manifests: {
        keptBytes: ({ manifest }) => new TextEncoder().encode(new TextDecoder().decode(manifest.bytes).trimEnd()),
      },
    }),
  },
  {
    name: 'push-drops-unknown-fields',
    description: 'A manifest with fields that the registry does not know is kept without them',
    breaks: 'pushing-manifests/exact',
    change: () => ({
      manifests: {
        keptBytes: ({ manifest }) => {
          const text = new TextDecoder().decode(manifest.bytes)
          const json = JSON.parse(text) as Record<string, unknown>
          const unknown = Object.keys(json).filter((name) => name.includes('.'))
          if (unknown.length === 0) return manifest.bytes
          for (const name of unknown) delete json[name]
          return new TextEncoder().encode(JSON.stringify(json))
        },
      },
    }),
  },
  {
    name: 'push-rewrites-with-subject',
    description: 'A manifest is rewritten when it has a subject, and kept as it came when not',
    breaks: 'pushing-manifests/exact',
    change: () => ({
      manifests: {
        keptBytes: ({ manifest }) =>
          manifest.content.subject
            ? new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(manifest.bytes))))
            : manifest.bytes,
      },
    }),
  },
  {
    name: 'push-type-parameter-refused',
    description: 'A Content-Type with a parameter is refused',
    breaks: 'pushing-manifests/type-parameters',
    wrap: (handler) => async (request) =>
      asks(request, 'PUT', paths.manifest) && request.headers.get('Content-Type')?.includes(';')
        ? emptyResponse(415)
        : handler(request),
  },
  {
    name: 'tag-parameters-header-missing',
    description: 'Tags in the query are taken, and OCI-Tag is not sent',
    breaks: 'pushing-manifests/tag-parameters',
    wrap: (handler) => async (request) => altered(await handler(request), { headers: { 'OCI-Tag': null } }),
  },
  {
    name: 'tag-parameters-last-forgotten',
    description: 'Of several tags in the query the last is not kept, though OCI-Tag names it',
    breaks: 'pushing-manifests/tag-parameters',
    change: (rules) => ({
      manifests: {
        keep: (push) => rules.manifests.keep(push.tags.length > 1 ? { ...push, tags: push.tags.slice(0, -1) } : push),
      },
    }),
  },
  {
    name: 'tag-parameters-nine',
    description: 'Of tags in the query nine fit into one request',
    breaks: 'pushing-manifests/ten-tags',
    limits: { tagsPerPush: 9 },
  },
  {
    name: 'tag-parameters-first-five',
    description: 'Of tags in the query the first five are taken, which OCI-Tag names',
    breaks: 'pushing-manifests/ten-tags',
    wrap: (handler) => async (request) => {
      const url = new URL(request.url)
      const tags = url.searchParams.getAll('tag')
      if (request.method !== 'PUT' || tags.length <= 5) return handler(request)
      url.search = tags
        .slice(0, 5)
        .map((tag) => `tag=${tag}`)
        .join('&')
      const body = await request.arrayBuffer()
      return handler(new Request(url, { method: 'PUT', headers: request.headers, body }))
    },
  },
  {
    name: 'manifests-of-a-megabyte',
    description: 'Manifests of more than 1 MiB are refused',
    breaks: 'pushing-manifests/four-megabytes',
    limits: { manifestBytes: 1024 * 1024 },
  },
  {
    name: 'large-manifest-cut',
    description: 'Of a manifest of more than 1 MiB the beginning is sent',
    breaks: 'pushing-manifests/exact',
    change: (rules) => ({
      manifests: {
        readBytes: (call, manifest) => rules.manifests.readBytes(call, manifest).slice(0, 1024 * 1024),
      },
    }),
  },
  answering({
    name: 'large-manifest-404',
    breaks: 'pushing-manifests/exact',
    description: 'A manifest of more than 1 MiB is accepted, and GET does not find it',
    when: (request, { headers }) =>
      asks(request, 'GET', paths.manifest) && Number(headers.get('Content-Length')) > 1024 * 1024,
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'manifest-too-large-400',
    breaks: 'pushing-manifests/too-large',
    description: 'A manifest that is too large is refused with 400',
    when: (request, { status }) => asks(request, 'PUT', paths.manifest) && status === 413,
    change: (response) => altered(response, { status: 400 }),
  }),
  {
    name: 'tags-of-64-at-most',
    description: 'Tags of more than 64 characters are refused',
    breaks: 'pull/tag-grammar',
    wrap: (handler) => async (request) =>
      asks(request, 'PUT', /\/manifests\/[^/:]{65,}$/) ? emptyResponse(400) : handler(request),
  },
  {
    name: 'manifest-sha512-rewritten',
    description: 'A manifest that was pushed by its sha512 digest is sent with a line break at its end',
    breaks: 'pull/manifest-exact',
    change: (rules) => ({
      manifests: {
        readBytes: (call, manifest) => {
          const bytes = rules.manifests.readBytes(call, manifest)
          return manifest.digest.startsWith('sha512:') ? concat([bytes, new TextEncoder().encode('\n')]) : bytes
        },
      },
    }),
  },
  {
    name: 'push-digest-header-sha256-always',
    description: 'The response to a push by sha512 digest names the sha256 digest',
    breaks: 'pushing-manifests/digest-header',
    change: (rules) => ({
      manifests: {
        pushHeaders: (push) => ({
          ...rules.manifests.pushHeaders(push),
          [header]: digestOf(push.manifest.bytes),
        }),
      },
    }),
  },
  {
    name: 'tag-push-keeps-old',
    description: 'A tag that exists is not moved, though the push is answered with 201',
    breaks: 'pushing-manifests/tag-moves',
    change: (rules) => ({
      manifests: {
        keep: (push) =>
          rules.manifests.keep({ ...push, tags: push.tags.filter((tag) => !push.repository.tags.has(tag)) }),
      },
    }),
  },
  answering({
    name: 'missing-blob-other-code',
    breaks: 'push/missing-reference',
    description: 'A manifest whose blob is missing is refused with MANIFEST_INVALID',
    when: (request, { status }) => asks(request, 'PUT', paths.manifest) && status === 404,
    change: async (response) =>
      altered(response, { body: (await response.text()).replaceAll('MANIFEST_BLOB_UNKNOWN', 'MANIFEST_INVALID') }),
  }),
]

export const manifestFaults: readonly Fault[] = [...reading, ...pushing]
