import { gzipSync } from 'node:zlib'
import type { Variant } from '../change.ts'
import type { ErrorEntry } from '../errors.ts'

/** A variant that writes the bodies of refusals otherwise. */
function refusing({
  name,
  description,
  allowed,
  body,
}: {
  readonly name: string
  readonly description: string
  readonly allowed: string
  readonly body: (entries: readonly ErrorEntry[]) => unknown
}): Variant {
  return {
    name,
    description,
    allowed,
    change: () => ({
      http: {
        error: (error) =>
          new Response(JSON.stringify({ errors: body(error.entries) }), {
            status: error.status,
            headers: { 'Content-Type': 'application/json; charset=utf-8', ...error.headers },
          }),
      },
    }),
  }
}

/** Other forms that responses may have. */
export const responseVariants: readonly Variant[] = [
  refusing({
    name: 'error-details-text',
    description: 'Details of errors are texts',
    allowed: 'a detail may be any JSON',
    body: (entries) => entries.map((entry) => ({ ...entry, detail: JSON.stringify(entry.detail ?? 'none') })),
  }),
  refusing({
    name: 'error-codes-alone',
    description: 'Errors have a code and nothing else',
    allowed: 'message and detail are optional',
    body: (entries) => entries.map(({ code }) => ({ code })),
  }),
  refusing({
    name: 'errors-doubled',
    description: 'Refusals name each error twice, with an empty message and a field of the vendor',
    allowed: 'there may be several errors, messages may be empty, and other fields are not ruled out',
    body: (entries) =>
      [...entries, ...entries].map((entry) => ({ ...entry, message: '', 'com.example.help': 'https://example.com' })),
  }),
  {
    name: 'errors-as-pages',
    description: 'Refusals are pages of HTML',
    allowed: 'the body of an error may have any format',
    change: () => ({
      http: {
        error: (error) =>
          new Response(`<html><body>{${error.message}}</body></html>`, {
            status: error.status,
            headers: { 'Content-Type': 'text/html', ...error.headers },
          }),
      },
    }),
  },
  {
    name: 'headers-besides',
    description: 'Responses carry headers of many sorts besides those of the text',
    allowed: 'the text names headers that have to be there, and rules out no others',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const more = {
        'Docker-Distribution-Api-Version': 'registry/2.0',
        'Cache-Control': 'max-age=31536000',
        Server: 'example',
        Vary: 'Accept, Accept-Encoding',
        'X-Content-Type-Options': 'nosniff',
      }
      for (const [name, value] of Object.entries(more)) response.headers.set(name, value)
      return response
    },
  },
  {
    name: 'tag-header-always',
    description: 'OCI-Tag also names the tag that a manifest was pushed by',
    allowed: 'the header names tags that were accepted, and that one was',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const [, tag] = /\/manifests\/([^/:]+)$/.exec(new URL(request.url).pathname) ?? []
      if (request.method === 'PUT' && tag !== undefined && response.status === 201)
        response.headers.append('OCI-Tag', tag)
      return response
    },
  },
  {
    name: 'encoded-where-asked',
    description: 'A client that takes gzip gets it',
    allowed: 'HTTP lets client and server agree on an encoding',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const accepts = /\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '')
      if (!accepts || request.method !== 'GET' || response.status !== 200) return response
      const body = new Uint8Array(gzipSync(await response.arrayBuffer()))
      const headers = new Headers(response.headers)
      headers.set('Content-Encoding', 'gzip')
      headers.set('Content-Length', String(body.length))
      return new Response(body, { status: 200, headers })
    },
  },
  {
    name: 'filtered-pages-by-token',
    description: 'The Link of a filtered list leads on with a token in place of its filter',
    allowed: 'how the next page is named is left to the registry',
    limits: { referrersPageEntries: 2 },
    change: (rules) => {
      const filters = new Map<string, string>()
      return {
        referrers: {
          link: (call, next) => {
            const link = rules.referrers.link(call, next)
            const filter = call.query.get('artifactType') ?? filters.get(call.query.get('token') ?? '')
            if (filter === undefined) return link
            const token = String(filters.size)
            filters.set(token, filter)
            return link.replace(/artifactType=[^&>]*/g, `token=${token}`)
          },
          wanted: (call) => {
            const known = filters.get(call.query.get('token') ?? '')
            return known === undefined ? rules.referrers.wanted(call) : [known]
          },
        },
      }
    },
  },
]
