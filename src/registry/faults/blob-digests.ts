import type { Fault } from '../change.ts'
import { digestOf } from '../digest.ts'
import { emptyResponse } from '../respond.ts'
import { answering, asks, paths } from './change-response.ts'

const digestOfQuery = (request: Request) => new URL(request.url).searchParams.get('digest')
const closing = (request: Request) => asks(request, 'PUT', paths.session)
const wellFormed = /^sha256:[0-9a-f]{64}$/
const wrong = (request: Request, { status }: Response) =>
  closing(request) && status === 400 && wellFormed.test(digestOfQuery(request) ?? '')
const folder = (request: Request) => new URL(request.url).pathname.replace(/uploads\/[^/]*$/, '')

/** A fault by which the digest of a closing request is read as another one, if it is one of some sort. */
function reading({
  name,
  description,
  read,
}: {
  readonly name: string
  readonly description: string
  readonly read: (digest: string | null, body: Uint8Array) => string | undefined
}): Fault {
  return {
    name,
    description,
    breaks: 'push-blobs/invalid-digest',
    wrap: (handler) => async (request) => {
      if (!closing(request)) return handler(request)
      const body = new Uint8Array(await request.clone().arrayBuffer())
      const digest = read(digestOfQuery(request), body)
      if (digest === undefined) return handler(request)
      const url = new URL(request.url)
      url.searchParams.set('digest', digest)
      return handler(new Request(url, { method: 'PUT', headers: request.headers, body }))
    },
  }
}

/** Faults in what registries make of digests that are wrong, malformed or not there. */
export const blobDigestFaults: readonly Fault[] = [
  answering({
    name: 'blob-wrong-digest-500',
    breaks: 'push-blobs/invalid-digest',
    description: 'A wrong digest is answered with 500',
    when: wrong,
    change: () => emptyResponse(500),
  }),
  answering({
    name: 'wrong-digest-404',
    breaks: 'push-blobs/invalid-digest',
    description: 'A wrong digest is answered with 404',
    when: wrong,
    change: () => emptyResponse(404),
  }),
  {
    name: 'wrong-digest-found-by-head',
    description: 'HEAD finds what was refused for a wrong digest under that digest',
    breaks: 'push-blobs/digest',
    wrap: (handler) => {
      const refused = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (wrong(request, response)) refused.add(`${folder(request)}${digestOfQuery(request)}`)
        const asked = asks(request, 'HEAD', paths.blob) && response.status === 404
        return asked && refused.has(new URL(request.url).pathname) ? emptyResponse(200) : response
      }
    },
  },
  {
    name: 'wrong-digest-replaces-blob',
    description: 'Bytes under the digest of a blob that is there take its place, unchecked',
    breaks: 'push-blobs/digest',
    wrap: (handler) => {
      const pushed = new Set<string>()
      const replaced = new Map<string, ArrayBuffer>()
      return async (request) => {
        const { pathname } = new URL(request.url)
        const place = `${folder(request)}${digestOfQuery(request)}`
        const bytes = closing(request) ? await request.clone().arrayBuffer() : undefined
        const response = await handler(request)
        if (closing(request) && response.status === 201) pushed.add(place)
        if (bytes && wrong(request, response) && pushed.has(place)) {
          replaced.set(place, bytes)
          return emptyResponse(201, { Location: place })
        }
        const other = asks(request, 'GET', paths.blob) ? replaced.get(pathname) : undefined
        return other ? new Response(other, { status: 200, headers: response.headers }) : response
      }
    },
  },
  {
    name: 'digest-of-others-unchecked',
    description: 'Any bytes are taken under the digest of a blob that another repository has',
    breaks: 'push-blobs/digest',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (!wrong(request, response)) return response
      const digest = digestOfQuery(request) ?? ''
      const name = folder(request).replace(/^\/v2\/|\/blobs\/$/g, '')
      const holder = [...core.store.repositories.values()].find((one) => one.name !== name && one.blobs.has(digest))
      const bytes = holder?.blob(digest)
      if (!bytes) return response
      core.store.open(name).putBlob(digest, bytes)
      return emptyResponse(201, { Location: `${folder(request)}${digest}` })
    },
  },
  {
    name: 'wrong-digest-bans-bytes',
    description: 'Bytes that were refused for a wrong digest are refused under their own as well',
    breaks: 'pull/blob-exact',
    wrap: (handler) => {
      const banned = new Set<string>()
      return async (request) => {
        if (!closing(request)) return handler(request)
        const own = digestOf(new Uint8Array(await request.clone().arrayBuffer()))
        if (banned.has(own)) return emptyResponse(400)
        const response = await handler(request)
        if (wrong(request, response)) banned.add(own)
        return response
      }
    },
  },
  reading({
    name: 'digest-in-capitals-taken',
    description: 'A digest in capitals is taken for the same in small letters',
    read: (digest) => (/^sha256:[0-9A-F]{64}$/.test(digest ?? '') ? digest?.toLowerCase() : undefined),
  }),
  reading({
    name: 'digest-without-algorithm-taken',
    description: 'A digest without algorithm is taken for one of sha256',
    read: (digest) => (/^[0-9a-f]{64}$/.test(digest ?? '') ? `sha256:${digest}` : undefined),
  }),
  reading({
    name: 'digest-made-up',
    description: 'A session that is closed without a digest is closed with that of its bytes',
    read: (digest, body) => (digest === null ? digestOf(body) : undefined),
  }),
  answering({
    name: 'single-post-wrong-digest-500',
    breaks: 'push-blobs/invalid-digest',
    description: 'A single POST with a wrong digest is answered with 500',
    when: (request, { status }) =>
      asks(request, 'POST', paths.uploads) && status === 400 && digestOfQuery(request)?.length === 71,
    change: () => emptyResponse(500),
  }),
  answering({
    name: 'single-post-malformed-digest-500',
    breaks: 'push-blobs/invalid-digest',
    description: 'A single POST with a malformed digest is answered with 500',
    when: (request, { status }) => asks(request, 'POST', paths.uploads) && status === 400,
    change: () => emptyResponse(500),
  }),
  answering({
    name: 'sha512-500',
    breaks: 'push-blobs/invalid-digest',
    alsoBreaks: ['pull/blob-exact'],
    description: 'A blob by its sha512 digest is answered with 500',
    when: (request) => closing(request) && digestOfQuery(request)?.startsWith('sha512:') === true,
    change: () => emptyResponse(500),
  }),
  answering({
    name: 'malformed-digest-pull-500',
    breaks: 'pull/blob-absent',
    description: 'Pulling a blob by a malformed digest is answered with 500',
    when: (request, { status }) => asks(request, 'GET', paths.blob) && status === 400,
    change: () => emptyResponse(500),
  }),
  answering({
    name: 'malformed-digest-head-500',
    breaks: 'checking/absent',
    description: 'HEAD of a blob by a malformed digest is answered with 500',
    when: (request, { status }) => asks(request, 'HEAD', paths.blob) && status === 400,
    change: () => emptyResponse(500),
  }),
]
