import type { Fault } from '../../change.ts'
import { looksLikeDigest } from '../../grammar.ts'
import type { StoredManifest } from '../../manifest.ts'
import type { Repository } from '../../repository.ts'

/** Faults that show after a tag moved, or a second push. */
export const moves: readonly Fault[] = [
  {
    name: 'second-tag-not-found',
    description:
      'Of two tags of a manifest with a subject the second is not kept, though its push is answered with 201',
    breaks: 'pull/reference',
    change: (rules) => ({
      manifests: {
        keep: (push) => {
          const { repository, manifest } = push
          const tagged = [...repository.tags.values()].includes(manifest.digest)
          return rules.manifests.keep(manifest.content.subject && tagged ? { ...push, tags: [] } : push)
        },
      },
    }),
  },
  {
    name: 'tag-moves-once',
    description: 'A tag that moved twice does not move any more',
    breaks: 'pushing-manifests/tag-moves',
    change: (rules) => {
      const moves = new Map<string, number>()
      return {
        manifests: {
          keep: (push) => {
            const tags = push.tags.filter((tag) => {
              const key = `${push.repository.name}:${tag}`
              const before = push.repository.tags.get(tag)
              if (before === undefined || before === push.manifest.digest) return true
              moves.set(key, (moves.get(key) ?? 0) + 1)
              return moves.get(key)! <= 2
            })
            return rules.manifests.keep({ ...push, tags })
          },
        },
      }
    },
  },
  {
    name: 'moved-tag-keeps-type',
    description: 'A tag that was read once keeps the Content-Type it had then, whatever it names later',
    breaks: 'pull/manifest-type',
    change: (rules) => {
      const types = new Map<string, string>()
      return {
        manifests: {
          readHeaders: (call, manifest) => {
            const headers = rules.manifests.readHeaders(call, manifest)
            if (looksLikeDigest(call.reference)) return headers
            const key = `${call.name}:${call.reference}`
            types.set(key, types.get(key) ?? manifest.mediaType)
            return { ...headers, 'Content-Type': types.get(key)! }
          },
        },
      }
    },
  },
  {
    name: 'head-stale-after-move',
    description: 'HEAD of a tag tells for ever of the manifest that it told of first',
    breaks: 'checking/digest',
    change: (rules) => {
      const first = new Map<string, StoredManifest>()
      return {
        manifests: {
          find: async (call, repository) => {
            const found = await rules.manifests.find(call, repository)
            if (!found || looksLikeDigest(call.reference) || call.request.method !== 'HEAD') return found
            const key = `${call.name}:${call.reference}`
            first.set(key, first.get(key) ?? found)
            return first.get(key)
          },
        },
      }
    },
  },
  {
    name: 'tags-without-case-of-letters',
    description: 'Tags that differ in case alone are one tag',
    breaks: 'pull/manifest-exact',
    change: (rules) => {
      const like = (repository: Repository, tag: string) =>
        [...repository.tags.keys()].find((one) => one.toLowerCase() === tag.toLowerCase()) ?? tag
      return {
        manifests: {
          keep: (push) => rules.manifests.keep({ ...push, tags: push.tags.map((tag) => like(push.repository, tag)) }),
          find: (call, repository) =>
            looksLikeDigest(call.reference)
              ? rules.manifests.find(call, repository)
              : rules.manifests.find({ ...call, reference: like(repository, call.reference) }, repository),
        },
      }
    },
  },
]
