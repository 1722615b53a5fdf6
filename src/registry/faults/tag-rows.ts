import type { Fault } from '../change.ts'
import type { Call, ManifestRules } from '../contract.ts'
import { looksLikeDigest } from '../grammar.ts'
import { altered } from './change-response.ts'

/** A fault in how tags are kept. */
function keeping({
  change,
  ...fault
}: Pick<Fault, 'name' | 'description' | 'breaks'> & {
  readonly change: (rules: ManifestRules) => Partial<ManifestRules>
}): Fault {
  return { ...fault, change: ({ manifests }) => ({ manifests: change(manifests) }) }
}

const keyOf = ({ name }: Pick<Call, 'name'>, tag: string) => `${name}:${tag}`

/** Digits lose the zeros in front, as numbers do. */
const asNumber = (tag: string) => (/^0+\d+$/.test(tag) ? String(Number(tag)) : tag)

/** Faults of registries that keep tags as rows of a table, and change more or fewer of them than they are to. */
export const tagRowFaults: readonly Fault[] = [
  keeping({
    name: 'tag-falls-back-when-manifest-goes',
    breaks: 'deleting/manifest-gone',
    description: 'A tag that moved names its first manifest again once the second one is deleted',
    change: (manifests) => {
      const before = new Map<string, string>()
      return {
        keep: async (push) => {
          for (const tag of push.tags) {
            const old = push.repository.tags.get(tag)
            if (old !== undefined && old !== push.manifest.digest) before.set(keyOf(push.call, tag), old)
          }
          await manifests.keep(push)
        },
        remove: async (call, repository, manifest) => {
          const tags = [...repository.tags].filter(([, digest]) => digest === manifest.digest).map(([tag]) => tag)
          await manifests.remove(call, repository, manifest)
          for (const tag of tags) {
            const old = before.get(keyOf(call, tag))
            if (old !== undefined && repository.manifests.has(old)) repository.setTag(tag, old)
          }
        },
      }
    },
  }),
  keeping({
    name: 'tags-of-other-case-deleted',
    breaks: 'deleting/tag-only',
    description: 'With a tag those are deleted that differ from it in case alone',
    change: (manifests) => ({
      untag: async (call, repository, tag) => {
        for (const other of [...repository.tags.keys()])
          if (other.toLowerCase() === tag.toLowerCase()) await manifests.untag(call, repository, other)
      },
    }),
  }),
  keeping({
    name: 'leading-zeros-of-tags-lost',
    breaks: 'listing-tags/true',
    description: 'A tag of digits that begins with a zero is listed without it',
    change: (manifests) => ({
      keep: async (push) => manifests.keep({ ...push, tags: push.tags.map(asNumber) }),
      find: async (call, repository) =>
        manifests.find(
          looksLikeDigest(call.reference) ? call : { ...call, reference: asNumber(call.reference) },
          repository,
        ),
      untag: async (call, repository, tag) => manifests.untag(call, repository, asNumber(tag)),
    }),
  }),
  keeping({
    name: 'tags-of-tag-schema-dropped',
    breaks: 'pull/manifest-exact',
    description: 'A push to a tag that looks like a digest is answered with 201, and the tag is not there',
    change: (manifests) => ({
      keep: async (push) =>
        manifests.keep({ ...push, tags: push.tags.filter((tag) => !/^sha256-[a-f0-9]{64}$/.test(tag)) }),
    }),
  }),
  keeping({
    name: 'refused-move-loses-tag',
    breaks: 'pushing-manifests/refused',
    description: 'A tag is gone when what was pushed to it is refused because a blob is missing',
    change: (manifests) => ({
      missingReferences: (push) => {
        const missing = manifests.missingReferences(push)
        if (missing.length > 0) for (const tag of push.tags) push.repository.removeTag(tag)
        return missing
      },
    }),
  }),
  {
    name: 'same-tag-again-200',
    description: 'Pushing to a tag what it names already is answered with 200',
    breaks: 'pushing-manifests/created',
    wrap: (handler, core) => async (request) => {
      const [, name = '', tag = ''] = /^\/v2\/(.+)\/manifests\/([^/:]+)$/.exec(new URL(request.url).pathname) ?? []
      const before = core.store.find(name)?.tags.get(tag)
      const response = await handler(request)
      const isSame = before !== undefined && core.store.find(name)?.tags.get(tag) === before
      return request.method === 'PUT' && response.status === 201 && isSame
        ? altered(response, { status: 200 })
        : response
    },
  },
  {
    name: 'size-of-tag-kept-from-first-head',
    description: 'HEAD of a tag that moved tells the size of what it named at the first HEAD',
    breaks: 'checking/size',
    wrap: (handler) => {
      const sizes = new Map<string, string>()
      return async (request) => {
        const response = await handler(request)
        const { pathname } = new URL(request.url)
        if (!/\/manifests\/[^/:]+$/.test(pathname)) return response
        if (request.method === 'DELETE') sizes.delete(pathname)
        if (request.method !== 'HEAD' || response.status !== 200) return response
        const size = sizes.get(pathname) ?? response.headers.get('Content-Length')!
        sizes.set(pathname, size)
        return altered(response, { headers: { 'Content-Length': size } })
      }
    },
  },
  keeping({
    name: 'manifests-cut-by-tag-at-64k',
    breaks: 'pull/manifest-exact',
    description: 'By tag a manifest comes with its first 65,535 bytes',
    change: (manifests) => ({
      readBytes: (call, manifest) => {
        const bytes = manifests.readBytes(call, manifest)
        return looksLikeDigest(call.reference) ? bytes : bytes.slice(0, 65_535)
      },
    }),
  }),
]
