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
  answering(
    'chunk-refusal-empty-object',
    'errors/form',
    'The refusal of a chunk that does not come next is an empty object',
    when('PATCH', paths.session, 416),
    (response) => altered(response, { body: '{}' }),
  ),
  answering(
    'error-bare-message-on-delete',
    'errors/form',
    'A refused delete has a bare message',
    (request, { status }) => request.method === 'DELETE' && status === 404,
    (response) => altered(response, { body: '{"message":"no such thing"}' }),
  ),
  answering(
    'late-chunk-own-code',
    'errors/code-known',
    'A chunk for a session that is over is refused with a code of the vendor',
    when('PATCH', paths.session, 404),
    errors((error) => ({ ...error, code: 'UPLOAD_CLOSED' })),
  ),
  answering(
    'blob-refusal-code-small',
    'errors/code-form',
    'A blob with the wrong digest is refused with a code in small letters',
    when('PUT', paths.session, 400),
    errors((error) => ({ ...error, code: String(error['code']).toLowerCase() })),
  ),
  answering(
    'referrers-refusal-message-number',
    'errors/message-text',
    'A list for a malformed digest is refused with a message that is a number',
    when('GET', paths.referrers, 400),
    errors((error) => ({ ...error, message: 400 })),
  ),
  answering(
    'session-over-as-manifest',
    'errors/code-fits',
    'A session that is over is refused with MANIFEST_UNKNOWN where its state is asked for',
    when('GET', paths.session, 404),
    errors((error) => ({ ...error, code: 'MANIFEST_UNKNOWN' })),
  ),

  answering(
    'index-without-digest',
    'pull/manifest-digest',
    'An index comes without its digest',
    (request, response) => manifestRead(request, response) && isIndex(response),
    setting({ 'Docker-Content-Digest': null }),
  ),
  answering(
    'index-digest-in-capitals',
    'pull/manifest-digest',
    'An index comes with its digest in capitals',
    (request, response) => manifestRead(request, response) && isIndex(response),
    (response) => {
      const digest = response.headers.get('Docker-Content-Digest') ?? ''
      return altered(response, { headers: { 'Docker-Content-Digest': digest.toUpperCase() } })
    },
  ),
  answering(
    'large-blob-without-digest',
    'pull/blob-digest',
    'A blob of a kilobyte or more comes without a digest',
    (request, response) => blobRead(request, response) && lengthOf(response) >= 1024,
    setting({ 'Docker-Content-Digest': null }),
  ),
  answering(
    'part-with-digest-of-nothing',
    'pull/blob-digest-true',
    'A part of a blob comes with the digest of something else',
    when('GET', paths.blob, 206),
    setting({ 'Docker-Content-Digest': nothing }),
  ),
  answering(
    'head-of-index-without-digest',
    'checking/digest',
    'HEAD of an index has no digest',
    (request, response) => manifestHead(request, response) && isIndex(response),
    setting({ 'Docker-Content-Digest': null }),
  ),
  answering(
    'head-of-large-blob-size-rounded',
    'checking/size',
    'HEAD of a blob of a kilobyte or more tells its size in whole kilobytes',
    (request, response) => blobHead(request, response) && lengthOf(response) >= 1024,
    (response) => altered(response, { headers: { 'Content-Length': String(lengthOf(response) & ~1023) } }),
  ),
  answering(
    'referrer-push-digest-of-subject',
    'pushing-manifests/digest-header',
    'A manifest with a subject that is pushed by digest gets the digest of its subject',
    (request, response) =>
      pushed(request, response) && request.url.includes(':') && response.headers.has('OCI-Subject'),
    (response) => altered(response, { headers: { 'Docker-Content-Digest': response.headers.get('OCI-Subject') } }),
  ),
  answering(
    'push-by-tag-digest-of-nothing',
    'pushing-manifests/digest-header-true',
    'A manifest pushed by tag gets the digest of something else',
    (request, response) => pushed(request, response) && asks(request, 'PUT', paths.manifestByTag),
    setting({ 'Docker-Content-Digest': nothing }),
  ),
  answering(
    'mount-digest-of-nothing',
    'push-blobs/digest-header',
    'A mounted blob gets the digest of something else',
    (request, response) => created(request, response) && query(request).has('mount'),
    setting({ 'Docker-Content-Digest': nothing }),
  ),

  answering(
    'head-of-index-as-json',
    'pull/manifest-type',
    'HEAD of an index says that it is JSON',
    (request, response) => manifestHead(request, response) && isIndex(response),
    setting({ 'Content-Type': 'application/json' }),
  ),
  answering(
    'head-of-manifest-with-charset',
    'pull/manifest-type-bare',
    'HEAD of a manifest has a Content-Type with a charset',
    manifestHead,
    (response) => {
      const type = response.headers.get('Content-Type')
      return altered(response, { headers: { 'Content-Type': `${type}; charset=utf-8` } })
    },
  ),
  answering(
    'filtered-list-as-json',
    'listing-referrers/content-type',
    'A filtered list says that it is JSON',
    (request, response) => list(request, response) && query(request).has('artifactType'),
    setting({ 'Content-Type': 'application/json' }),
  ),

  answering(
    'index-push-without-location',
    'pushing-manifests/created',
    'A pushed index has no Location',
    (request, response) => pushed(request, response) && request.headers.get('Content-Type') === indexType,
    setting({ Location: null }),
  ),
  answering(
    'refused-mount-without-location',
    'push-blobs/opened',
    'The session that a mount opens has no Location',
    (request, response) => opened(request, response) && query(request).has('mount'),
    setting({ Location: null }),
  ),
  answering(
    'empty-close-without-location',
    'push-blobs/session',
    'A blob has no Location where nothing came with the closing request',
    (request, response) => closed(request, response) && request.headers.get('Content-Length') === '0',
    setting({ Location: null }),
  ),
  answering(
    'later-chunk-without-location',
    'chunks/accepted',
    'Chunks after the first one get no Location',
    (request, response) => chunk(request, response) && laterChunk(request),
    setting({ Location: null }),
  ),
  answering(
    'session-state-without-location',
    'chunks/status',
    'The state of a session has no Location',
    state,
    setting({ Location: null }),
  ),
  answering(
    'session-state-range-with-unit',
    'chunks/status',
    'The state of a session has a Range with a unit',
    state,
    (response) => altered(response, { headers: { Range: `bytes=${response.headers.get('Range')}` } }),
  ),
  answering(
    'later-chunk-range-with-unit',
    'chunks/range',
    'Chunks after the first one get a Range with a unit',
    (request, response) => chunk(request, response) && laterChunk(request),
    (response) => altered(response, { headers: { Range: `bytes=${response.headers.get('Range')}` } }),
  ),
  answering(
    'chunk-minimum-with-unit',
    'chunks/minimum-told',
    'OCI-Chunk-Min-Length has a unit',
    opened,
    setting({ 'OCI-Chunk-Min-Length': '1 B' }),
  ),
  answering(
    'range-without-content-range',
    'pull/blob-range',
    'A part of a blob does not say which one it is',
    when('GET', paths.blob, 206),
    setting({ 'Content-Range': null }),
  ),
  answering(
    'range-beyond-without-size',
    'pull/blob-range',
    'The refusal of a part beyond the end does not tell the size',
    when('GET', paths.blob, 416),
    setting({ 'Content-Range': null }),
  ),

  answering(
    'index-gets-subject-header',
    'subject/header-without-subject',
    'An index without a subject gets OCI-Subject with the digest of something else',
    (request, response) =>
      pushed(request, response) &&
      request.headers.get('Content-Type') === indexType &&
      !response.headers.has('OCI-Subject'),
    setting({ 'OCI-Subject': nothing }),
  ),
  answering(
    'filter-header-on-empty-lists',
    'listing-referrers/filter-header-only',
    'A list without entries says that it was filtered',
    (request, response) => list(request, response) && lengthOf(response) < 120,
    setting({ 'OCI-Filters-Applied': 'artifactType' }),
  ),
  answering(
    'filter-header-with-value-on-empty-lists',
    'listing-referrers/filter-header',
    'A filtered list without entries names the value of the filter in OCI-Filters-Applied',
    (request, response) => list(request, response) && lengthOf(response) < 120 && query(request).has('artifactType'),
    (response, request) =>
      altered(response, { headers: { 'OCI-Filters-Applied': query(request).get('artifactType') || 'none' } }),
  ),
  answering(
    'tag-header-names-latest',
    'pushing-manifests/tag-header-only',
    'A manifest pushed by digest is said to be latest',
    (request, response) => pushed(request, response) && asks(request, 'PUT', paths.manifestByDigest),
    (response) => {
      const headers = new Headers(response.headers)
      headers.append('OCI-Tag', 'latest')
      return new Response(response.body, { status: response.status, headers })
    },
  ),

  answering(
    'limited-tags-without-name',
    'listing-tags/form',
    'A list of tags that n limits has no name',
    (request, response) => tags(request, response) && query(request).has('n'),
    rewriting<{ tags: string[] }>((body) => ({ tags: body.tags })),
  ),
  answering(
    'tags-after-another-reversed',
    'listing-tags/order',
    'Tags after another one that n limits are in the opposite order',
    (request, response) => tags(request, response) && query(request).has('n') && query(request).has('last'),
    rewriting<{ tags: string[] }>((body) => ({ ...body, tags: body.tags.toReversed() })),
  ),
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

  answering(
    'refusals-cut-short',
    'api/http-semantics',
    'The Content-Length of a 404 is one less than its body has',
    (_, { status, headers }) => status === 404 && headers.has('Content-Type'),
    async (response) => {
      const body = await response.text()
      return altered(response, { body, headers: { 'Content-Length': String(Math.max(0, body.length - 1)) } })
    },
  ),
  answering(
    'no-content-with-length',
    'api/http-semantics',
    'A 204 announces a body',
    (_, { status }) => status === 204,
    setting({ 'Content-Length': '7' }),
  ),
  answering(
    'tags-encoded-unasked',
    'api/http-semantics',
    'Lists of tags are compressed, whoever asks',
    tags,
    async (response) =>
      altered(response, {
        body: new Uint8Array(gzipSync(await response.text())),
        headers: { 'Content-Encoding': 'gzip' },
      }),
  ),
  answering(
    'blobs-compressed-in-secret',
    'api/http-semantics',
    'A client that takes gzip gets a compressed blob that does not say so',
    (request, response) => blobRead(request, response) && /gzip/.test(request.headers.get('Accept-Encoding') ?? ''),
    async (response) => altered(response, { body: new Uint8Array(gzipSync(await response.arrayBuffer())) }),
  ),
  answering(
    'manifests-encoded-twice',
    'api/http-semantics',
    'A client that takes gzip gets a manifest that is compressed twice',
    (request, response) => manifestRead(request, response) && /gzip/.test(request.headers.get('Accept-Encoding') ?? ''),
    async (response) =>
      altered(response, {
        body: new Uint8Array(gzipSync(gzipSync(await response.arrayBuffer()))),
        headers: { 'Content-Encoding': 'gzip' },
      }),
  ),
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
