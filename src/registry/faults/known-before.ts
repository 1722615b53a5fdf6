import type { Fault } from '../change.ts'
import { type RegistryError, refuse } from '../errors.ts'
import { altered, asks, paths } from './change-response.ts'
import { deletedKeepsTags, deletedStays } from './deleted-stays.ts'
import { othersThan, Past } from './past.ts'

const query = (request: Request) => new URL(request.url).searchParams
const idIn = (request: Request) => new URL(request.url).pathname.split('/').at(-1) ?? ''
const repositoryIn = (request: Request) =>
  /^\/v2\/(.+)\/(?:blobs\/uploads|tags)\/[^/]*$/.exec(new URL(request.url).pathname)?.[1] ?? ''
const created = (path: string) => new Response(null, { status: 201, headers: { Location: path } })

/** A fault that refuses what lacks something that was deleted otherwise than what lacks anything else. */
function otherCodeForDeleted({
  name,
  description,
  deleted,
  refusal,
}: {
  readonly name: string
  readonly description: string
  readonly deleted: 'blob' | 'manifest'
  readonly refusal: () => RegistryError
}): Fault {
  return {
    name,
    description,
    breaks: 'push/missing-reference',
    change: (rules) => {
      const past = new Past()
      return {
        blobs: {
          remove: async (call, repository) => {
            await rules.blobs.remove(call, repository)
            past.add('blob', repository.name, call.reference)
          },
        },
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            past.add('manifest', repository.name, manifest.digest)
          },
          missingReferences: (push) => {
            const missing = rules.manifests.missingReferences(push)
            if (missing.some((digest) => past.has(deleted, push.repository.name, digest))) throw refusal()
            return missing
          },
        },
      }
    },
  }
}

/** Faults of registries that remember what was there before, here or in another repository, and look no further. */
export const knownBeforeFaults: readonly Fault[] = [
  {
    name: 'chunked-blob-known-elsewhere-not-kept',
    description: 'A blob in chunks that another repository has is accepted, and not found here',
    breaks: 'pull/blob-exact',
    wrap: (handler, core) => {
      const chunked = new Set<string>()
      return async (request) => {
        if (asks(request, 'PATCH', paths.session)) chunked.add(idIn(request))
        const digest = query(request).get('digest') ?? ''
        const here = repositoryIn(request)
        const isKnown = othersThan(core, { name: here }).some((other) => other.blobs.has(digest))
        if (!asks(request, 'PUT', paths.session) || !chunked.has(idIn(request)) || !isKnown) return handler(request)
        await request.arrayBuffer()
        return created(`/v2/${here}/blobs/${digest}`)
      }
    },
  },
  {
    name: 'returned-blob-mount-not-kept',
    description: 'A blob that was deleted and pushed again is mounted with 201, and not found there',
    breaks: 'deleting/blob-here',
    change: (rules) => {
      const gone = new Set<string>()
      return {
        blobs: {
          remove: async (call, repository) => {
            await rules.blobs.remove(call, repository)
            gone.add(`${repository.name} ${call.reference}`)
          },
        },
        uploads: {
          createdHeaders: (call, digest) => {
            const from = call.query.get('from')
            if (from !== undefined && gone.has(`${from} ${digest}`)) call.core.store.find(call.name)?.removeBlob(digest)
            return rules.uploads.createdHeaders(call, digest)
          },
        },
      }
    },
  },
  {
    name: 'posted-known-blob-without-session',
    description: 'A single POST of a blob that is there is answered with 202 and a session that nobody opened',
    breaks: 'push-blobs/session',
    wrap: (handler, core) => async (request) => {
      const digest = asks(request, 'POST', paths.uploads) ? query(request).get('digest') : null
      const here = repositoryIn(request)
      if (digest === null || !core.store.find(here)?.blobs.has(digest)) return handler(request)
      await request.arrayBuffer()
      const Location = `/v2/${here}/blobs/uploads/00000000-0000-4000-8000-000000000000`
      return new Response(null, { status: 202, headers: { Location } })
    },
  },
  {
    name: 'referrer-deleted-elsewhere-not-listed',
    description: 'A referrer that one repository deleted is not listed by another that it comes to later',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => {
      const deletedBy = new Map<string, string>()
      const hidden = new Set<string>()
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            deletedBy.set(manifest.digest, repository.name)
          },
          record: async (repository, manifest) => {
            await rules.referrers.record(repository, manifest)
            const by = deletedBy.get(manifest.digest)
            if (by !== undefined && by !== repository.name) hidden.add(`${repository.name} ${manifest.digest}`)
          },
          listed: async (call, repository) =>
            (await rules.referrers.listed(call, repository)).filter(
              ({ digest }) => !hidden.has(`${call.name} ${digest}`),
            ),
        },
      }
    },
  },
  otherCodeForDeleted({
    name: 'deleted-blob-missing-with-other-code',
    description: 'A manifest that lacks a blob which was deleted is refused with MANIFEST_INVALID',
    deleted: 'blob',
    refusal: () => refuse(400, 'MANIFEST_INVALID', 'a blob of it was deleted'),
  }),
  otherCodeForDeleted({
    name: 'deleted-child-missing-with-other-code',
    description: 'An index that lacks a child which was deleted is refused with MANIFEST_UNKNOWN',
    deleted: 'manifest',
    refusal: () => refuse(404, 'MANIFEST_UNKNOWN', 'a child of it was deleted'),
  }),
  {
    name: 'page-of-tags-kept-for-ever',
    description: 'The first response to each page of tags is given again, whatever is pushed',
    breaks: 'listing-tags/number',
    wrap: (handler) => {
      const pages = new Map<string, Response>()
      return async (request) => {
        if (!asks(request, 'GET', paths.tags) || !query(request).has('n')) return handler(request)
        const page = pages.get(request.url) ?? (await handler(request))
        if (page.status === 200) pages.set(request.url, page)
        return page.clone()
      }
    },
  },
  deletedKeepsTags({
    name: 'deleted-manifest-keeps-third-tag',
    description: 'Of the tags of a deleted manifest no more than two are removed',
    from: 2,
  }),
  deletedStays({
    name: 'large-manifest-readable-once-deleted',
    description: 'A manifest of more than a mebibyte can be read once it was deleted',
    when: ({ bytes }) => bytes.byteLength > 1024 * 1024,
  }),
  {
    name: 'tags-of-deleted-manifest-in-long-pages',
    description: 'Tags whose manifest was deleted are in pages that have room for all tags',
    breaks: 'listing-tags/true',
    change: (rules) => {
      const gone = new Map<string, Set<string>>()
      return {
        manifests: {
          keep: async (push) => {
            await rules.manifests.keep(push)
            for (const tag of push.tags) gone.get(push.repository.name)?.delete(tag)
          },
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].filter(([, digest]) => digest === manifest.digest).map(([tag]) => tag)
            gone.set(repository.name, new Set([...(gone.get(repository.name) ?? []), ...tags]))
            await rules.manifests.remove(call, repository, manifest)
          },
        },
        tags: {
          listed: (call, repository) => {
            const listed = rules.tags.listed(call, repository)
            const ghosts = [...(gone.get(repository.name) ?? [])]
            const isLong = Number(call.query.get('n') ?? 0) > listed.length
            return isLong ? [...new Set([...listed, ...ghosts])].sort() : listed
          },
        },
      }
    },
  },
  {
    name: 'deleted-referrer-takes-subject-along',
    description: 'A subject is not found any more once one of its referrers was deleted',
    breaks: 'deleting/in-use',
    change: (rules) => ({
      referrers: {
        forget: async (repository, manifest) => {
          await rules.referrers.forget(repository, manifest)
          const { subject } = manifest.content
          if (subject) repository.removeManifest(subject.digest)
        },
      },
    }),
  },
  {
    name: 'subject-that-was-deleted-refused',
    description: 'A manifest whose subject was deleted is refused',
    breaks: 'push/absent-subject',
    change: (rules) => {
      const gone = new Set<string>()
      const key = (repository: string, digest: string) => `${repository} ${digest}`
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            gone.add(key(repository.name, manifest.digest))
          },
          checkSubject: async (push) => {
            const { repository, manifest } = push
            const digest = manifest.content.subject?.digest ?? ''
            if (gone.has(key(repository.name, digest)) && !repository.manifests.has(digest))
              throw refuse(404, 'MANIFEST_UNKNOWN', 'the subject was deleted')
            await rules.manifests.checkSubject(push)
          },
        },
      }
    },
  },
  {
    name: 'subject-deleted-elsewhere-empties-list',
    description: 'A list of referrers is empty once another repository deleted the subject',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => {
      const deletedBy = new Map<string, string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            deletedBy.set(manifest.digest, repository.name)
          },
        },
        referrers: {
          listed: async (call, repository) => {
            const by = deletedBy.get(call.reference)
            return by === undefined || by === call.name ? rules.referrers.listed(call, repository) : []
          },
        },
      }
    },
  },
  {
    name: 'latest-follows-every-tag',
    description: 'Where a repository has a tag called latest, each push by another tag moves it',
    breaks: 'pull/tag-grammar',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          const { repository, manifest, byDigest } = push
          if (!byDigest && repository.tags.has('latest')) repository.setTag('latest', manifest.digest)
        },
      },
    }),
  },
  {
    name: 'list-replaced-by-tag-schema',
    description: 'Where an index stands under the tag of the tag schema, its manifests are the list',
    breaks: 'listing-referrers/same-repository',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (!asks(request, 'GET', paths.referrers) || response.status !== 200) return response
      const tag = decodeURIComponent(idIn(request)).replace(':', '-').slice(0, 71)
      const url = new URL(request.url)
      url.search = ''
      url.pathname = url.pathname.replace(/referrers\/[^/]+$/, `manifests/${tag}`)
      const stored = await handler(new Request(url, { headers: request.headers }))
      return stored.status === 200 ? altered(response, { body: await stored.arrayBuffer() }) : response
    },
  },
]
