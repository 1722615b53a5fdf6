import type { Fault } from '../change.ts'

/** Whether a request is of a method on a path. */
export function asks(request: Request, methods: string, path: RegExp): boolean {
  return methods.split(' ').includes(request.method) && path.test(new URL(request.url).pathname)
}

/** Paths by what they name. */
export const paths = {
  manifest: /\/manifests\/[^/]+$/,
  manifestByTag: /\/manifests\/[^/:]+$/,
  manifestByDigest: /\/manifests\/[^/:]+:[^/]+$/,
  blob: /\/blobs\/[^/:]+:[^/]+$/,
  uploads: /\/blobs\/uploads\/$/,
  session: /\/blobs\/uploads\/[^/]+$/,
  tags: /\/tags\/list$/,
  referrers: /\/referrers\/[^/]+$/,
} as const

/** The same response with another status, other headers (null: left out) or another body. */
export function altered(
  response: Response,
  change: {
    status?: number
    headers?: Readonly<Record<string, string | null>>
    body?: string | ArrayBuffer | Uint8Array<ArrayBuffer>
  },
): Response {
  const headers = new Headers(response.headers)
  if (change.body !== undefined) headers.delete('Content-Length')
  for (const [name, value] of Object.entries(change.headers ?? {})) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const status = change.status ?? response.status
  const body = change.body === undefined ? response.body : change.body
  return new Response(status === 204 ? null : body, { status, headers })
}

/** A fault that changes some responses and nothing else. */
export function answering({
  name,
  breaks,
  alsoBreaks,
  description,
  when,
  change,
}: {
  readonly name: string
  readonly breaks: string
  readonly alsoBreaks?: readonly string[]
  readonly description: string
  readonly when: (request: Request, response: Response) => boolean
  readonly change: (response: Response, request: Request) => Response | Promise<Response>
}): Fault {
  return {
    name,
    description,
    breaks,
    ...(alsoBreaks && { alsoBreaks }),
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      return when(request, response) ? change(response, request) : response
    },
  }
}
