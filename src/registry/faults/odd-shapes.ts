import { gunzipSync } from 'node:zlib'
import type { Fault } from '../change.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, mediaTypes, type StoredManifest } from '../manifest.ts'
import { altered, answering, asks, paths } from './change-response.ts'

const jsonOf = ({ bytes }: StoredManifest) => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>

/** A fault that changes the descriptors of some referrers. */
function describing({
  name,
  breaks,
  description,
  when,
  alter,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly when: (manifest: StoredManifest) => boolean
  readonly alter: (descriptor: Descriptor) => Descriptor
}): Fault {
  return {
    name,
    description,
    breaks,
    change: (rules) => ({
      referrers: {
        descriptor: (manifest, call) => {
          const descriptor = rules.referrers.descriptor(manifest, call)
          return when(manifest) ? alter(descriptor) : descriptor
        },
      },
    }),
  }
}

const unpacked = (bytes: Uint8Array) => {
  try {
    return new Uint8Array(gunzipSync(bytes))
  } catch {
    return new Uint8Array(bytes)
  }
}

const builders = /(^|\.)docker\./

/** Faults that show with content, and requests, of a rare shape. */
export const oddShapeFaults: readonly Fault[] = [
  describing({
    name: 'type-of-standard-config-left-out',
    breaks: 'listing-referrers/artifact-type-config',
    description: 'An image whose config has the standard type is listed without artifactType',
    when: ({ content }) => !content.artifactType && content.configMediaType?.endsWith('.image.config.v1+json') === true,
    alter: ({ artifactType: _dropped, ...rest }) => rest as Descriptor,
  }),
  describing({
    name: 'index-without-media-type-listed-as-image',
    breaks: 'listing-referrers/index',
    description: 'An index that does not name its own media type is listed as an image',
    when: (manifest) => isIndex(manifest) && jsonOf(manifest)['mediaType'] === undefined,
    alter: (descriptor) => ({ ...descriptor, mediaType: mediaTypes.image }),
  }),
  describing({
    name: 'annotations-of-builders-hidden',
    breaks: 'listing-referrers/annotations',
    description: 'Descriptors lack the annotations whose keys are those of builders',
    when: ({ content }) => Object.keys(content.annotations ?? {}).some((key) => builders.test(key)),
    alter: ({ annotations = {}, ...rest }) => ({
      ...rest,
      annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => !builders.test(key))),
    }),
  }),
  {
    name: 'referrer-with-config-as-layer-refused',
    description: 'A referrer whose config is one of several layers as well is refused',
    breaks: 'pushing-manifests/created',
    change: (rules) => ({
      manifests: {
        checkSubject: async (push) => {
          const { subject, blobs } = push.manifest.content
          const [config, ...layers] = blobs
          if (subject && layers.length > 1 && layers.some(({ digest }) => digest === config!.digest))
            throw refuse(400, 'MANIFEST_INVALID', 'the config is a layer')
          await rules.manifests.checkSubject(push)
        },
      },
    }),
  },
  answering({
    name: 'whole-numbers-without-fraction',
    breaks: 'pushing-manifests/exact',
    description: 'A number such as 1.0 in a manifest comes back as 1',
    when: (request, response) => asks(request, 'GET', paths.manifest) && response.status === 200,
    change: async (response) =>
      altered(response, { body: (await response.text()).replace(/(:\s*-?\d+)\.0+(?=\s*[,}])/g, '$1') }),
  }),
  {
    name: 'compressed-blobs-unpacked',
    description: 'A blob that is a compressed archive comes unpacked',
    breaks: 'pull/blob-exact',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      if (!asks(request, 'GET', paths.blob) || response.status !== 200) return response
      const bytes = Buffer.from(await response.arrayBuffer())
      return altered(response, { body: bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes) : bytes })
    },
  },
  {
    name: 'delete-of-docker-types-ignored',
    description: 'A docker manifest or list that was deleted is still there',
    breaks: 'deleting/manifest-gone',
    change: (rules) => ({
      manifests: {
        remove: async (call, repository, manifest) => {
          if (manifest.mediaType.includes('docker')) return
          await rules.manifests.remove(call, repository, manifest)
        },
      },
    }),
  },
  {
    name: 'delete-of-long-tags-ignored',
    description: 'A tag of more than 64 characters that was deleted is still listed',
    breaks: 'listing-tags/true',
    change: (rules) => ({
      manifests: {
        untag: async (call, repository, tag) => {
          if (tag.length <= 64) await rules.manifests.untag(call, repository, tag)
        },
      },
    }),
  },
  {
    name: 'list-of-blob-digest-404',
    description: 'The list of a digest that is one of a blob is answered with 404',
    breaks: 'listing-referrers/never-not-found',
    change: (rules) => ({
      referrers: {
        available: (call) =>
          !call.core.store.find(call.name)?.blobs.has(call.reference) && rules.referrers.available(call),
      },
    }),
  },
  {
    name: 'sha512-subjects-told-apart-by-half',
    description: 'Referrers of sha512 digests that begin alike are in one list',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const listed = await rules.referrers.listed(call, repository)
          if (!call.reference.startsWith('sha512:')) return listed
          const half = call.reference.slice(0, 71)
          const others = [...(repository?.manifests.values() ?? [])].filter(
            ({ content: { subject } }) => subject?.digest.startsWith(half) && subject.digest !== call.reference,
          )
          return [...listed, ...others]
        },
      },
    }),
  },
  {
    name: 'large-referrers-not-listed',
    description: 'A referrer of more than a mebibyte is accepted and not listed',
    breaks: 'listing-referrers/pages',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const listed = await rules.referrers.listed(call, repository)
          return listed.filter(({ bytes }) => bytes.byteLength <= 1024 * 1024)
        },
      },
    }),
  },
  {
    name: 'third-in-chain-not-listed',
    description: 'A referrer of a referrer of a referrer is not listed',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => ({
      referrers: {
        listed: async (call, repository) => {
          const subjectOf = (digest?: string) => repository?.manifests.get(digest ?? '')?.content.subject?.digest
          const isDeep = subjectOf(subjectOf(call.reference)) !== undefined
          return isDeep ? [] : rules.referrers.listed(call, repository)
        },
      },
    }),
  },
  answering({
    name: 'five-tags-named-in-header',
    breaks: 'pushing-manifests/tag-parameters',
    description: 'OCI-Tag names the first five tags of a push, and the others are there as well',
    when: (request, response) => asks(request, 'PUT', paths.manifestByDigest) && response.headers.has('OCI-Tag'),
    change: (response) => {
      const tags = response.headers.get('OCI-Tag')!.split(', ')
      return altered(response, { headers: { 'OCI-Tag': tags.slice(0, 5).join(', ') } })
    },
  }),
  answering({
    name: 'last-chunk-overlapping-400',
    breaks: 'chunks/last-in-order',
    description: 'A last chunk that begins at what has arrived is refused with 400',
    when: (request, response) =>
      asks(request, 'PUT', paths.session) &&
      response.status === 416 &&
      Number(/^\d+/.exec(request.headers.get('Content-Range') ?? '')?.[0] ?? 0) <=
        Number(/\d+$/.exec(response.headers.get('Range') ?? '')?.[0] ?? 0),
    change: (response) => altered(response, { status: 400 }),
  }),
  {
    name: 'chunk-from-last-byte-accepted',
    description: 'A chunk that begins with the last byte that has arrived is accepted',
    breaks: 'chunks/in-order',
    change: (rules) => ({
      uploads: {
        inOrder: (upload, start) => rules.uploads.inOrder(upload, start) || (start > 0 && start === upload.size - 1),
      },
    }),
  },
  {
    name: 'unknown-repository-400-by-head',
    description: 'HEAD of a manifest of a repository that nobody pushed to is answered with 400',
    breaks: 'pushing-manifests/unknown-repository',
    wrap: (handler, core) => async (request) => {
      const [, name = ''] = /^\/v2\/(.+)\/manifests\/[^/]+$/.exec(new URL(request.url).pathname) ?? []
      const isUnknown = asks(request, 'HEAD', paths.manifest) && core.store.find(name) === undefined
      return isUnknown ? new Response(null, { status: 400 }) : handler(request)
    },
  },
  {
    name: 'tags-after-the-end-begin-again',
    description: 'A last that stands after all tags leads to the beginning of the list',
    breaks: 'listing-tags/last',
    change: (rules) => {
      let isBeyond = false
      return {
        tags: {
          listed: (call, repository) => {
            const listed = rules.tags.listed(call, repository)
            const last = call.query.get('last')
            // The last of all tags itself leads to an empty list, as it has to.
            isBeyond = last !== undefined && !listed.some((tag) => tag === last || rules.tags.after(tag, last))
            return listed
          },
          after: (tag, last) => isBeyond || rules.tags.after(tag, last),
        },
      }
    },
  },
  {
    name: 'number-of-tags-beyond-four-bytes-500',
    description: 'A number of tags that four bytes cannot hold is answered with 500',
    breaks: 'listing-tags/number',
    change: (rules) => ({
      tags: {
        wanted: (call) => {
          const wanted = rules.tags.wanted(call)
          if (wanted !== undefined && wanted >= 2 ** 31) throw refuse(500, 'UNSUPPORTED', 'the number is too large')
          return wanted
        },
      },
    }),
  },
]
