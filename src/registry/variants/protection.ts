import { setTimeout as sleep } from 'node:timers/promises'
import type { Variant } from '../change.ts'
import type { Call } from '../contract.ts'
import { refuse } from '../errors.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

const collectMilliseconds = 60

/** Why a manifest is in use; undefined: it is not. */
type Use = (repository: Repository, manifest: StoredManifest) => boolean

const isTagged: Use = (repository, { digest }) => [...repository.tags.values()].includes(digest)
const isListed: Use = (repository, { digest }) =>
  [...repository.manifests.values()].some(({ content }) => content.manifests.some((child) => child.digest === digest))
const hasReferrers: Use = (repository, { digest }) => repository.referrers.has(digest)
const isReferrer: Use = (_, { content }) => content.subject !== undefined

/** A registry that does not delete what is in use. */
function protecting({
  name,
  description,
  status,
  isInUse,
}: {
  readonly name: string
  readonly description: string
  readonly status: number
  readonly isInUse: Use
}): Variant {
  return {
    name,
    description,
    allowed: 'deletion is optional, and no sentence says what has to be deletable',
    change: (rules) => ({
      manifests: {
        remove: (call, repository, manifest) => {
          if (isInUse(repository, manifest))
            throw refuse(status, status === 405 ? 'UNSUPPORTED' : 'DENIED', 'it is in use')
          return rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  }
}

/** A registry in which tags stay where they are. */
function immutable(name: string, status: number): Variant {
  return {
    name,
    description: `Pushing another manifest to a tag that exists is refused with ${status}`,
    allowed: 'no sentence says that tags can be moved',
    change: () => ({
      manifests: {
        checkSubject: ({ repository, manifest, tags }) => {
          const taken = tags.some((tag) => (repository.tags.get(tag) ?? manifest.digest) !== manifest.digest)
          if (taken) throw refuse(status, 'DENIED', 'tags do not move here')
        },
      },
    }),
  }
}

/** Removes a manifest that neither a tag nor an index nor a subject keeps. */
async function collect(call: Call, repository: Repository, digest: string | undefined): Promise<void> {
  const manifest = repository.manifests.get(digest ?? '')
  if (!manifest || isTagged(repository, manifest) || isListed(repository, manifest)) return
  await call.core.rules.manifests.remove(call, repository, manifest)
}

/** A registry that collects what lost its last tag, in some time. */
function collecting({
  name,
  description,
  after,
}: {
  readonly name: string
  readonly description: string
  readonly after: number
}): Variant {
  const later = async (call: Call, repository: Repository, digest: string | undefined) => {
    if (after === 0) return collect(call, repository, digest)
    void sleep(after).then(() => collect(call, repository, digest))
  }
  return {
    name,
    description,
    allowed: 'the text does not say that a manifest outlives its tags',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          const before = push.tags.map((tag) => push.repository.tags.get(tag))
          await rules.manifests.keep(push)
          for (const digest of before)
            if (digest !== push.manifest.digest) await later(push.call, push.repository, digest)
        },
        untag: async (call, repository, tag) => {
          const digest = repository.tags.get(tag)
          await rules.manifests.untag(call, repository, tag)
          await later(call, repository, digest)
        },
      },
    }),
  }
}

/** What is in use may be protected, and what is not may be collected. */
export const protectionVariants: readonly Variant[] = [
  protecting({
    name: 'tagged-protected-400',
    description: 'A manifest with a tag cannot be deleted: 400',
    status: 400,
    isInUse: isTagged,
  }),
  protecting({
    name: 'tagged-protected-405',
    description: 'A manifest with a tag cannot be deleted: 405',
    status: 405,
    isInUse: isTagged,
  }),
  protecting({
    name: 'tagged-protected-409',
    description: 'A manifest with a tag cannot be deleted: 409',
    status: 409,
    isInUse: isTagged,
  }),
  protecting({
    name: 'children-protected',
    description: 'A manifest that an index lists cannot be deleted: 409',
    status: 409,
    isInUse: isListed,
  }),
  protecting({
    name: 'subjects-protected',
    description: 'A manifest that others name as their subject cannot be deleted: 409',
    status: 409,
    isInUse: hasReferrers,
  }),
  protecting({
    name: 'subjects-protected-405',
    description: 'A manifest that others name as their subject cannot be deleted: 405',
    status: 405,
    isInUse: hasReferrers,
  }),
  protecting({
    name: 'subjects-protected-403',
    description: 'A manifest that others name as their subject cannot be deleted: 403',
    status: 403,
    isInUse: hasReferrers,
  }),
  protecting({
    name: 'referrers-protected',
    description: 'A manifest that has a subject cannot be deleted: 409',
    status: 409,
    isInUse: isReferrer,
  }),
  protecting({
    name: 'all-use-protected',
    description: 'Nothing that is in use can be deleted: 400',
    status: 400,
    isInUse: (repository, manifest) =>
      [isTagged, isListed, hasReferrers, isReferrer].some((uses) => uses(repository, manifest)),
  }),
  immutable('tags-immutable-400', 400),
  immutable('tags-immutable-409', 409),
  {
    name: 'tags-given-once',
    description: 'Tags do not move, and one that was deleted is never given again: 409',
    allowed: 'no sentence says that tags can be moved or given again',
    change: (rules) => {
      const given = new Set<string>()
      return {
        manifests: {
          checkSubject: ({ repository, manifest, tags }) => {
            const spent = tags.some(
              (tag) => given.has(`${repository.name}:${tag}`) && repository.tags.get(tag) !== manifest.digest,
            )
            if (spent) throw refuse(409, 'DENIED', 'this tag was given before')
          },
          keep: async (push) => {
            await rules.manifests.keep(push)
            for (const tag of push.tags) given.add(`${push.repository.name}:${tag}`)
          },
        },
      }
    },
  },
  collecting({
    name: 'untagged-collected',
    description: 'A manifest that loses its last tag is removed at once',
    after: 0,
  }),
  collecting({
    name: 'untagged-collected-later',
    description: 'A manifest that loses its last tag is removed a moment later',
    after: collectMilliseconds,
  }),
]
