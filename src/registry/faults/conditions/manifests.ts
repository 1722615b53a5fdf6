import type { Fault } from '../../change.ts'
import type { Call, PartialRules, Rules } from '../../contract.ts'
import { refuse } from '../../errors.ts'
import { isIndex, mediaTypes } from '../../manifest.ts'
import type { Repository } from '../../repository.ts'
import { emptyResponse } from '../../respond.ts'
import { answering, asks, paths } from '../change-response.ts'
import { pathOf } from './notes.ts'

const key = (call: Call) => `${call.name} ${call.reference}`

/** Rules by which what a method did not find once is not found by it again. */
function absenceRemembered(rules: Rules, method: string): PartialRules {
  const missing = new Set<string>()
  return {
    manifests: {
      find: async (call, repository) => {
        const found = await rules.manifests.find(call, repository)
        if (call.request.method !== method) return found
        if (!found) missing.add(key(call))
        return missing.has(key(call)) ? undefined : found
      },
    },
  }
}

/** Every digest that a tag of a repository ever named, in the order in which it named them. */
class TagHistory {
  readonly #named = new Map<string, string[]>()

  note(repository: Repository, tags: readonly string[], digest: string): void {
    for (const tag of tags) {
      const before = this.#named.get(`${repository.name} ${tag}`) ?? []
      this.#named.set(`${repository.name} ${tag}`, [...before, digest])
    }
  }

  of(repository: Repository, tag: string): readonly string[] {
    return this.#named.get(`${repository.name} ${tag}`) ?? []
  }

  tagsOf(repository: Repository, digest: string): string[] {
    return [...this.#named]
      .filter(([at, digests]) => at.startsWith(`${repository.name} `) && digests.includes(digest))
      .map(([at]) => at.slice(repository.name.length + 1))
  }
}

/** Rules that keep a history of tags besides. */
function withHistory(rules: Rules, more: (history: TagHistory) => PartialRules['manifests']): PartialRules {
  const history = new TagHistory()
  return {
    manifests: {
      keep: async (push) => {
        await rules.manifests.keep(push)
        history.note(push.repository, push.tags, push.manifest.digest)
      },
      ...more(history),
    },
  }
}

/** Faults of tags that moved away from a manifest. */
const oldTags: readonly Fault[] = [
  {
    name: 'delete-takes-tags-that-moved-away',
    description: 'Deleting a manifest deletes every tag that it ever had, whatever they name now',
    breaks: 'deleting/manifest-here',
    change: (rules) =>
      withHistory(rules, (history) => ({
        remove: async (call, repository, manifest) => {
          await rules.manifests.remove(call, repository, manifest)
          for (const tag of history.tagsOf(repository, manifest.digest)) repository.removeTag(tag)
        },
      })),
  },
  {
    name: 'push-takes-back-tags-that-moved-away',
    description: 'A deleted manifest that is pushed again takes back the tags that moved away from it',
    breaks: 'deleting/manifest-here',
    change: (rules) => {
      const history = new TagHistory()
      const deleted = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            const { repository, manifest } = push
            await rules.manifests.keep(push)
            if (deleted.has(manifest.digest))
              for (const tag of history.tagsOf(repository, manifest.digest))
                if (repository.tags.has(tag)) repository.setTag(tag, manifest.digest)
            history.note(repository, push.tags, manifest.digest)
          },
          remove: (call, repository, manifest) => {
            deleted.add(manifest.digest)
            return rules.manifests.remove(call, repository, manifest)
          },
        },
      }
    },
  },
  {
    name: 'deleted-tag-falls-back',
    description: 'A tag that moved and is deleted names again what it named before',
    breaks: 'deleting/tag-gone',
    change: (rules) =>
      withHistory(rules, (history) => ({
        untag: async (call, repository, tag) => {
          const before = history.of(repository, tag).findLast((digest) => digest !== repository.tags.get(tag))
          await rules.manifests.untag(call, repository, tag)
          if (before !== undefined && repository.manifests.has(before)) repository.setTag(tag, before)
        },
      })),
  },
]

/** Faults of manifests that show under a condition or after a history alone. */
export const manifestConditionFaults: readonly Fault[] = [
  ...oldTags,
  {
    name: 'manifest-absence-remembered',
    description: 'A manifest that was pulled in vain before its push is not found after it',
    breaks: 'pull/manifest-exact',
    change: (rules) => absenceRemembered(rules, 'GET'),
  },
  {
    name: 'manifest-absence-remembered-by-head',
    description: 'HEAD does not find a manifest that it did not find before its push',
    breaks: 'checking/found',
    change: (rules) => absenceRemembered(rules, 'HEAD'),
  },
  {
    name: 'manifest-deleted-once-only',
    description: 'A manifest that was deleted and pushed again is deleted with 202 and stays',
    breaks: 'deleting/manifest-gone',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: (call, repository, manifest) => {
            const one = `${repository.name} ${manifest.digest}`
            if (deleted.has(one)) return undefined
            deleted.add(one)
            return rules.manifests.remove(call, repository, manifest)
          },
        },
      }
    },
  },
  {
    name: 'tag-delete-twice-202',
    description: 'Deleting a tag that was deleted before is answered with 202',
    breaks: 'endpoints/delete-unknown',
    wrap: (handler) => {
      const deleted = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (!asks(request, 'DELETE', paths.manifestByTag)) return response
        if (response.status === 202) deleted.add(request.url)
        return response.status === 404 && deleted.has(request.url) ? emptyResponse(202) : response
      }
    },
  },
  {
    name: 'tags-in-query-do-not-move',
    description: 'A tag in the query that names another manifest is named in OCI-Tag, and does not move',
    breaks: 'pushing-manifests/tag-parameters',
    change: (rules) => ({
      manifests: {
        keep: (push) => {
          const { repository, manifest, byDigest } = push
          const stays = (tag: string) => byDigest && (repository.tags.get(tag) ?? manifest.digest) !== manifest.digest
          return rules.manifests.keep({ ...push, tags: push.tags.filter((tag) => !stays(tag)) })
        },
      },
    }),
  },
  {
    name: 'refusal-remembered',
    description: 'A manifest that was refused for what it lacks is refused for ever',
    breaks: 'pushing-manifests/created',
    change: (rules) => {
      const refused = new Map<string, readonly string[]>()
      return {
        manifests: {
          missingReferences: (push) => {
            const missing = rules.manifests.missingReferences(push)
            if (missing.length > 0) refused.set(push.manifest.digest, missing)
            return refused.get(push.manifest.digest) ?? missing
          },
        },
      }
    },
  },
  {
    name: 'repeated-layers-refused',
    description: 'An image that has one layer twice is refused',
    breaks: 'pushing-manifests/created',
    change: () => ({
      manifests: {
        checkSubject: ({ manifest: { content } }) => {
          const digests = content.blobs.map(({ digest }) => digest)
          if (new Set(digests).size < digests.length)
            throw refuse(400, 'MANIFEST_INVALID', 'a blob is named more than once')
        },
      },
    }),
  },
  answering({
    name: 'accept-quality-not-understood',
    breaks: 'api/http-semantics',
    description: 'A manifest is not found where Accept weighs its type',
    when: (request, response) =>
      asks(request, 'GET', paths.manifest) &&
      response.status === 200 &&
      /;\s*q=/.test(request.headers.get('Accept') ?? ''),
    change: () => emptyResponse(404),
  }),
  answering({
    name: 'any-type-not-of-indexes',
    breaks: 'pull/any-type',
    description: 'An index is not found where Accept does not name its type',
    when: (request, response) =>
      asks(request, 'GET', paths.manifest) &&
      response.headers.get('Content-Type') === mediaTypes.index &&
      ['', '*/*'].includes(request.headers.get('Accept') ?? ''),
    change: () => emptyResponse(404),
  }),
  {
    name: 'tag-304-after-move',
    description: 'Who has what a tag named first is told that it is unchanged, though the tag moved',
    breaks: 'pushing-manifests/tag-moves',
    wrap: (handler) => {
      const first = new Map<string, string>()
      return async (request) => {
        const response = await handler(request)
        const digest = response.headers.get('Docker-Content-Digest')
        if (!asks(request, 'GET', paths.manifestByTag) || response.status !== 200 || digest === null) return response
        const before = first.get(request.url) ?? digest
        first.set(request.url, before)
        return request.headers.get('If-None-Match') === `"${before}"` ? emptyResponse(304) : response
      }
    },
  },
  answering({
    name: 'manifest-304-after-delete',
    breaks: 'pull/manifest-absent',
    description: 'Who has a manifest is told that it is unchanged, though it was deleted',
    when: (request) =>
      asks(request, 'GET', paths.manifestByDigest) &&
      request.headers.get('If-None-Match') === `"${decodeURIComponent(pathOf(request).split('/').at(-1)!)}"`,
    change: () => emptyResponse(304),
  }),
  {
    name: 'inner-manifests-shown',
    description: 'A repository shows the indexes of repositories whose names continue its own',
    breaks: 'pull/manifest-absent',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found) return found
          for (const [name, inner] of call.core.store.repositories) {
            if (!name.startsWith(`${repository.name}/`)) continue
            const one = inner.manifests.get(inner.tags.get(call.reference) ?? call.reference)
            if (one && isIndex(one)) return one
          }
          return undefined
        },
      },
    }),
  },
]
