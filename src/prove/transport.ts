import { NoResponse, type Transport } from '../client/wire.ts'

/**
 * A transport that ends in a registry of this process: no socket, no HTTP on a wire. What a client could tell from
 * the response stays as it is: status, every header, the bytes (none for HEAD), redirects that are not followed.
 */
export function inProcess(fetch: (request: Request) => Promise<Response>): Transport {
  return async ({ method, origin, path, headers, body }) => {
    try {
      const response = await fetch(
        new Request(origin + path, {
          method,
          headers: body ? { ...headers, 'content-length': String(body.length) } : { ...headers },
          redirect: 'manual',
          ...(body && { body: new Uint8Array(body) }),
        }),
      )
      const bytes = new Uint8Array(await response.arrayBuffer())
      const found: Record<string, readonly string[]> = Object.create(null)
      for (const [name, value] of response.headers) found[name] = [...(found[name] ?? []), value]
      return { status: response.status, headers: found, body: method === 'HEAD' ? new Uint8Array() : bytes }
    } catch (cause) {
      // A handler that throws is a server that hangs up.
      throw new NoResponse('closed', `no response: ${cause instanceof Error ? cause.message : String(cause)}`, {
        cause,
      })
    }
  }
}
