import type { Bytes } from '../body.ts'
import type { Fault } from '../change.ts'
import type { Call, ManifestRules } from '../contract.ts'
import { looksLikeDigest } from '../grammar.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

/** A fault that finds a manifest where there is none. */
function finding({
  find,
  ...fault
}: Pick<Fault, 'name' | 'description'> & {
  readonly find: (call: Call, repository: Repository) => StoredManifest | undefined
}): Fault {
  return {
    ...fault,
    breaks: 'pull/manifest-absent',
    change: ({ manifests }) => ({
      manifests: {
        find: async (call, repository) => (await manifests.find(call, repository)) ?? find(call, repository),
      },
    }),
  }
}

/** A fault in what a tag shows once it has moved. */
function moving({
  change,
  ...fault
}: Pick<Fault, 'name' | 'description'> & {
  readonly change: (rules: ManifestRules) => Partial<ManifestRules>
}): Fault {
  return {
    ...fault,
    breaks: 'pushing-manifests/tag-moves',
    change: ({ manifests }) => ({ manifests: change(manifests) }),
  }
}

const keyOf = ({ name }: { readonly name: string }, tag: string) => `${name}:${tag}`

/** Faults of stores that find what is nearly what was asked for, or take what is nearly the same for the same. */
export const nearMissFaults: readonly Fault[] = [
  finding({
    name: 'tags-found-by-pattern',
    description: 'An underscore in a tag that is asked for stands for any character',
    find: ({ reference }, repository) => {
      if (looksLikeDigest(reference) || !reference.includes('_')) return undefined
      const pattern = new RegExp(`^${reference.replaceAll('.', '\\.').replaceAll('_', '.')}$`)
      const [, digest = ''] = [...repository.tags].find(([tag]) => pattern.test(tag)) ?? []
      return repository.manifests.get(digest)
    },
  }),
  finding({
    name: 'digest-found-by-its-beginning',
    description: 'Hexadecimal digits alone are taken for the beginning of a digest',
    find: ({ reference }, repository) =>
      /^[a-f0-9]{12,64}$/.test(reference)
        ? [...repository.manifests.values()].find(({ digest }) => digest.startsWith(`sha256:${reference}`))
        : undefined,
  }),
  finding({
    name: 'latest-is-what-came-last',
    description: 'Where nobody pushed the tag latest, it is what was pushed last',
    find: ({ reference }, repository) =>
      reference === 'latest' ? [...repository.manifests.values()].at(-1) : undefined,
  }),
  {
    name: 'tags-deleted-by-prefix',
    breaks: 'deleting/tag-only',
    description: 'With a tag all those are deleted that begin with it',
    change: ({ manifests }) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          for (const other of [...repository.tags.keys()])
            if (other.startsWith(tag)) await manifests.untag(call, repository, other)
        },
      },
    }),
  },
  moving({
    name: 'tag-of-same-size-stays',
    description: 'A tag that moves to a manifest of the same size shows the one before',
    change: (rules) => {
      const known = new Map<string, Bytes>()
      return {
        readBytes: (call, manifest) => {
          const bytes = rules.readBytes(call, manifest)
          const key = keyOf(call, call.reference)
          const before = known.get(key)
          if (looksLikeDigest(call.reference)) return bytes
          if (before && before.byteLength === bytes.byteLength) return before
          known.set(key, bytes)
          return bytes
        },
      }
    },
  }),
  moving({
    name: 'tag-moves-on-one-replica',
    description: 'Every other read of a tag that moved shows what it named first',
    change: (rules) => {
      const first = new Map<string, string>()
      let reads = 0
      return {
        keep: async (push) => {
          const { repository, tags } = push
          for (const tag of tags) {
            const before = repository.tags.get(tag)
            const key = keyOf(repository, tag)
            if (before !== undefined && !first.has(key)) first.set(key, before)
          }
          await rules.keep(push)
        },
        untag: (call, repository, tag) => {
          first.delete(keyOf(repository, tag))
          return rules.untag(call, repository, tag)
        },
        find: (call, repository) => {
          const old = repository.tags.has(call.reference)
            ? repository.manifests.get(first.get(keyOf(repository, call.reference)) ?? '')
            : undefined
          if (!old) return rules.find(call, repository)
          reads += 1
          return reads % 2 === 0 ? rules.find(call, repository) : old
        },
      }
    },
  }),
  {
    name: 'tagged-manifest-trimmed',
    breaks: 'pushing-manifests/exact',
    description: 'White space at the end of a manifest that is pushed by tag is cut off',
    change: ({ manifests }) => ({
      manifests: {
        keptBytes: (push) => {
          const bytes = manifests.keptBytes(push)
          const isSpace = (byte: number) => [0x20, 0x09, 0x0a, 0x0d].includes(byte)
          return push.byDigest ? bytes : bytes.slice(0, bytes.findLastIndex((byte) => !isSpace(byte)) + 1)
        },
      },
    }),
  },
  {
    name: 'signature-tags-unlisted',
    breaks: 'listing-tags/true',
    description: 'Tags as signatures of images have them are not listed',
    change: ({ tags }) => ({
      tags: {
        listed: (call, repository) => tags.listed(call, repository).filter((tag) => !/^sha256-\w{64}\.\w+$/.test(tag)),
      },
    }),
  },
  {
    name: 'blob-deleted-below',
    breaks: 'deleting/blob-here',
    description: 'A blob that a repository deletes goes from those below it as well',
    change: ({ blobs }, core) => ({
      blobs: {
        remove: async (call, repository) => {
          await blobs.remove(call, repository)
          for (const other of core.store.repositories.values())
            if (other.name.startsWith(`${call.name}/`)) other.removeBlob(call.reference)
        },
      },
    }),
  },
  {
    name: 'annotation-keys-of-stores-lost',
    breaks: 'listing-referrers/annotations',
    description: 'Annotations whose keys begin with a dollar sign are left out of lists',
    change: ({ referrers }) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const { annotations, ...rest } = referrers.descriptor(manifest, call)
          if (!annotations) return rest
          const entries = Object.entries(annotations).filter(([key]) => !key.startsWith('$'))
          return { ...rest, annotations: Object.fromEntries(entries) }
        },
      },
    }),
  },
  {
    name: 'annotation-keys-without-case',
    breaks: 'listing-referrers/annotations',
    description: 'Of annotations whose keys differ in case alone lists have the first',
    change: ({ referrers }) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const { annotations, ...rest } = referrers.descriptor(manifest, call)
          if (!annotations) return rest
          const keys = Object.keys(annotations).map((key) => key.toLowerCase())
          const entries = Object.entries(annotations).filter((_, at) => keys.indexOf(keys[at]!) === at)
          return { ...rest, annotations: Object.fromEntries(entries) }
        },
      },
    }),
  },
  {
    name: 'list-of-child-has-those-of-index',
    breaks: 'listing-referrers/same-repository',
    description: 'Lists of what an index lists hold the referrers of the index as well',
    change: ({ referrers }) => ({
      referrers: {
        listed: async (call, repository) => {
          const own = await referrers.listed(call, repository)
          const lists = (one: StoredManifest) => one.content.manifests.some(({ digest }) => digest === call.reference)
          const indexes = [...(repository?.manifests.values() ?? [])].filter(lists)
          const more = await Promise.all(
            indexes.map(({ digest }) => referrers.listed({ ...call, reference: digest }, repository)),
          )
          return [...new Set([...own, ...more.flat()])]
        },
      },
    }),
  },
  {
    name: 'subject-tag-moved-empties-list',
    breaks: 'enabling-referrers/new-listed',
    description: 'The list of a manifest is empty once one of its tags moved away',
    change: ({ manifests, referrers }) => {
      const left = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            const { repository, manifest, tags } = push
            for (const tag of tags) {
              const before = repository.tags.get(tag) ?? manifest.digest
              if (before !== manifest.digest) left.add(keyOf(repository, before))
            }
            await manifests.keep(push)
          },
        },
        referrers: {
          listed: (call, repository) =>
            left.has(keyOf(call, call.reference)) ? [] : referrers.listed(call, repository),
        },
      }
    },
  },
]
