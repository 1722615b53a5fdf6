import type { Core, Handler } from '../../contract.ts'
import { isIndex } from '../../manifest.ts'
import { emptyResponse } from '../../respond.ts'
import { asks, paths } from '../change-response.ts'
import { isRead, manifestOf, mayRead, open, type Wrong } from './wrong.ts'

const breaks = 'access/reading'
const emptyJson = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'

/** Says 304 to a request for a manifest that its sender has, before anybody asks who that is. */
function conditionalFirst(handler: Handler, core: Core): Handler {
  return async (request) => {
    const match = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(new URL(request.url).pathname)
    const [, name = '', digest = ''] = match ?? []
    const known = core.store.find(name)?.manifests.has(digest) === true
    const same = known && request.headers.get('If-None-Match') === `"${digest}"`
    return same ? emptyResponse(304, { ETag: `"${digest}"` }) : handler(request)
  }
}

/** Serves what was once read with a right to it to everybody who asks for the same URL. */
function cachedForAll(handler: Handler): Handler {
  const cache = new Map<string, Response>()
  return async (request) => {
    const response = await handler(request)
    const key = `${request.method} ${request.url} ${request.headers.get('Range') ?? ''}`
    if (asks(request, 'GET HEAD', paths.manifest) || asks(request, 'GET HEAD', paths.blob)) {
      if (response.ok) cache.set(key, response.clone())
      else if ([401, 403].includes(response.status)) return cache.get(key)?.clone() ?? response
    }
    return response
  }
}

/** Faults in who may read that show in some forms of a request alone. */
export const readingForms: readonly Wrong[] = [
  open(
    { name: 'blob-heads-open', breaks, description: 'HEAD of a blob is not held against rights' },
    ({ request, resource }) => request.method === 'HEAD' && resource === 'blobs',
  ),
  open(
    { name: 'blob-ranges-open', breaks, description: 'A part of a blob is not held against rights' },
    (call) => isRead(call) && call.resource === 'blobs' && call.request.headers.has('Range'),
  ),
  open(
    { name: 'empty-blob-open', breaks, description: 'The empty JSON blob, which is everywhere, may be pulled by all' },
    (call) => isRead(call) && call.resource === 'blobs' && call.reference === emptyJson,
  ),
  open({ name: 'indexes-open', breaks, description: 'Everybody may pull an index' }, (call) => {
    const manifest = manifestOf(call)
    return isRead(call) && manifest !== undefined && isIndex(manifest)
  }),
  open(
    { name: 'referrers-pulled-by-all', breaks, description: 'Everybody may pull a manifest with a subject' },
    (call) => isRead(call) && manifestOf(call)?.content.subject !== undefined,
  ),
  {
    name: 'unchanged-before-rights',
    breaks,
    description: 'Whoever names a digest in If-None-Match is told that it is there, before rights are looked at',
    wrap: conditionalFirst,
  },
  {
    name: 'reads-cached-for-all',
    breaks,
    description: 'What a user read once is served from a cache to everybody',
    wrap: cachedForAll,
  },
  open(
    { name: 'proxied-reads-open', breaks, description: 'Reads with ns are taken for those of a mirror that is open' },
    (call) => isRead(call) && call.query.has('ns'),
  ),
  open(
    { name: 'filtered-lists-open', breaks, description: 'A filtered list is not held against rights' },
    ({ resource, query }) => resource === 'referrers' && query.has('artifactType'),
  ),
  open(
    { name: 'list-heads-open', breaks, description: 'HEAD of a list is not held against rights' },
    ({ resource, request }) => request.method === 'HEAD' && (resource === 'referrers' || resource === 'tags'),
  ),
  open(
    { name: 'list-pages-open', breaks, description: 'Later pages of referrers are not held against rights' },
    ({ resource, query }) => resource === 'referrers' && query.has('last'),
  ),
  open(
    { name: 'empty-lists-open', breaks, description: 'A list without entries is not held against rights' },
    ({ core, name, reference, resource }) =>
      resource === 'referrers' && (core.store.find(name)?.referrers.get(reference) ?? []).length === 0,
  ),
  open(
    { name: 'no-tags-open', breaks, description: 'A page of no tags is not held against rights' },
    ({ resource, query }) => resource === 'tags' && query.get('n') === '0',
  ),
  open(
    { name: 'large-pages-of-tags-open', breaks, description: 'A page of very many tags is not held against rights' },
    ({ resource, query }) => resource === 'tags' && Number(query.get('n')) >= 1000,
  ),
  {
    name: 'mount-source-read-late',
    breaks,
    description: 'The source of a mount is only held against rights where it comes after the digest',
    change: (rules) => ({
      uploads: {
        mayMountFrom: (call, from) =>
          /[?&]from=.*&mount=/.test(call.url.search) || mayRead(call, from) || rules.uploads.mayMountFrom(call, from),
      },
    }),
  },
]
