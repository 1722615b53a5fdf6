import type { Fault } from '../change.ts'
import type { Core } from '../contract.ts'
import type { Repository } from '../repository.ts'
import { asks, paths } from './change-response.ts'

/** A request for a repository that nobody pushed to goes to one that has what is asked for. */
function elsewhere(request: Request, core: Core, has: (repository: Repository, reference: string) => boolean): Request {
  const { pathname } = new URL(request.url)
  const [, name = '', reference = ''] = /^\/v2\/(.+)\/(?:blobs|manifests)\/([^/]+)$/.exec(pathname) ?? []
  if (name === '' || core.store.find(name)) return request
  const holder = [...core.store.repositories.values()].find((one) => has(one, decodeURIComponent(reference)))
  return holder ? new Request(request.url.replace(`/v2/${name}/`, `/v2/${holder.name}/`), request) : request
}

/** Faults that take for one's own what is of others, or was claimed only. */
export const ofOthersFaults: readonly Fault[] = [
  {
    name: 'manifests-of-others-in-unknown-repository',
    description: 'By digest a repository that nobody pushed to shows the manifests of all others',
    breaks: 'pushing-manifests/unknown-repository',
    wrap: (handler, core) => async (request) =>
      asks(request, 'GET HEAD', paths.manifestByDigest)
        ? handler(elsewhere(request, core, ({ manifests }, digest) => manifests.has(digest)))
        : handler(request),
  },
  {
    name: 'deletes-reach-others-from-unknown-repository',
    description: 'A delete in a repository that nobody pushed to deletes the manifest where it is',
    breaks: 'deleting/no-repository',
    wrap: (handler, core) => async (request) =>
      asks(request, 'DELETE', paths.manifestByDigest)
        ? handler(elsewhere(request, core, ({ manifests }, digest) => manifests.has(digest)))
        : handler(request),
  },
  {
    name: 'single-post-sha512-unchecked',
    description: 'A single POST takes other bytes under any sha512 digest',
    breaks: 'push-blobs/digest',
    wrap: (handler, core) => async (request) => {
      const { pathname, searchParams } = new URL(request.url)
      const [, name = ''] = /^\/v2\/(.+)\/blobs\/uploads\/$/.exec(pathname) ?? []
      const digest = searchParams.get('digest') ?? ''
      if (request.method !== 'POST' || !/^sha512:[a-f0-9]{128}$/.test(digest)) return handler(request)
      const bytes = new Uint8Array(await request.clone().arrayBuffer())
      const response = await handler(request)
      if (response.status !== 400) return response
      core.store.open(name).putBlob(digest, bytes)
      return new Response(null, { status: 201, headers: { Location: `/v2/${name}/blobs/${digest}` } })
    },
  },
  {
    name: 'referrers-spelled-oddly-not-listed',
    description: 'A referrer is not listed that has other white space than serialisers write',
    breaks: 'enabling-referrers/new-listed',
    change: ({ referrers }) => ({
      referrers: {
        record: async (repository, manifest) => {
          const text = new TextDecoder().decode(manifest.bytes)
          if (/^\s|\s$/.test(text)) return
          await referrers.record(repository, manifest)
        },
      },
    }),
  },
]
