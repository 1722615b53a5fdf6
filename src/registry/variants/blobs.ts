import { concat } from '../body.ts'
import type { Variant } from '../change.ts'
import type { Handler } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { refuse } from '../errors.ts'

const lingerMilliseconds = 1000
const smallBytes = 10

const sessionPath = /\/blobs\/uploads\/([^/]+)$/
const sessionIn = (request: Request) => sessionPath.exec(new URL(request.url).pathname)?.[1]
const digestOfQuery = (request: Request) => new URL(request.url).searchParams.get('digest') ?? ''
const rangeOf = (request: Request) =>
  request.method === 'GET' && request.url.includes('/blobs/') ? (request.headers.get('Range') ?? '') : ''
const asked = (request: Request, range: string) => new Request(request, { headers: { Range: range } })

/** The same request to another path; its query stays. */
function at(request: Request, pathname: string): Request {
  const url = new URL(request.url)
  url.pathname = pathname
  return new Request(url, request)
}

/** The parts that a header with several ranges asks for, each from the registry itself. */
function severalParts(handler: Handler, request: Request): Promise<Response[]> | undefined {
  const ranges = /^bytes=(\d+-\d+(?:,\d+-\d+)+)$/.exec(rangeOf(request))?.[1]?.split(',')
  return ranges && Promise.all(ranges.map((range) => handler(asked(request, `bytes=${range}`))))
}

/** Other ways to take, read and delete blobs. */
export const blobVariants: readonly Variant[] = [
  {
    name: 'wrong-digest-keeps-session',
    description: 'A session stays open when it is closed with a wrong digest, and may be closed with the right one',
    allowed: 'the text does not say what a wrong digest does to a session',
    wrap: (handler, core) => async (request) => {
      const id = sessionIn(request)
      if (request.method !== 'PUT' || id === undefined || !core.store.uploads.get(id)) return handler(request)
      const body = new Uint8Array(await request.clone().arrayBuffer())
      const digest = digestOfQuery(request)
      const wrong = digest.startsWith('sha256:') && digestOf(concat([core.store.uploads.bytes(id), body])) !== digest
      // A chunk out of order is refused for its place, whatever its digest.
      const inOrder = !request.headers.has('Content-Range')
      if (!wrong || !inOrder) return handler(request)
      return core.rules.http.error(refuse(400, 'DIGEST_INVALID', 'the digest is not that of the bytes'), request)
    },
  },
  {
    name: 'wrong-digest-409',
    description: 'Bytes under the digest of something else are refused with 409',
    allowed: 'a status is recommended for that, not required',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const wrong = response.status === 400 && /^sha256:[0-9a-f]{64}$/.test(digestOfQuery(request))
      return wrong ? new Response(response.body, { status: 409, headers: response.headers }) : response
    },
  },
  {
    name: 'known-blobs-not-read',
    description: 'A blob that the repository has is answered with 201 without a look at what is sent',
    allowed: 'the blob is there and is the one that the digest names',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      const digest = digestOfQuery(request)
      const name = /^\/v2\/(.+)\/blobs\/uploads\//.exec(new URL(request.url).pathname)?.[1] ?? ''
      const known = request.method === 'PUT' && response.status === 400 && core.store.find(name)?.blobs.has(digest)
      return known
        ? new Response(null, { status: 201, headers: { Location: `/v2/${name}/blobs/${digest}` } })
        : response
    },
  },
  {
    name: 'mounts-from-anywhere',
    description: 'A mount finds the blob in every repository, whatever it names as its source',
    allowed: 'naming the source is optional, and a blob may be mounted from where it is found',
    change: (rules) => ({
      uploads: {
        mount: (call, digest, from) =>
          rules.uploads.mount(call, digest, from) ?? rules.uploads.mount(call, digest, undefined),
      },
    }),
  },
  {
    name: 'ranges-several-multipart',
    description: 'Several ranges of a blob are answered with a body of several parts',
    allowed: 'HTTP has it so',
    wrap: (handler) => async (request) => {
      const parts = await severalParts(handler, request)
      if (!parts?.every(({ status }) => status === 206)) return handler(request)
      const encoder = new TextEncoder()
      const pieces = await Promise.all(
        parts.map(async (one) => [
          encoder.encode(`\r\n--here\r\nContent-Range: ${one.headers.get('Content-Range')}\r\n\r\n`),
          new Uint8Array(await one.arrayBuffer()),
        ]),
      )
      const body = concat([...pieces.flat(), encoder.encode('\r\n--here--\r\n')])
      const headers = new Headers(parts[0]?.headers)
      headers.delete('Content-Range')
      headers.set('Content-Type', 'multipart/byteranges; boundary=here')
      headers.set('Content-Length', String(body.byteLength))
      return new Response(body, { status: 206, headers })
    },
  },
  {
    name: 'ranges-first-of-several',
    description: 'Of several ranges of a blob the first is answered, and named',
    allowed: 'HTTP lets a server send a part of what is asked for',
    wrap: (handler) => async (request) => (await severalParts(handler, request))?.[0] ?? handler(request),
  },
  {
    name: 'ranges-malformed-416',
    description: 'A malformed range of a blob is refused with 416',
    allowed: 'HTTP lets a server refuse a malformed range',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const malformed = rangeOf(request).startsWith('bytes=') && response.status === 200
      return malformed && !rangeOf(request).includes(',') && !request.headers.has('If-Range')
        ? new Response(null, { status: 416 })
        : response
    },
  },
  {
    name: 'ranges-of-head',
    description: 'HEAD of a blob with a range is answered as GET would be',
    allowed: 'HEAD answers what GET would, and the headers say that it is a part',
    wrap: (handler) => async (request) => {
      if (request.method !== 'HEAD' || !request.headers.has('Range')) return handler(request)
      const response = await handler(new Request(request.url, { headers: request.headers }))
      await response.body?.cancel()
      return new Response(null, { status: response.status, headers: response.headers })
    },
  },
  {
    name: 'locations-of-one-response',
    description:
      'Each response moves an upload session, also its status and a refused chunk: only the latest one is written to',
    allowed: 'after a refusal the status of a session tells its location, and clients are to write to the latest',
    change: (rules) => {
      const turns = new Map<string, number>()
      return {
        uploads: {
          location: (call, upload) => {
            const turn = (turns.get(upload.id) ?? 0) + 1
            turns.set(upload.id, turn)
            return `${rules.uploads.location(call, upload)}?_turn=${turn}`
          },
          find: (call) => {
            const upload = rules.uploads.find(call)
            const writes = call.request.method === 'PATCH' || call.request.method === 'PUT'
            if (!upload || !writes || call.query.get('_turn') === String(turns.get(upload.id))) return upload
            return undefined
          },
        },
      }
    },
  },
  {
    name: 'locations-of-one-step',
    description: 'The location of an upload is good until the next chunk; later ones are written to in its place',
    allowed: 'the location comes with each response, and clients are to write to the latest',
    change: (rules) => ({
      uploads: { location: (call, upload) => `${rules.uploads.location(call, upload)}?_at=${upload.size}` },
    }),
    wrap: (handler, core) => async (request) => {
      const upload = core.store.uploads.get(sessionIn(request) ?? '')
      const stale = upload && new URL(request.url).searchParams.get('_at') !== String(upload.size)
      if (!stale || request.method === 'GET') return handler(request)
      return core.rules.http.error(refuse(404, 'BLOB_UPLOAD_UNKNOWN', 'a chunk has come since'), request)
    },
  },
  {
    name: 'uploads-at-another-path',
    description: 'Blobs are uploaded to a path that does not name their repository',
    allowed: 'where an upload goes is up to the registry, which says so',
    change: () => ({ uploads: { location: (_call, upload) => `/uploads/${upload.id}` } }),
    wrap: (handler, core) => (request) => {
      const id = /^\/uploads\/([^/]+)$/.exec(new URL(request.url).pathname)?.[1]
      if (id === undefined) return handler(request)
      const repository = core.store.uploads.get(id)?.repository ?? 'unknown'
      return handler(at(request, `/v2/${repository}/blobs/uploads/${id}`))
    },
  },
  {
    name: 'blob-locations-at-another-path',
    description: 'A pushed blob has a Location that is not the path by which clients ask for it',
    allowed: 'the location has to be one that the blob can be pulled from',
    change: (rules) => ({
      uploads: {
        createdHeaders: (call, digest) => ({
          ...rules.uploads.createdHeaders(call, digest),
          Location: `/content/${call.name}/${digest}`,
        }),
      },
    }),
    wrap: (handler) => (request) => {
      const [, name, digest] = /^\/content\/(.+)\/([^/]+)$/.exec(new URL(request.url).pathname) ?? []
      return handler(name === undefined ? request : at(request, `/v2/${name}/blobs/${digest}`))
    },
  },
  {
    name: 'blobs-gone-after-a-second',
    description: 'A deleted blob can be read for another second',
    allowed: 'the text does not say how soon',
    hints: { settleMs: 2500 },
    change: (rules, core) => {
      const gone = new Map<string, { bytes: Uint8Array<ArrayBuffer>; at: number }>()
      return {
        blobs: {
          remove: async (call, repository) => {
            const bytes = await rules.blobs.find(call, repository)
            if (bytes) gone.set(`${call.name} ${call.reference}`, { bytes, at: core.now() })
            return rules.blobs.remove(call, repository)
          },
          find: async (call, repository) => {
            const bytes = await rules.blobs.find(call, repository)
            const ghost = gone.get(`${call.name} ${call.reference}`)
            const fresh = ghost && call.request.method !== 'DELETE' && core.now() - ghost.at < lingerMilliseconds
            return bytes ?? (fresh ? ghost.bytes : undefined)
          },
        },
      }
    },
  },
  {
    name: 'chunks-need-a-range',
    description: 'A chunk without Content-Range is refused with 400',
    allowed: 'the text has the header on every chunk',
    wrap: (handler, core) => async (request) =>
      request.method === 'PATCH' && !request.headers.has('Content-Range')
        ? core.rules.http.error(refuse(400, 'BLOB_UPLOAD_INVALID', 'a chunk needs Content-Range'), request)
        : handler(request),
  },
  {
    name: 'odd-chunks-taken',
    description: 'Of the Content-Range of a chunk its begin alone is read; what has arrived is told as it is',
    allowed: 'the text does not say what becomes of a chunk whose Content-Range does not fit',
    wrap: (handler) => async (request) => {
      const [, first] = /^(?:bytes )?(\d+)-/.exec(request.headers.get('Content-Range') ?? '') ?? []
      if (request.method !== 'PATCH' || first === undefined) return handler(request)
      const body = await request.arrayBuffer()
      const headers = { 'Content-Range': `${first}-${Number(first) + body.byteLength - 1}` }
      return handler(new Request(request.url, { method: 'PATCH', headers, body }))
    },
  },
  {
    name: 'odd-chunks-end-session',
    description: 'A chunk whose Content-Range does not fit ends its session',
    allowed: 'the text asks for no more than a refusal by place to be survived',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (request.method === 'PATCH' && response.status === 400) core.store.uploads.close(sessionIn(request) ?? '')
      return response
    },
  },
  {
    name: 'single-post-of-large-blobs',
    description: `A single POST takes blobs of ${smallBytes} bytes and more; for smaller ones it opens a session`,
    allowed: 'pushing with a single POST is optional, for each blob',
    wrap: (handler) => async (request) => {
      const url = new URL(request.url)
      const single = request.method === 'POST' && url.searchParams.has('digest')
      if (!single || (await request.clone().arrayBuffer()).byteLength >= smallBytes) return handler(request)
      url.searchParams.delete('digest')
      return handler(new Request(url, { method: 'POST' }))
    },
  },
]
