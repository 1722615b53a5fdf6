import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, mediaTypes, type StoredManifest } from '../manifest.ts'
import type { ReferrersRules } from '../rules/referrers.ts'

/** A fault that changes descriptors. */
function descriptors(
  name: string,
  breaks: string,
  description: string,
  alter: (descriptor: Descriptor, manifest: StoredManifest) => Descriptor,
): Fault {
  return {
    name,
    description,
    breaks,
    change: ({ referrers }) => ({
      referrers: { descriptor: (manifest, call) => alter(referrers.descriptor(manifest, call), manifest) },
    }),
  }
}

/** A fault that leaves some manifests out of every list. */
function missing(
  name: string,
  description: string,
  isMissed: (manifest: StoredManifest, subject: string) => boolean,
): Fault {
  return {
    name,
    description,
    breaks: 'referrers/newly-pushed',
    change: ({ referrers }) => ({
      referrers: {
        listed: async (call, repository) => {
          const all = await referrers.listed(call, repository)
          return all.filter((manifest) => !isMissed(manifest, call.reference))
        },
      },
    }),
  }
}

/** A fault that replaces rules of the list as they are. */
function replacing(name: string, breaks: string, description: string, referrers: Partial<ReferrersRules>): Fault {
  return { name, description, breaks, change: () => ({ referrers }) }
}

/** Faults in what a list says. */
export const listFaults: readonly Fault[] = [
  replacing('list-content-type-json', 'referrers/content-type', 'The list is sent as application/json', {
    contentType: () => 'application/json',
  }),
  replacing('list-content-type-text', 'referrers/content-type', 'The list is sent as text/plain', {
    contentType: () => 'text/plain; charset=utf-8',
  }),
  descriptors(
    'list-artifact-type-missing',
    'referrers/artifact-type',
    'Descriptors have no artifactType',
    ({ artifactType: _dropped, ...rest }) => rest as Descriptor,
  ),
  descriptors(
    'list-artifact-type-always-from-config',
    'referrers/artifact-type',
    'artifactType is the type of the config, even where the manifest sets its own',
    (descriptor, { content }) =>
      content.configMediaType ? { ...descriptor, artifactType: content.configMediaType } : descriptor,
  ),
  descriptors(
    'list-artifact-type-never-from-config',
    'referrers/artifact-type-from-config',
    'An image without artifactType gets none from its config',
    ({ artifactType, ...rest }, { content }) => ({
      ...(rest as Descriptor),
      ...(artifactType && content.artifactType ? { artifactType } : {}),
    }),
  ),
  descriptors(
    'list-index-artifact-type-invented',
    'referrers/index-without-artifact-type',
    'An index without artifactType is listed with its media type in that place',
    (descriptor, manifest) =>
      isIndex(manifest) && !descriptor.artifactType ? { ...descriptor, artifactType: manifest.mediaType } : descriptor,
  ),
  descriptors(
    'list-annotations-missing',
    'referrers/annotations',
    'Descriptors have no annotations',
    ({ annotations: _dropped, ...rest }) => rest as Descriptor,
  ),
  descriptors(
    'list-annotations-missing-for-indexes',
    'referrers/annotations',
    'Descriptors of indexes have no annotations',
    ({ annotations, ...rest }, manifest) => ({
      ...(rest as Descriptor),
      ...(annotations && !isIndex(manifest) ? { annotations } : {}),
    }),
  ),
  descriptors(
    'list-size-of-blobs',
    'referrers/descriptor',
    'size is the sum of the blobs and not the size of the manifest',
    (descriptor, { content }) => ({
      ...descriptor,
      size: [...content.blobs, ...content.manifests].reduce((sum, { size }) => sum + size, 0),
    }),
  ),
  descriptors(
    'list-media-type-wrong',
    'referrers/descriptor',
    'Every descriptor says that it is an image, also those of indexes',
    (descriptor) => ({ ...descriptor, mediaType: mediaTypes.image }),
  ),
  {
    name: 'list-schema-version-missing',
    description: 'The list has no schemaVersion',
    breaks: 'referrers/index',
    change: (rules) => ({
      referrers: { index: (call, page) => ({ ...rules.referrers.index(call, page), schemaVersion: undefined }) },
    }),
  },
  {
    name: 'list-empty-null',
    description: 'An empty list has null for manifests',
    breaks: 'referrers/empty-list',
    change: (rules) => ({
      referrers: {
        index: (call, page) => ({
          ...rules.referrers.index(call, page),
          ...(page.entries.length === 0 ? { manifests: null } : {}),
        }),
      },
    }),
  },
  {
    name: 'list-empty-404',
    description: 'A digest without referrers is answered with 404',
    breaks: 'referrers/no-404',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const all = await rules.referrers.listed(call, repository)
          if (all.length === 0) throw refuse(404, 'MANIFEST_UNKNOWN', 'no referrers')
          return all
        },
      },
    }),
  },
  {
    name: 'list-entry-per-tag',
    description: 'A referrer with several tags is listed once for each',
    breaks: 'referrers/once',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const all = await rules.referrers.listed(call, repository)
          const tags = [...(repository?.tags.values() ?? [])]
          return all.flatMap((manifest) => [
            manifest,
            ...tags
              .filter((digest) => digest === manifest.digest)
              .slice(1)
              .map(() => manifest),
          ])
        },
      },
    }),
  },
  {
    name: 'list-untagged-missing',
    description: 'A referrer without a tag is not listed',
    breaks: 'referrers/newly-pushed',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const tagged = new Set(repository?.tags.values() ?? [])
          return (await rules.referrers.listed(call, repository)).filter(({ digest }) => tagged.has(digest))
        },
      },
    }),
  },
  missing('list-indexes-missing', 'A referrer that is an index is not listed', isIndex),
  missing('list-sha512-missing', 'Referrers of a subject with a sha512 digest are not listed', (_manifest, subject) =>
    subject.startsWith('sha512:'),
  ),
  replacing('malformed-digest-404', 'referrers/malformed-digest', 'A malformed digest is answered with 404', {
    checkDigest: (call) => {
      if (!/^[a-z0-9]+:[a-f0-9]{64,}$/.test(call.reference)) throw refuse(404, 'MANIFEST_UNKNOWN', 'no such manifest')
    },
  }),
  replacing('malformed-digest-200', 'referrers/malformed-digest', 'A malformed digest is answered with an empty list', {
    checkDigest: () => undefined,
  }),
  {
    name: 'list-stale',
    description: 'The first answer for a subject is given forever',
    breaks: 'referrers/newly-pushed',
    change: (rules) => {
      const first = new Map<string, readonly StoredManifest[]>()
      return {
        referrers: {
          listed: async (call, repository) => {
            const key = `${call.name} ${call.reference}`
            const list = first.get(key) ?? (await rules.referrers.listed(call, repository))
            first.set(key, list)
            return list
          },
        },
      }
    },
  },
  {
    name: 'list-second-read-loses-annotations',
    description: 'From the second read of a list on, descriptors have no annotations',
    breaks: 'referrers/annotations',
    change: (rules) => {
      const reads = new Map<string, number>()
      return {
        referrers: {
          index: (call, page) => {
            const key = `${call.name} ${call.reference}`
            const before = reads.get(key) ?? 0
            reads.set(key, before + 1)
            if (before === 0) return rules.referrers.index(call, page)
            const entries = page.entries.map(({ manifest, descriptor: { annotations: _dropped, ...rest } }) => ({
              manifest,
              descriptor: rest as Descriptor,
            }))
            return rules.referrers.index(call, { ...page, entries })
          },
        },
      }
    },
  },
]
