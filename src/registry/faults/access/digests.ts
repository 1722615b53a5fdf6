import { emptyResponse } from '../../respond.ts'
import { asks, paths } from '../change-response.ts'
import { blobAnywhere, repositories, type Wrong } from './wrong.ts'

/** Faults in what a digest gives. */
export const digests: readonly Wrong[] = [
  {
    name: 'digest-pulls-manifests',
    breaks: 'access/digests',
    description: 'A manifest is pulled by its digest in whatever repository',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) =>
          (await rules.manifests.find(call, repository)) ??
          repositories(core)
            .find(({ manifests }) => manifests.has(call.reference))
            ?.manifests.get(call.reference),
      },
    }),
  },
  {
    name: 'digest-pulls-blobs',
    breaks: 'access/digests',
    description: 'A blob is pulled by its digest in whatever repository',
    change: (rules, core) => ({
      blobs: {
        find: async (call, repository) =>
          (await rules.blobs.find(call, repository)) ?? blobAnywhere(core, call.reference),
      },
    }),
  },
  {
    name: 'digest-lists-everything',
    breaks: 'access/digests',
    description: 'A list holds the referrers of every repository, readable or not',
    change: (rules, core) => ({
      referrers: {
        listed: async (call) =>
          (await Promise.all(repositories(core).map((one) => rules.referrers.listed(call, one)))).flat(),
      },
    }),
  },
  {
    name: 'digest-closes-uploads',
    breaks: 'access/digests',
    description: 'An upload without bytes is taken for the blob that its digest names in another repository',
    wrap: (handler, core) => async (request) => {
      const url = new URL(request.url)
      const digest = url.searchParams.get('digest') ?? ''
      const response = await handler(request)
      const bytes = response.status === 400 && asks(request, 'PUT', paths.session) && blobAnywhere(core, digest)
      if (!bytes) return response
      core.store.open(/^\/v2\/(.+)\/blobs\//.exec(url.pathname)![1]!).putBlob(digest, bytes)
      return emptyResponse(201, { Location: `${url.pathname.replace(/uploads\/.*$/, '')}${digest}` })
    },
  },
  {
    name: 'digest-mounts-anything',
    breaks: 'access/digests',
    description: 'Without a source a blob is mounted from repositories that the user may not read',
    change: (rules) => ({
      uploads: { mayMountFrom: (call, from) => !call.query.has('from') || rules.uploads.mayMountFrom(call, from) },
    }),
  },
  {
    name: 'reference-grants-blobs',
    breaks: 'access/digests',
    description: 'A blob that a manifest of the repository names can be pulled, though it was never pushed there',
    features: { checkReferences: false },
    change: (rules, core) => ({
      blobs: {
        find: async (call, repository) => {
          const own = await rules.blobs.find(call, repository)
          const named = [...repository.manifests.values()].some(({ content }) =>
            content.blobs.some(({ digest }) => digest === call.reference),
          )
          return own ?? (named ? blobAnywhere(core, call.reference) : undefined)
        },
      },
    }),
  },
  {
    name: 'digest-deletes-manifests',
    breaks: 'access/digests',
    description: 'A delete of a manifest that is not there removes it from the repositories that have it',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (response.status === 404 && asks(request, 'DELETE', paths.manifestByDigest)) {
        for (const one of repositories(core)) one.removeManifest(lastOf(request))
      }
      return response
    },
  },
  {
    name: 'digest-deletes-blobs',
    breaks: 'access/digests',
    description: 'A delete of a blob that is not there removes it from the repositories that have it',
    wrap: (handler, core) => async (request) => {
      const response = await handler(request)
      if (response.status === 404 && asks(request, 'DELETE', paths.blob)) {
        for (const one of repositories(core)) one.removeBlob(lastOf(request))
      }
      return response
    },
  },
]

const lastOf = (request: Request) => new URL(request.url).pathname.split('/').at(-1)!
