import type { Fault } from '../change.ts'
import type { ReferrersRules } from '../contract.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, mediaTypes, type StoredManifest } from '../manifest.ts'
import { altered, asks, paths } from './change-response.ts'

/** A fault that changes descriptors. */
function descriptors({
  name,
  breaks,
  description,
  alter,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly alter: (descriptor: Descriptor, manifest: StoredManifest) => Descriptor
}): Fault {
  return {
    name,
    description,
    breaks,
    change: ({ referrers }) => ({
      referrers: { descriptor: (manifest, call) => alter(referrers.descriptor(manifest, call), manifest) },
    }),
  }
}

/** A fault that changes annotations in lists, where there are any. */
function annotations({
  alter,
  ...fault
}: Pick<Fault, 'name' | 'description'> & {
  readonly alter: (entries: [key: string, value: string][]) => readonly (readonly [string, unknown])[]
}): Fault {
  return descriptors({
    ...fault,
    breaks: 'listing-referrers/annotations',
    alter: (descriptor) =>
      ({
        ...descriptor,
        annotations: descriptor.annotations && Object.fromEntries(alter(Object.entries(descriptor.annotations))),
      }) as Descriptor,
  })
}

/** A fault that leaves some manifests out of every list. */
function missing({
  name,
  description,
  isMissed,
}: {
  readonly name: string
  readonly description: string
  readonly isMissed: (manifest: StoredManifest, subject: string) => boolean
}): Fault {
  return {
    name,
    description,
    breaks: 'enabling-referrers/new-listed',
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
function replacing({
  name,
  breaks,
  description,
  referrers,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly referrers: Partial<ReferrersRules>
}): Fault {
  return { name, description, breaks, change: () => ({ referrers }) }
}

/** Faults in what a list says. */
export const listFaults: readonly Fault[] = [
  replacing({
    name: 'list-content-type-json',
    breaks: 'listing-referrers/content-type',
    description: 'The list is sent as application/json',
    referrers: {
      contentType: () => 'application/json',
    },
  }),
  replacing({
    name: 'list-content-type-text',
    breaks: 'listing-referrers/content-type',
    description: 'The list is sent as text/plain',
    referrers: {
      contentType: () => 'text/plain; charset=utf-8',
    },
  }),
  descriptors({
    name: 'list-artifact-type-missing',
    breaks: 'listing-referrers/artifact-type',
    description: 'Descriptors have no artifactType',
    alter: ({ artifactType: _dropped, ...rest }) => rest as Descriptor,
  }),
  descriptors({
    name: 'list-artifact-type-lowercased',
    breaks: 'listing-referrers/artifact-type',
    description: 'artifactType is listed without its capitals',
    alter: (descriptor) => ({ ...descriptor, artifactType: descriptor.artifactType?.toLowerCase() }) as Descriptor,
  }),
  descriptors({
    name: 'list-artifact-type-parameter-cut',
    breaks: 'listing-referrers/artifact-type',
    description: 'artifactType is listed without its parameters',
    alter: (descriptor) => ({ ...descriptor, artifactType: descriptor.artifactType?.split(';')[0] }) as Descriptor,
  }),
  annotations({
    name: 'list-annotation-keys-lowercased',
    description: 'Keys of annotations are listed without their capitals',
    alter: (entries) => entries.map(([key, value]) => [key.toLowerCase(), value]),
  }),
  annotations({
    name: 'list-annotations-without-domain-dropped',
    description: 'Annotations whose key has no domain are left out',
    alter: (entries) => entries.filter(([key]) => key.includes('.')),
  }),
  annotations({
    name: 'list-annotations-of-image-specification-dropped',
    description: 'Annotations with keys of the image specification are left out',
    alter: (entries) => entries.filter(([key]) => !key.startsWith('org.opencontainers.')),
  }),
  annotations({
    name: 'list-annotation-dates-rewritten',
    description: 'Annotations that are dates are listed with milliseconds',
    alter: (entries) =>
      entries.map(([key, value]) => [
        key,
        /^\d{4}-\d\d-\d\dT[\d:]+Z$/.test(value) ? value.replace('Z', '.000Z') : value,
      ]),
  }),
  annotations({
    name: 'list-annotation-booleans-typed',
    description: 'Annotations that are true or false are listed as such, and not as text',
    alter: (entries) =>
      entries.map(([key, value]) => [key, value === 'true' || value === 'false' ? value === 'true' : value]),
  }),
  descriptors({
    name: 'list-artifact-type-always-from-config',
    breaks: 'listing-referrers/artifact-type',
    description: 'artifactType is the type of the config, even where the manifest sets its own',
    alter: (descriptor, { content }) =>
      content.configMediaType ? { ...descriptor, artifactType: content.configMediaType } : descriptor,
  }),
  descriptors({
    name: 'list-artifact-type-never-from-config',
    breaks: 'listing-referrers/artifact-type-config',
    description: 'An image without artifactType gets none from its config',
    alter: ({ artifactType, ...rest }, { content }) => ({
      ...(rest as Descriptor),
      ...(artifactType && content.artifactType ? { artifactType } : {}),
    }),
  }),
  descriptors({
    name: 'list-index-artifact-type-invented',
    breaks: 'listing-referrers/artifact-type-index',
    description: 'An index without artifactType is listed with its media type in that place',
    alter: (descriptor, manifest) =>
      isIndex(manifest) && !descriptor.artifactType ? { ...descriptor, artifactType: manifest.mediaType } : descriptor,
  }),
  descriptors({
    name: 'list-annotations-missing',
    breaks: 'listing-referrers/annotations',
    description: 'Descriptors have no annotations',
    alter: ({ annotations: _dropped, ...rest }) => rest as Descriptor,
  }),
  descriptors({
    name: 'list-annotations-missing-for-indexes',
    breaks: 'listing-referrers/annotations',
    description: 'Descriptors of indexes have no annotations',
    alter: ({ annotations, ...rest }, manifest) => ({
      ...(rest as Descriptor),
      ...(annotations && !isIndex(manifest) ? { annotations } : {}),
    }),
  }),
  descriptors({
    name: 'list-size-of-blobs',
    breaks: 'listing-referrers/index',
    description: 'size is the sum of the blobs and not the size of the manifest',
    alter: (descriptor, { content }) => ({
      ...descriptor,
      size: [...content.blobs, ...content.manifests].reduce((sum, { size }) => sum + size, 0),
    }),
  }),
  descriptors({
    name: 'list-media-type-wrong',
    breaks: 'listing-referrers/index',
    description: 'Every descriptor says that it is an image, also those of indexes',
    alter: (descriptor) => ({ ...descriptor, mediaType: mediaTypes.image }),
  }),
  {
    name: 'list-schema-version-missing',
    description: 'The list has no schemaVersion',
    breaks: 'listing-referrers/index',
    change: (rules) => ({
      referrers: { index: (call, page) => ({ ...rules.referrers.index(call, page), schemaVersion: undefined }) },
    }),
  },
  {
    name: 'list-empty-null',
    description: 'An empty list has null for manifests',
    breaks: 'listing-referrers/empty',
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
    breaks: 'listing-referrers/never-not-found',
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
    breaks: 'listing-referrers/once',
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
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const tagged = new Set(repository?.tags.values() ?? [])
          return (await rules.referrers.listed(call, repository)).filter(({ digest }) => tagged.has(digest))
        },
      },
    }),
  },
  missing({
    name: 'list-indexes-missing',
    description: 'A referrer that is an index is not listed',
    isMissed: isIndex,
  }),
  missing({
    name: 'list-sha512-missing',
    description: 'Referrers of a subject with a sha512 digest are not listed',
    isMissed: (_manifest, subject) => subject.startsWith('sha512:'),
  }),
  replacing({
    name: 'malformed-digest-404',
    breaks: 'listing-referrers/invalid',
    description: 'A malformed digest is answered with 404',
    referrers: {
      checkDigest: (call) => {
        if (!/^[a-z0-9]+:[a-f0-9]{64,}$/.test(call.reference)) throw refuse(404, 'MANIFEST_UNKNOWN', 'no such manifest')
      },
    },
  }),
  replacing({
    name: 'malformed-digest-200',
    breaks: 'listing-referrers/invalid',
    description: 'A malformed digest is answered with an empty list',
    referrers: {
      checkDigest: () => undefined,
    },
  }),
  {
    name: 'malformed-digest-end-ignored',
    description: 'A list is answered for a digest whatever stands behind its last digit',
    breaks: 'listing-referrers/invalid',
    change: (rules) => ({
      referrers: {
        checkDigest: (call) => {
          if (!/^sha256:[a-f0-9]{64}[^a-f0-9]/.test(call.reference)) rules.referrers.checkDigest(call)
        },
      },
    }),
  },
  {
    name: 'list-stale',
    description: 'The first response for a subject is given forever',
    breaks: 'enabling-referrers/new-listed',
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
    breaks: 'listing-referrers/annotations',
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
  {
    name: 'list-status-203',
    description: 'A list that has entries is answered with 203',
    breaks: 'listing-referrers/found',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (!asks(request, 'GET', paths.referrers) || response.status !== 200) return response
      const body = await response.clone().text()
      return body.includes('"digest"') ? altered(response, { status: 203 }) : response
    },
  },
  {
    name: 'list-media-type-missing',
    description: 'A list does not say in mediaType what it is',
    breaks: 'listing-referrers/media-type-field',
    change: (rules) => ({
      referrers: { index: (call, page) => ({ ...rules.referrers.index(call, page), mediaType: undefined }) },
    }),
  },
  {
    name: 'list-head-without-type',
    description: 'HEAD of a list has another Content-Type than GET',
    breaks: 'listing-referrers/head',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      return asks(request, 'HEAD', paths.referrers)
        ? altered(response, { headers: { 'Content-Type': 'application/json' } })
        : response
    },
  },
  descriptors({
    name: 'list-empty-artifact-type-kept',
    breaks: 'listing-referrers/artifact-type-config',
    description: 'An empty artifactType is listed as it is, and the type of the config is not',
    alter: (descriptor, manifest) =>
      isIndex(manifest) || !/"artifactType"\s*:\s*""/.test(new TextDecoder().decode(manifest.bytes))
        ? descriptor
        : { ...descriptor, artifactType: '' },
  }),
  descriptors({
    name: 'list-artifact-type-of-indexes-missing',
    breaks: 'listing-referrers/artifact-type',
    description: 'Indexes are listed without their artifactType',
    alter: (descriptor, manifest) => {
      const { artifactType, ...rest } = descriptor
      return isIndex(manifest) || artifactType === undefined ? (rest as Descriptor) : descriptor
    },
  }),
  descriptors({
    name: 'list-size-in-characters',
    breaks: 'listing-referrers/index',
    description: 'size counts characters and not bytes',
    alter: (descriptor, manifest) => ({ ...descriptor, size: new TextDecoder().decode(manifest.bytes).length }),
  }),
  descriptors({
    name: 'list-digest-of-subject',
    breaks: 'enabling-referrers/new-listed',
    description: 'Descriptors have the digest of the subject and not that of the referrer',
    alter: (descriptor, { content }) => ({ ...descriptor, digest: content.subject?.digest ?? descriptor.digest }),
  }),
  annotated({
    name: 'list-annotations-ascii',
    description: 'Characters beyond ASCII are lost from annotations',
    change: (entries) =>
      // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is kept
      entries.map(([key, value]) => [key, value.replace(/[^\x00-\x7f]/g, '?')]),
  }),
  annotated({
    name: 'list-annotations-empty-dropped',
    description: 'Annotations with empty values are left out',
    change: (entries) => entries.filter(([, value]) => value !== ''),
  }),
  annotated({
    name: 'list-annotations-cut',
    description: 'Annotations are cut at 4096 characters',
    change: (entries) => entries.map(([key, value]) => [key, value.slice(0, 4096)]),
  }),
  annotated({
    name: 'list-annotations-hundred',
    description: 'Only the first hundred annotations are listed',
    change: (entries) => entries.slice(0, 100),
  }),
  annotated({
    name: 'list-annotations-huge-dropped',
    description: 'Annotations longer than 100,000 characters are left out',
    change: (entries) => entries.filter(([, value]) => value.length <= 100_000),
  }),
  descriptors({
    name: 'list-annotations-invented',
    breaks: 'listing-referrers/annotations-only',
    description: 'Descriptors have an annotation of the registry where their manifest has none',
    alter: (descriptor) =>
      descriptor.annotations && Object.keys(descriptor.annotations).length > 0
        ? descriptor
        : { ...descriptor, annotations: { 'org.example.registry': 'here' } },
  }),
  missing({
    name: 'list-of-index-subject-empty',
    description: 'Referrers of an index are not listed',
    isMissed: ({ content }) => (content.subject ? isIndex(content.subject) : false),
  }),
  {
    name: 'list-chain-missing',
    description: 'A referrer of a manifest that has a subject itself is not listed',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) =>
          repository?.manifests.get(call.reference)?.content.subject ? [] : rules.referrers.listed(call, repository),
      },
    }),
  },
  {
    name: 'list-second-referrer-replaces',
    description: 'A list holds the referrer that was pushed last alone',
    breaks: 'enabling-referrers/new-listed',
    change: () => ({
      referrers: {
        record: (repository, { digest, content }) => {
          if (content.subject) repository.referrers.set(content.subject.digest, [digest])
        },
      },
    }),
  },
  {
    name: 'list-of-all-subjects',
    description: 'A list holds referrers of other subjects that were pushed in the same repository',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const own = await rules.referrers.listed(call, repository)
          const [stranger] = [...(repository?.referrers ?? [])].find(([subject]) => subject !== call.reference) ?? []
          if (own.length === 0 || stranger === undefined) return own
          const digest = repository?.referrers.get(stranger)?.[0]
          const other = repository?.manifests.get(digest ?? '')
          return other ? [...own, other] : own
        },
      },
    }),
  },
]

/** A fault that changes annotations. */
function annotated({
  name,
  description,
  change,
}: {
  readonly name: string
  readonly description: string
  readonly change: (entries: [string, string][]) => [string, string][]
}): Fault {
  return descriptors({
    name,
    breaks: 'listing-referrers/annotations',
    description,
    alter: (descriptor) =>
      descriptor.annotations
        ? { ...descriptor, annotations: Object.fromEntries(change(Object.entries(descriptor.annotations))) }
        : descriptor,
  })
}
