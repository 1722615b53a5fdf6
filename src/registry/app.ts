import { type Context, Hono } from 'hono'
import { PatternRouter } from 'hono/router/pattern-router'
import { checkBasicAuth } from './auth.ts'
import type { Core, Resource } from './call.ts'
import { methodNotAllowed, RegistryError, refuse } from './errors.ts'
import { isName } from './grammar.ts'
import type { BasicAuth } from './options.ts'
import { parseQuery } from './query.ts'
import { apiVersion } from './resources/api-version.ts'
import { deleteBlob, readBlob } from './resources/blobs.ts'
import { deleteManifest } from './resources/manifests-delete.ts'
import { pushManifest } from './resources/manifests-push.ts'
import { readManifest } from './resources/manifests-read.ts'
import { listReferrers } from './resources/referrers.ts'
import { listTags } from './resources/tags.ts'
import { cancelUpload, closeUpload, uploadChunk, uploadStatus } from './resources/uploads.ts'
import { openUpload } from './resources/uploads-open.ts'

type Methods = Readonly<Record<string, Resource>>

/**
 * Paths, most special first. A repository name has slashes and may contain words such as `manifests` or `blobs`, so
 * `name` takes as much as it can. HEAD is answered wherever GET is (hono does that).
 */
const routes: readonly (readonly [path: string, methods: Methods])[] = [
  ['/v2/', { GET: apiVersion }],
  ['/v2/:name{.+}/blobs/uploads', { POST: openUpload }],
  [
    '/v2/:name{.+}/blobs/uploads/:reference{[^/]+}',
    { GET: uploadStatus, PATCH: uploadChunk, PUT: closeUpload, DELETE: cancelUpload },
  ],
  ['/v2/:name{.+}/blobs/:reference{[^/]+}', { GET: readBlob, DELETE: deleteBlob }],
  ['/v2/:name{.+}/manifests/:reference{[^/]+}', { GET: readManifest, PUT: pushManifest, DELETE: deleteManifest }],
  ['/v2/:name{.+}/tags/list', { GET: listTags }],
  ['/v2/:name{.+}/referrers/:reference{[^/]+}', { GET: listReferrers }],
]

function run(core: Core, resource: Resource) {
  return (context: Context): Response | Promise<Response> => {
    const url = new URL(context.req.url)
    const name = context.req.param('name') ?? ''
    if (name !== '' && !isName(name)) throw refuse(400, 'NAME_INVALID', 'malformed repository name', { name })
    const reference = context.req.param('reference') ?? ''
    return resource({ core, request: context.req.raw, url, query: parseQuery(url.search), name, reference })
  }
}

/** All endpoints of the specification as one hono application. */
export function createApp(core: Core, auth: BasicAuth | undefined): Hono {
  const app = new Hono({ router: new PatternRouter() })
  if (auth) {
    app.use('/v2/*', async (context, next) => {
      checkBasicAuth(context.req.raw, auth)
      await next()
    })
  }
  for (const [path, methods] of routes) {
    for (const [method, resource] of Object.entries(methods)) app.on(method, path, run(core, resource))
    const allowed = Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    app.all(path, () => {
      throw methodNotAllowed('this method means nothing here', allowed)
    })
  }
  app.notFound((context) => respond(refuse(404, 'UNSUPPORTED', 'no such endpoint'), context.req.raw))
  app.onError((error, context) => respond(error, context.req.raw))
  return app

  /** Only refusals are expected; anything else is a bug of ours, shown as such. */
  function respond(error: Error, request: Request): Response {
    if (error instanceof RegistryError) return core.rules.http.error(error, request)
    return new Response(`internal error: ${error.message}\n`, {
      status: 500,
      headers: { 'Content-Type': 'text/plain' },
    })
  }
}
