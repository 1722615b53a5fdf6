import type { Change, Fault } from '../change.ts'
import type { Push } from '../contract.ts'
import { refuse } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'
import { isIndex, type StoredManifest } from '../manifest.ts'

const referrersTag = /^sha(256|512)-[0-9a-f]{64}$/
const byReferrersTag = ({ tags }: Push) => tags.some((tag) => referrersTag.test(tag))

/** A fault of a registry without the referrers API, where clients keep the lists under tags. */
function withoutApi({
  name,
  description,
  change,
}: {
  readonly name: string
  readonly description: string
  readonly change: NonNullable<Change['change']>
}): Fault {
  return {
    name,
    description,
    breaks: 'tag-schema/ordinary-tag',
    features: { referrers: false },
    hints: { features: { referrers: false } },
    change,
  }
}

/** A fault that refuses some pushes to a referrers tag. */
function refusing({
  name,
  description,
  when,
}: {
  readonly name: string
  readonly description: string
  readonly when: (push: Push) => boolean
}): Fault {
  return withoutApi({
    name,
    description,
    change: () => ({
      manifests: {
        checkSubject: (push) => {
          if (byReferrersTag(push) && when(push)) throw refuse(400, 'MANIFEST_INVALID', 'this tag is not to be used so')
        },
      },
    }),
  })
}

const entries = (manifest: StoredManifest) => manifest.content.manifests.length

/** Faults with the tags under which clients keep lists of referrers. */
export const tagSchemaFaults: readonly Fault[] = [
  refusing({
    name: 'tag-schema-refused',
    description: 'Nothing can be pushed under a referrers tag',
    when: () => true,
  }),
  refusing({
    name: 'tag-schema-needs-subject',
    description: 'A referrers tag is refused as long as its subject is absent',
    when: ({ repository, tags }) => !tags.some((tag) => repository.manifests.has(tag.replace('-', ':'))),
  }),
  refusing({
    name: 'tag-schema-sha512-refused',
    description: 'The referrers tag of a sha512 digest is refused',
    when: ({ tags }) => tags.some((tag) => tag.startsWith('sha512-')),
  }),
  refusing({
    name: 'tag-schema-fixed',
    description: 'A referrers tag cannot be moved',
    when: ({ repository, tags }) => tags.some((tag) => repository.tags.has(tag)),
  }),
  withoutApi({
    name: 'tag-schema-never-shorter',
    description: 'A list under a referrers tag is not replaced by a shorter one',
    change: (rules) => ({
      manifests: {
        keep: (push) => {
          const [tag = ''] = push.tags
          const before = push.repository.manifests.get(push.repository.tags.get(tag) ?? '')
          // The entry that was deleted is gone from the repository, its list is not.
          const keeps = referrersTag.test(tag) && before && entries(before) >= entries(push.manifest)
          return rules.manifests.keep(keeps ? { ...push, tags: [] } : push)
        },
      },
    }),
  }),
  withoutApi({
    name: 'tag-schema-first-for-ever',
    description: 'A list under a referrers tag is read as it was read first',
    change: (rules) => {
      const first = new Map<string, StoredManifest>()
      return {
        manifests: {
          find: async (call, repository) => {
            const key = `${repository.name}:${call.reference}`
            const found = first.get(key) ?? (await rules.manifests.find(call, repository))
            if (found && isIndex(found) && referrersTag.test(call.reference)) first.set(key, found)
            return found
          },
        },
      }
    },
  }),
  withoutApi({
    name: 'tag-schema-crosses-repositories',
    description: 'A referrers tag is found in every repository',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          if (found || !referrersTag.test(call.reference)) return found
          for (const other of core.store.repositories.values()) {
            const elsewhere = other.manifests.get(other.tags.get(call.reference) ?? '')
            if (elsewhere) return elsewhere
          }
          return undefined
        },
      },
    }),
  }),
  {
    name: 'referrers-tag-is-digest',
    description: 'The referrers tag of a manifest gives the manifest itself',
    breaks: 'pull/manifest-absent',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) =>
          (await rules.manifests.find(call, repository)) ??
          (looksLikeDigest(call.reference) || !referrersTag.test(call.reference)
            ? undefined
            : repository.manifests.get(call.reference.replace('-', ':'))),
      },
    }),
  },
  {
    name: 'api-missing',
    description: 'There is no referrers API, though nothing says so',
    breaks: 'requirements/whole-category',
    features: { referrers: false },
  },
  {
    name: 'api-responds-with-html',
    description: 'The referrers API responds with a web page',
    breaks: 'requirements/whole-category',
    wrap: (handler) => async (request) =>
      /\/referrers\//.test(request.url)
        ? new Response('<!doctype html><title>Sign in</title>', { headers: { 'Content-Type': 'text/html' } })
        : handler(request),
  },
]
