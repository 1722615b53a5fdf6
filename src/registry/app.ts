import { type Context, Hono } from 'hono'
import { PatternRouter } from 'hono/router/pattern-router'
import { type Caller, tokenPath } from './access/access.ts'
import { answerToken } from './access/token-service.ts'
import type { Call, Core, Resource, ResourceName } from './contract.ts'
import { methodNotAllowed, RegistryError, refuse } from './errors.ts'
import { isName } from './grammar.ts'
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
const routes: readonly (readonly [path: string, resource: ResourceName, methods: Methods])[] = [
  ['/v2/', 'version', { GET: apiVersion }],
  ['/v2/:name{.+}/blobs/uploads', 'uploads', { POST: openUpload }],
  [
    '/v2/:name{.+}/blobs/uploads/:reference{[^/]+}',
    'uploads',
    { GET: uploadStatus, PATCH: uploadChunk, PUT: closeUpload, DELETE: cancelUpload },
  ],
  ['/v2/:name{.+}/blobs/:reference{[^/]+}', 'blobs', { GET: readBlob, DELETE: deleteBlob }],
  [
    '/v2/:name{.+}/manifests/:reference{[^/]+}',
    'manifests',
    { GET: readManifest, PUT: pushManifest, DELETE: deleteManifest },
  ],
  ['/v2/:name{.+}/tags/list', 'tags', { GET: listTags }],
  ['/v2/:name{.+}/referrers/:reference{[^/]+}', 'referrers', { GET: listReferrers }],
]

type Env = { Variables: { caller: Caller } }

function run(core: Core, name: ResourceName, resource: Resource) {
  return (context: Context<Env>): Response | Promise<Response> => {
    const url = new URL(context.req.url)
    const repository = context.req.param('name') ?? ''
    if (repository !== '' && !isName(repository)) {
      throw refuse(400, 'NAME_INVALID', 'malformed repository name', { name: repository })
    }
    const call: Call = {
      core,
      request: context.req.raw,
      url,
      query: parseQuery(url.search),
      name: repository,
      reference: context.req.param('reference') ?? '',
      resource: name,
      caller: context.get('caller'),
    }
    admit(call)
    return resource(call)
  }
}

/** Refuses a call that its caller may not make. */
function admit(call: Call): void {
  const { access, rules } = call.core
  if (!access || !call.caller) return
  const need = rules.access.needed(call)
  if (!need || rules.access.may(call.caller, need.repository, need.action, call)) return
  throw rules.access.refusal(call, call.caller, need, access)
}

/** All endpoints of the specification as one hono application. */
export function createApp(core: Core): Hono<Env> {
  const app = new Hono<Env>({ router: new PatternRouter() })
  const { access } = core
  if (access) {
    app.use('/v2/*', async (context, next) => {
      const caller = await core.rules.access.caller(context.req.raw, access)
      // Clients ask here whether, and how, to log in.
      if (!caller.known && /^\/v2\/?$/.test(context.req.path)) throw access.unauthorized(context.req.raw)
      context.set('caller', caller)
      await next()
    })
    if (access.scheme === 'bearer')
      app.all(tokenPath, (context) => answerToken(access, context.req.raw, core.store.budget))
  }
  for (const [path, name, methods] of routes) {
    for (const [method, resource] of Object.entries(methods)) app.on(method, path, run(core, name, resource))
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
