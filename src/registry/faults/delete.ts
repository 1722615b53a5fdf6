import type { Fault } from '../change.ts'
import { looksLikeDigest } from '../grammar.ts'
import { emptyResponse } from '../respond.ts'
import { altered, answering, asks, paths } from './change-response.ts'

/** Faults in the responses to deletes. */
export const deleteFaults: readonly Fault[] = [
  {
    name: 'delete-status-204',
    description: 'Deleting a manifest is answered with 204',
    breaks: 'deleting/manifest-accepted',
    change: () => ({ manifests: { deleteStatus: (call) => (looksLikeDigest(call.reference) ? 204 : 202) } }),
  },
  {
    name: 'delete-tag-status-200',
    description: 'Deleting a tag is answered with 200',
    breaks: 'deleting/tag-accepted',
    change: () => ({ manifests: { deleteStatus: (call) => (looksLikeDigest(call.reference) ? 202 : 200) } }),
  },
  {
    name: 'delete-blob-status-200',
    description: 'Deleting a blob is answered with 200',
    breaks: 'deleting/blob-accepted',
    change: () => ({ blobs: { deleteStatus: () => 200 } }),
  },
  {
    name: 'delete-without-effect',
    description: 'Deleting a manifest is answered with 202, and nothing is deleted',
    breaks: 'deleting/manifest-gone',
    change: () => ({ manifests: { remove: () => undefined } }),
  },
  {
    name: 'delete-unknown-blob-202',
    description: 'Deleting a blob that is not there is answered with 202',
    breaks: 'deleting/blob-unknown',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const unknown = request.method === 'DELETE' && response.status === 404 && request.url.includes('/blobs/sha')
      return unknown ? emptyResponse(202) : response
    },
  },
  {
    name: 'delete-disabled-501',
    description: 'Deletes of manifests are switched off and answered with 501',
    breaks: 'deleting/manifest-refused',
    features: { deleteManifest: false },
    wrap: refusedWith(paths.manifestByDigest, 501),
  },
  {
    name: 'delete-tag-disabled-404',
    description: 'Deletes of tags are switched off and answered with 404',
    breaks: 'deleting/tag-refused',
    features: { deleteTag: false },
    wrap: refusedWith(paths.manifestByTag, 404),
  },
  {
    name: 'delete-blob-disabled-500',
    description: 'Deletes of blobs are switched off and answered with 500',
    breaks: 'deleting/blob-refused',
    features: { deleteBlob: false },
    wrap: refusedWith(paths.blob, 500),
  },
  {
    name: 'delete-blob-without-effect',
    description: 'Deleting a blob is answered with 202, and it stays',
    breaks: 'pull/blob-absent',
    change: () => ({ blobs: { remove: () => undefined } }),
  },
  {
    name: 'delete-tag-without-effect',
    description: 'Deleting a tag is answered with 202, and it stays',
    breaks: 'deleting/tag-gone',
    change: () => ({ manifests: { untag: () => undefined } }),
  },
  {
    name: 'delete-tag-takes-all-tags',
    description: 'Deleting a tag deletes every tag of its manifest',
    breaks: 'deleting/tag-only',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          const digest = repository.tags.get(tag)
          for (const [other, named] of repository.tags) {
            if (named === digest) await rules.manifests.untag(call, repository, other)
          }
        },
      },
    }),
  },
  {
    name: 'delete-takes-blobs',
    description: 'Deleting a manifest deletes its blobs, though other manifests need them',
    breaks: 'deleting/manifest-here',
    change: (rules) => {
      const gone = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            for (const { digest } of manifest.content.blobs) gone.add(`${repository.name} ${digest}`)
          },
        },
        blobs: {
          find: (call, repository) =>
            gone.has(`${repository.name} ${call.reference}`) ? undefined : rules.blobs.find(call, repository),
        },
      }
    },
  },
  {
    name: 'delete-forbids-push',
    description: 'A manifest that was deleted is taken again and not found',
    breaks: 'deleting/manifest-here',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            if (!manifest.content.subject) deleted.add(`${repository.name} ${manifest.digest}`)
            await rules.manifests.remove(call, repository, manifest)
          },
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            return found && deleted.has(`${repository.name} ${found.digest}`) ? undefined : found
          },
        },
      }
    },
  },
  answering({
    name: 'delete-unknown-repository-202',
    breaks: 'deleting/no-repository',
    description: 'Deleting from a repository that does not exist is answered with 202',
    when: (request, { status }) => asks(request, 'DELETE', paths.manifest) && status === 404,
    change: async (response) =>
      (await response.clone().text()).includes('NAME_UNKNOWN')
        ? altered(response, { status: 202, body: '' })
        : response,
  }),
]

/** Deletes that are switched off, answered with another status than the text has for that. */
function refusedWith(path: RegExp, status: number): NonNullable<Fault['wrap']> {
  return (handler) => async (request) => {
    const response = await handler(request)
    return asks(request, 'DELETE', path) && response.status === 405 ? altered(response, { status }) : response
  }
}
