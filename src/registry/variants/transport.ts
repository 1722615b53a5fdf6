import { setTimeout as sleep } from 'node:timers/promises'
import { drain } from '../body.ts'
import type { Variant } from '../change.ts'
import { refuse } from '../errors.ts'

/** Every how many requests the busy variant says so. */
const busyEvery = 10

/** How long the slow variant takes, in milliseconds. */
const slowMilliseconds = 150

/** Other manners on the wire. */
export const transportVariants: readonly Variant[] = [
  {
    name: 'connections-closed',
    description: 'Every connection is closed after one response',
    allowed: 'HTTP lets a server close connections',
    hints: { onSockets: true },
    wrap: (handler) => async (request) => closing(await handler(request)),
  },
  {
    name: 'too-many-requests',
    description: `Every request number ${busyEvery}, ${busyEvery * 2}, ... is answered with 429 and Retry-After: 1`,
    allowed: 'a registry may limit how often it is asked',
    wrap: (handler, core) => {
      let count = 0
      return async (request) => {
        count += 1
        if (count % busyEvery !== 0) return handler(request)
        await drain(request)
        const error = refuse(429, 'TOOMANYREQUESTS', 'slow down', undefined, { 'Retry-After': '1' })
        return core.rules.http.error(error, request)
      }
    },
  },
  {
    name: 'slow-responses',
    description: `Every response takes ${slowMilliseconds} ms`,
    allowed: 'the text says nothing about speed',
    wrap: (handler) => async (request) => {
      await sleep(slowMilliseconds)
      return handler(request)
    },
  },
  {
    name: 'plain-errors',
    description: 'Errors are plain text',
    allowed: 'the body of an error may have any format',
    change: () => ({
      http: {
        error: (error) =>
          new Response(`${error.message}\n`, {
            status: error.status,
            headers: { 'Content-Type': 'text/plain; charset=utf-8', ...error.headers },
          }),
      },
    }),
  },
  {
    name: 'malformed-references-404',
    description: 'Reading a manifest or blob under a malformed reference is answered with 404',
    allowed: 'nothing is found under such a reference, and 404 is the one failure listed for these endpoints',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const reads = ['GET', 'HEAD'].includes(request.method) && /\/(manifests|blobs)\/[^/]+$/.test(request.url)
      return reads && response.status === 400
        ? new Response(response.body, { status: 404, headers: response.headers })
        : response
    },
  },
  {
    name: 'blobs-redirected',
    description: 'A blob is read by way of a redirect',
    allowed: 'any request may be answered with a redirect',
    wrap: (handler) => async (request) => {
      const url = new URL(request.url)
      const direct = !['GET', 'HEAD'].includes(request.method) || url.searchParams.has('direct')
      if (direct || !/\/blobs\/[^/]+:[^/]+$/.test(url.pathname)) return handler(request)
      const response = await handler(request)
      if (response.status >= 400) return response
      await response.body?.cancel()
      return new Response(null, { status: 307, headers: { Location: `${url.pathname}?direct=1` } })
    },
  },
  {
    name: 'warnings',
    description: 'Responses carry a Warning',
    allowed: 'a registry may send informational warnings',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      response.headers.set('Warning', '299 - "This registry forgets everything when it stops."')
      return response
    },
  },
  {
    name: 'blobs-redirected-elsewhere',
    description: 'A blob is read by way of a redirect to another origin, which takes no credentials',
    allowed: 'any request may be answered with a redirect, and blobs may lie elsewhere',
    wrap: (handler) => async (request) => {
      const url = new URL(request.url)
      const direct = url.searchParams.has('elsewhere')
      if (direct && request.headers.has('Authorization')) return new Response(null, { status: 400 })
      if (direct || !['GET', 'HEAD'].includes(request.method) || !/\/blobs\/[^/]+:[^/]+$/.test(url.pathname)) {
        return handler(request)
      }
      const response = await handler(request)
      if (response.status >= 400) return response
      await response.body?.cancel()
      // The same machine under its other name: for a client that is another origin.
      const other = url.hostname === '127.0.0.1' ? 'localhost' : url.hostname === 'localhost' ? '127.0.0.1' : undefined
      if (other) url.hostname = other
      url.search = '?elsewhere=1'
      return new Response(null, { status: 307, headers: { Location: url.href } })
    },
  },
  {
    name: 'namespaces-repeated',
    description: 'Reads with ns are answered with OCI-Namespace',
    allowed: 'a registry may go by ns, and should say so then',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const namespace = new URL(request.url).searchParams.get('ns')
      if (namespace !== null) response.headers.set('OCI-Namespace', namespace)
      return response
    },
  },
  {
    name: 'sessions-over-400',
    description: 'Cancelling a session that is over is answered with 400, and a chunk for it with 416',
    allowed: 'the table of endpoints lists these failures too',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const status = { DELETE: 400, PATCH: 416 }[request.method]
      const over = response.status === 404 && /\/blobs\/uploads\/[^/]+$/.test(new URL(request.url).pathname)
      return over && status !== undefined ? new Response(null, { status }) : response
    },
  },
  {
    name: 'too-large-cuts-off',
    description: 'Connections are closed after a response; that to a manifest that is too large comes before its end',
    allowed: 'HTTP lets a server close the connection of a request that is too large',
    hints: { onSockets: true },
    wrap: (handler, core) => async (request) => {
      const length = Number(request.headers.get('Content-Length') ?? 0)
      if (request.method !== 'PUT' || !request.url.includes('/manifests/') || length <= core.limits.manifestBytes)
        return closing(await handler(request))
      return closing(new Response(null, { status: 413, headers: { 'Content-Length': '0' } }))
    },
  },
  {
    name: 'errors-without-body',
    description: 'Refusals have no body',
    allowed: 'the body of an error may have any format',
    change: () => ({
      http: {
        error: (error) =>
          new Response(null, { status: error.status, headers: { 'Content-Length': '0', ...error.headers } }),
      },
    }),
  },
  {
    name: 'overtaking-responses',
    description: 'Responses take up to 30 ms, each another time, so that later ones overtake earlier ones',
    allowed: 'requests that are under way at once have no order',
    wrap: (handler) => {
      let count = 0
      return async (request) => {
        count += 1
        const wait = (count * 7919) % 31
        const response = await handler(request)
        await sleep(wait)
        return response
      }
    },
  },
  {
    name: 'ranges-not-offered',
    description: 'A blob is always answered whole',
    allowed: 'ranges are recommended, not required',
    features: { range: false },
  },
  {
    name: 'reads-without-digest-header',
    description: 'Responses to reads have no Docker-Content-Digest',
    allowed: 'up to version 1.1.1 the header is recommended, not required',
    hints: { spec: '1.1.1' },
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (['GET', 'HEAD'].includes(request.method)) response.headers.delete('Docker-Content-Digest')
      return response
    },
  },
  {
    name: 'several-warnings',
    description: 'Responses carry several Warnings, one with quotes and commas in it',
    allowed: 'there is no limit but the one on their bytes',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      for (const text of ['One, two, three.', 'It said \\"no\\".', 'That is all.']) {
        response.headers.append('Warning', `299 - "${text}"`)
      }
      return response
    },
  },
]

/** The same response, after which the connection is closed. */
function closing(response: Response): Response {
  response.headers.set('Connection', 'close')
  return response
}
