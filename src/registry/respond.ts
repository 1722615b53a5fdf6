import type { Bytes } from './body.ts'

/** A response of known length; HEAD gets the same headers without the body. */
export function bytesResponse(bytes: Bytes, headers: Readonly<Record<string, string>>, status = 200): Response {
  return new Response(bytes, { status, headers: { ...headers, 'Content-Length': String(bytes.byteLength) } })
}

/** A JSON response of known length. */
export function jsonResponse(body: unknown, headers: Readonly<Record<string, string>>, status = 200): Response {
  return bytesResponse(new TextEncoder().encode(JSON.stringify(body)), headers, status)
}

/** A response without a body. */
export function emptyResponse(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: status === 204 ? headers : { ...headers, 'Content-Length': '0' } })
}
