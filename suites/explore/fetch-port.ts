import type { Port, PortResponse } from './port.ts'

const maxRedirects = 5

/**
 * A port to a registry in the same process. Follows redirects, as a client does; waits are left out, since nothing
 * there has to be waited for.
 */
export function fetchPort(fetch: (request: Request) => Promise<Response>, origin = 'http://registry.test'): Port {
  return {
    origin,
    async send(method, to, headers, body) {
      let url = new URL(to, origin)
      for (let redirects = 0; ; redirects++) {
        const init = { method, headers: { ...headers }, ...(body !== undefined && { body: new Uint8Array(body) }) }
        const response = await fetch(new Request(url, init))
        const location = response.headers.get('location')
        const isRedirect = response.status >= 300 && response.status < 400 && location !== null
        if (!isRedirect || redirects === maxRedirects) return readWhole(response)
        await response.body?.cancel()
        url = new URL(location, url)
      }
    },
  }
}

async function readWhole(response: Response): Promise<PortResponse> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}
