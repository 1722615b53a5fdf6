import type { Change } from '../change.ts'

/**
 * A least length of chunks. A chunk that is shorter is taken, as it may be the last one, and none is taken after it.
 * @param told whether the length is told when a session is opened
 */
export function chunkMinimum(least: number, hints: boolean): NonNullable<Change['wrap']> {
  return (handler) => {
    const short = new Set<string>()
    return async (request) => {
      const { pathname } = new URL(request.url)
      const chunk = request.method === 'PATCH' && request.headers.has('Content-Range')
      if (chunk && short.has(pathname)) return new Response(null, { status: 416 })
      const length = chunk ? (await request.clone().arrayBuffer()).byteLength : least
      const response = await handler(request)
      if (response.status === 202 && length < least) short.add(pathname)
      if (hints && request.method === 'POST' && response.status === 202) {
        response.headers.set('OCI-Chunk-Min-Length', String(least))
      }
      return response
    }
  }
}
