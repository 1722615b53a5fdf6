import { gzipSync } from 'node:zlib'
import type { Fault } from '../change.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const nothing = `sha256:${'0'.repeat(64)}`
const everyThird = 3

const indexType = 'application/vnd.oci.image.index.v1+json'
const query = (request: Request) => new URL(request.url).searchParams
const lengthOf = (response: Response) => Number(response.headers.get('Content-Length') ?? 0)
const isIndex = (response: Response) => response.headers.get('Content-Type') === indexType

/** When a response is changed: by its method, path and status. */
const when =
  (methods: string, path: RegExp, status: number) =>
  (request: Request, response: Response): boolean =>
    asks(request, methods, path) && response.status === status

const manifestRead = when('GET', paths.manifest, 200)
const manifestHead = when('HEAD', paths.manifest, 200)
const blobRead = when('GET', paths.blob, 200)
const blobHead = when('HEAD', paths.blob, 200)
const pushed = when('PUT', paths.manifest, 201)
const opened = when('POST', paths.uploads, 202)
const created = when('POST', paths.uploads, 201)
const closed = when('PUT', paths.session, 201)
const chunk = when('PATCH', paths.session, 202)
const state = when('GET', paths.session, 204)
const tags = when('GET', paths.tags, 200)
const list = when('GET', paths.referrers, 200)

const setting = (headers: Readonly<Record<string, string | null>>) => (response: Response) =>
  altered(response, { headers })
const laterChunk = (request: Request) => !(request.headers.get('Content-Range') ?? '0-').startsWith('0-')

/** The same response with its JSON body changed. */
const rewriting =
  <T>(change: (body: T) => unknown) =>
  async (response: Response): Promise<Response> =>
    altered(response, { body: JSON.stringify(change((await response.json()) as T)) })

/** The same refusal with other errors in it. */
const errors = (change: (error: Record<string, unknown>) => unknown) =>
  rewriting<{ errors: Record<string, unknown>[] }>((body) => ({ errors: body.errors.map(change) }))

/** Faults that show under some condition only, wherever that is met. */
export const responseFaults: readonly Fault[] = [
  answering({
    name: 'chunk-refusal-empty-object',
    breaks: 'errors/form',
    description: 'The refusal of a chunk that does not come next is an empty object',
    when: when('PATCH', paths.session, 416),
    change: (response) => altered(response, { body: '{}' }),
  }),
  answering({
    name: 'error-bare-message-on-delete',
    breaks: 'errors/form',
    description: 'A refused delete has a bare message',
    when: (request, { status }) => request.method === 'DELETE' && status === 404,
    change: (response) => altered(response, { body: '{"message":"no such thing"}' }),
  }),
  answering({
    name: 'late-chunk-own-code',
    breaks: 'errors/code-known',
    description: 'A chunk for a session that is over is refused with a code of the vendor',
    when: when('PATCH', paths.session, 404),
    change: errors((error) => ({ ...error, code: 'UPLOAD_CLOSED' })),
  }),
  answering({
    name: 'blob-refusal-code-small',
    breaks: 'errors/code-form',
    description: 'A blob with the wrong digest is refused with a code in small letters',
    when: when('PUT', paths.session, 400),
    change: errors((error) => ({ ...error, code: String(error['code']).toLowerCase() })),
  }),
  answering({
    name: 'referrers-refusal-message-number',
    breaks: 'errors/message-text',
    description: 'A list for a malformed digest is refused with a message that is a number',
    when: when('GET', paths.referrers, 400),
    change: errors((error) => ({ ...error, message: 400 })),
  }),
  answering({
    name: 'session-over-as-manifest',
    breaks: 'errors/code-fits',
    description: 'A session that is over is refused with MANIFEST_UNKNOWN where its state is asked for',
    when: when('GET', paths.session, 404),
    change: errors((error) => ({ ...error, code: 'MANIFEST_UNKNOWN' })),
  }),

  answering({
    name: 'index-without-digest',
    breaks: 'pull/manifest-digest',
    description: 'An index comes without its digest',
    when: (request, response) => manifestRead(request, response) && isIndex(response),
    change: setting({ 'Docker-Content-Digest': null }),
  }),
  answering({
    name: 'index-digest-in-capitals',
    breaks: 'pull/manifest-digest',
    description: 'An index comes with its digest in capitals',
    when: (request, response) => manifestRead(request, response) && isIndex(response),
    change: (response) => {
      const digest = response.headers.get('Docker-Content-Digest') ?? ''
      return altered(response, { headers: { 'Docker-Content-Digest': digest.toUpperCase() } })
    },
  }),
  answering({
    name: 'large-blob-without-digest',
    breaks: 'pull/blob-digest',
    description: 'A blob of a kilobyte or more comes without a digest',
    when: (request, response) => blobRead(request, response) && lengthOf(response) >= 1024,
    change: setting({ 'Docker-Content-Digest': null }),
  }),
  answering({
    name: 'part-with-digest-of-nothing',
    breaks: 'pull/blob-digest-true',
    description: 'A part of a blob comes with the digest of something else',
    when: when('GET', paths.blob, 206),
    change: setting({ 'Docker-Content-Digest': nothing }),
  }),
  answering({
    name: 'head-of-index-without-digest',
    breaks: 'checking/digest',
    description: 'HEAD of an index has no digest',
    when: (request, response) => manifestHead(request, response) && isIndex(response),
    change: setting({ 'Docker-Content-Digest': null }),
  }),
  answering({
    name: 'head-of-large-blob-size-rounded',
    breaks: 'checking/size',
    description: 'HEAD of a blob of a kilobyte or more tells its size in whole kilobytes',
    when: (request, response) => blobHead(request, response) && lengthOf(response) >= 1024,
    change: (response) => altered(response, { headers: { 'Content-Length': String(lengthOf(response) & ~1023) } }),
  }),
  answering({
    name: 'referrer-push-digest-of-subject',
    breaks: 'pushing-manifests/digest-header',
    description: 'A manifest with a subject that is pushed by digest gets the digest of its subject',
    when: (request, response) =>
      pushed(request, response) && request.url.includes(':') && response.headers.has('OCI-Subject'),
    change: (response) =>
      altered(response, { headers: { 'Docker-Content-Digest': response.headers.get('OCI-Subject') } }),
  }),
  answering({
    name: 'push-by-tag-digest-of-nothing',
    breaks: 'pushing-manifests/digest-header-true',
    description: 'A manifest pushed by tag gets the digest of something else',
    when: (request, response) => pushed(request, response) && asks(request, 'PUT', paths.manifestByTag),
    change: setting({ 'Docker-Content-Digest': nothing }),
  }),
  answering({
    name: 'mount-digest-of-nothing',
    breaks: 'push-blobs/digest-header',
    description: 'A mounted blob gets the digest of something else',
    when: (request, response) => created(request, response) && query(request).has('mount'),
    change: setting({ 'Docker-Content-Digest': nothing }),
  }),

  answering({
    name: 'head-of-index-as-json',
    breaks: 'pull/manifest-type',
    description: 'HEAD of an index says that it is JSON',
    when: (request, response) => manifestHead(request, response) && isIndex(response),
    change: setting({ 'Content-Type': 'application/json' }),
  }),
  answering({
    name: 'head-of-manifest-with-charset',
    breaks: 'pull/manifest-type-bare',
    description: 'HEAD of a manifest has a Content-Type with a charset',
    when: manifestHead,
    change: (response) => {
      const type = response.headers.get('Content-Type')
      return altered(response, { headers: { 'Content-Type': `${type}; charset=utf-8` } })
    },
  }),
  answering({
    name: 'filtered-list-as-json',
    breaks: 'listing-referrers/content-type',
    description: 'A filtered list says that it is JSON',
    when: (request, response) => list(request, response) && query(request).has('artifactType'),
    change: setting({ 'Content-Type': 'application/json' }),
  }),

  answering({
    name: 'index-push-without-location',
    breaks: 'pushing-manifests/created',
    description: 'A pushed index has no Location',
    when: (request, response) => pushed(request, response) && request.headers.get('Content-Type') === indexType,
    change: setting({ Location: null }),
  }),
  answering({
    name: 'refused-mount-without-location',
    breaks: 'push-blobs/opened',
    description: 'The session that a mount opens has no Location',
    when: (request, response) => opened(request, response) && query(request).has('mount'),
    change: setting({ Location: null }),
  }),
  answering({
    name: 'empty-close-without-location',
    breaks: 'push-blobs/session',
    description: 'A blob has no Location where nothing came with the closing request',
    when: (request, response) => closed(request, response) && request.headers.get('Content-Length') === '0',
    change: setting({ Location: null }),
  }),
  answering({
    name: 'later-chunk-without-location',
    breaks: 'chunks/accepted',
    description: 'Chunks after the first one get no Location',
    when: (request, response) => chunk(request, response) && laterChunk(request),
    change: setting({ Location: null }),
  }),
  answering({
    name: 'session-state-without-location',
    breaks: 'chunks/status',
    description: 'The state of a session has no Location',
    when: state,
    change: setting({ Location: null }),
  }),
  answering({
    name: 'session-state-range-with-unit',
    breaks: 'chunks/status',
    description: 'The state of a session has a Range with a unit',
    when: state,
    change: (response) => altered(response, { headers: { Range: `bytes=${response.headers.get('Range')}` } }),
  }),
  answering({
    name: 'later-chunk-range-with-unit',
    breaks: 'chunks/range',
    description: 'Chunks after the first one get a Range with a unit',
    when: (request, response) => chunk(request, response) && laterChunk(request),
    change: (response) => altered(response, { headers: { Range: `bytes=${response.headers.get('Range')}` } }),
  }),
  answering({
    name: 'chunk-minimum-with-unit',
    breaks: 'chunks/minimum-told',
    description: 'OCI-Chunk-Min-Length has a unit',
    when: opened,
    change: setting({ 'OCI-Chunk-Min-Length': '1 B' }),
  }),
  answering({
    name: 'range-without-content-range',
    breaks: 'pull/blob-range',
    description: 'A part of a blob does not say which one it is',
    when: when('GET', paths.blob, 206),
    change: setting({ 'Content-Range': null }),
  }),
  answering({
    name: 'range-beyond-without-size',
    breaks: 'pull/blob-range',
    description: 'The refusal of a part beyond the end does not tell the size',
    when: when('GET', paths.blob, 416),
    change: setting({ 'Content-Range': null }),
  }),

  answering({
    name: 'index-gets-subject-header',
    breaks: 'subject/header-without-subject',
    description: 'An index without a subject gets OCI-Subject with the digest of something else',
    when: (request, response) =>
      pushed(request, response) &&
      request.headers.get('Content-Type') === indexType &&
      !response.headers.has('OCI-Subject'),
    change: setting({ 'OCI-Subject': nothing }),
  }),
  answering({
    name: 'filter-header-on-empty-lists',
    breaks: 'listing-referrers/filter-header-only',
    description: 'A list without entries says that it was filtered',
    when: (request, response) => list(request, response) && lengthOf(response) < 120,
    change: setting({ 'OCI-Filters-Applied': 'artifactType' }),
  }),
  answering({
    name: 'filter-header-with-value-on-empty-lists',
    breaks: 'listing-referrers/filter-header',
    description: 'A filtered list without entries names the value of the filter in OCI-Filters-Applied',
    when: (request, response) =>
      list(request, response) && lengthOf(response) < 120 && query(request).has('artifactType'),
    change: (response, request) =>
      altered(response, { headers: { 'OCI-Filters-Applied': query(request).get('artifactType') || 'none' } }),
  }),
  answering({
    name: 'tag-header-names-latest',
    breaks: 'pushing-manifests/tag-header-only',
    alsoBreaks: ['pushing-manifests/tag-parameters'],
    description: 'A manifest pushed by digest is said to be latest',
    when: (request, response) => pushed(request, response) && asks(request, 'PUT', paths.manifestByDigest),
    change: (response) => {
      const headers = new Headers(response.headers)
      headers.append('OCI-Tag', 'latest')
      return new Response(response.body, { status: response.status, headers })
    },
  }),

  answering({
    name: 'limited-tags-without-name',
    breaks: 'listing-tags/form',
    description: 'A list of tags that n limits has no name',
    when: (request, response) => tags(request, response) && query(request).has('n'),
    change: rewriting<{ tags: string[] }>((body) => ({ tags: body.tags })),
  }),
  answering({
    name: 'tags-after-another-reversed',
    breaks: 'listing-tags/order',
    description: 'Tags after another one that n limits are in the opposite order',
    when: (request, response) => tags(request, response) && query(request).has('n') && query(request).has('last'),
    change: rewriting<{ tags: string[] }>((body) => ({ ...body, tags: body.tags.toReversed() })),
  }),
  {
    name: 'tags-one-more-when-few',
    description: 'Where one tag is asked for, two are listed',
    breaks: 'listing-tags/number',
    change: (rules) => ({
      tags: {
        wanted: (call) => {
          const wanted = rules.tags.wanted(call)
          return wanted === 1 ? 2 : wanted
        },
      },
    }),
  },

  answering({
    name: 'refusals-cut-short',
    breaks: 'api/http-semantics',
    description: 'The Content-Length of a 404 is one less than its body has',
    when: (_, { status, headers }) => status === 404 && headers.has('Content-Type'),
    change: async (response) => {
      const body = await response.text()
      return altered(response, { body, headers: { 'Content-Length': String(Math.max(0, body.length - 1)) } })
    },
  }),
  answering({
    name: 'no-content-with-length',
    breaks: 'api/http-semantics',
    description: 'A 204 announces a body',
    when: (_, { status }) => status === 204,
    change: setting({ 'Content-Length': '7' }),
  }),
  answering({
    name: 'no-lengths',
    breaks: 'checking/size',
    description: 'No response says how long it is',
    when: () => true,
    change: setting({ 'Content-Length': null }),
  }),
  answering({
    name: 'tags-encoded-unasked',
    breaks: 'api/http-semantics',
    alsoBreaks: ['listing-tags/form'],
    description: 'Lists of tags are compressed, whoever asks',
    when: tags,
    change: async (response) =>
      altered(response, {
        body: new Uint8Array(gzipSync(await response.text())),
        headers: { 'Content-Encoding': 'gzip' },
      }),
  }),
  answering({
    name: 'blobs-compressed-in-secret',
    breaks: 'api/http-semantics',
    alsoBreaks: ['pull/blob-digest-true'],
    description: 'A client that takes gzip gets a compressed blob that does not say so',
    when: (request, response) =>
      blobRead(request, response) && /gzip/.test(request.headers.get('Accept-Encoding') ?? ''),
    change: async (response) => altered(response, { body: new Uint8Array(gzipSync(await response.arrayBuffer())) }),
  }),
  answering({
    name: 'manifests-encoded-twice',
    breaks: 'api/http-semantics',
    description: 'A client that takes gzip gets a manifest that is compressed twice',
    when: (request, response) =>
      manifestRead(request, response) && /gzip/.test(request.headers.get('Accept-Encoding') ?? ''),
    change: async (response) =>
      altered(response, {
        body: new Uint8Array(gzipSync(gzipSync(await response.arrayBuffer()))),
        headers: { 'Content-Encoding': 'gzip' },
      }),
  }),
  {
    name: 'too-many-requests-in-words',
    description: 'Of requests to /v2/ every third is answered with 429 and a Retry-After in words',
    breaks: 'errors/retry-after',
    wrap: (handler) => {
      let count = 0
      return async (request) => {
        if (new URL(request.url).pathname !== '/v2/') return handler(request)
        count += 1
        return count % everyThird === 0 ? emptyResponse(429, { 'Retry-After': 'soon' }) : handler(request)
      }
    },
  },
]
