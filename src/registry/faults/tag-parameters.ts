import type { Fault } from '../change.ts'
import { emptyResponse } from '../respond.ts'
import { asks, paths } from './change-response.ts'

/** The tags in the query of a push by digest, each with its repository. */
function tagsIn(request: Request): string[] {
  const { pathname, searchParams } = new URL(request.url)
  if (!asks(request, 'PUT', paths.manifestByDigest)) return []
  return searchParams.getAll('tag').map((tag) => pathname.replace(/[^/]+$/, tag))
}

/** Faults with tags that came in the query of a push by digest, and not by a push of their own. */
export const tagParameterFaults: readonly Fault[] = [
  {
    name: 'tags-in-query-head-404',
    description: 'HEAD does not find a tag that came in the query of a push',
    breaks: 'pushing-manifests/tag-parameters',
    wrap: (handler) => {
      const tags = new Set<string>()
      return async (request) => {
        for (const tag of tagsIn(request)) tags.add(tag)
        const { pathname } = new URL(request.url)
        return request.method === 'HEAD' && tags.has(pathname) ? emptyResponse(404) : handler(request)
      }
    },
  },
  {
    name: 'tags-in-query-outlive-manifest',
    description: 'Tags that came in the query of a push give their manifest after its delete',
    breaks: 'deleting/manifest-gone',
    wrap: (handler) => {
      const contents = new Map<string, { readonly body: ArrayBuffer; readonly type: string }>()
      return async (request) => {
        const { pathname } = new URL(request.url)
        const tags = tagsIn(request)
        if (tags.length > 0) {
          const body = await request.clone().arrayBuffer()
          for (const tag of tags) contents.set(tag, { body, type: request.headers.get('Content-Type') ?? '' })
        }
        const response = await handler(request)
        const old =
          asks(request, 'GET', paths.manifestByTag) && response.status === 404 ? contents.get(pathname) : undefined
        return old ? new Response(old.body, { headers: { 'Content-Type': old.type } }) : response
      }
    },
  },
  {
    name: 'referrers-with-tags-in-query-not-listed',
    description: 'A referrer that got tags in the query of its push is not listed',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => {
      const hidden = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            if (push.byDigest && push.tags.length > 0) hidden.add(push.manifest.digest)
            await rules.manifests.keep(push)
          },
        },
        referrers: {
          listed: async (call, repository) =>
            (await rules.referrers.listed(call, repository)).filter(({ digest }) => !hidden.has(digest)),
        },
      }
    },
  },
  {
    name: 'tags-in-query-not-deleted',
    description: 'Deleting a tag that came in the query of a push is answered with 202, and it stays',
    breaks: 'deleting/tag-gone',
    wrap: (handler) => {
      const tags = new Set<string>()
      return async (request) => {
        for (const tag of tagsIn(request)) tags.add(tag)
        const { pathname } = new URL(request.url)
        return request.method === 'DELETE' && tags.has(pathname) ? emptyResponse(202) : handler(request)
      }
    },
  },
]
