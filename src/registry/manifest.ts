import type { Bytes } from './body.ts'
import { parseDigest } from './digest.ts'
import { refuse } from './errors.ts'

export const mediaTypes = {
  image: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  artifact: 'application/vnd.oci.artifact.manifest.v1+json',
  dockerImage: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const

const known: ReadonlySet<string> = new Set(Object.values(mediaTypes))

/** A descriptor as manifests and lists carry it. */
export interface Descriptor {
  mediaType: string
  digest: string
  size: number
  artifactType?: string
  annotations?: Record<string, string>
  [field: string]: unknown
}

/** What the registry reads out of a manifest; the bytes themselves are kept apart, untouched. */
export interface ManifestContent {
  readonly artifactType?: string
  readonly configMediaType?: string
  readonly subject?: Descriptor
  readonly annotations?: Record<string, string>
  /** Config, layers and the blobs of artifact manifests. */
  readonly blobs: readonly Descriptor[]
  /** Entries of an index. */
  readonly manifests: readonly Descriptor[]
}

/** A manifest that a repository holds under one digest. */
export interface StoredManifest {
  readonly digest: string
  /** The Content-Type it was pushed with, without parameters. */
  readonly mediaType: string
  readonly bytes: Bytes
  readonly content: ManifestContent
  /** Milliseconds since the epoch; a second push of the same bytes does not change it. */
  readonly pushedAt: number
}

/** Whether a manifest is a list of manifests, by its media type. */
export function isIndex(manifest: { readonly mediaType: string }): boolean {
  return manifest.mediaType === mediaTypes.index || manifest.mediaType === mediaTypes.dockerList
}

/** A media type without its parameters, as a registry should read Content-Type. */
function withoutParameters(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

function invalid(message: string, detail?: unknown): never {
  throw refuse(400, 'MANIFEST_INVALID', message, detail)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown, field: string): string | undefined {
  if (value === undefined) return undefined
  if (typeof value !== 'string') invalid(`${field} is not a string`)
  return value
}

function annotations(value: unknown, field: string): Record<string, string> | undefined {
  if (value === undefined || value === null) return undefined
  if (!isObject(value)) invalid(`${field} is not an object`)
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry !== 'string') invalid(`${field}["${key}"] is not a string`)
  }
  return value as Record<string, string>
}

function descriptor(value: unknown, field: string): Descriptor {
  if (!isObject(value)) invalid(`${field} is not a descriptor`)
  if (typeof value.mediaType !== 'string' || value.mediaType === '') invalid(`${field}.mediaType is missing`)
  if (typeof value.digest !== 'string' || !parseDigest(value.digest)) {
    invalid(`${field}.digest is not a digest`, { digest: value.digest })
  }
  if (typeof value.size !== 'number' || !Number.isSafeInteger(value.size) || value.size < 0) {
    invalid(`${field}.size is not a size in bytes`)
  }
  annotations(value.annotations, `${field}.annotations`)
  return value as Descriptor
}

function descriptors(value: unknown, field: string): Descriptor[] {
  if (!Array.isArray(value)) invalid(`${field} is not an array`)
  return value.map((entry, at) => descriptor(entry, `${field}[${at}]`))
}

/** Content-Type and the manifest's own mediaType have to agree; either may be absent. */
function typeOf(body: Record<string, unknown>, contentType: string | null): string {
  const declared = text(body.mediaType, 'mediaType') || undefined
  const sent = contentType === null ? undefined : withoutParameters(contentType) || undefined
  if (declared !== undefined && sent !== undefined && declared.toLowerCase() !== sent) {
    invalid(`the Content-Type is ${sent}, but the manifest's mediaType is ${declared}`)
  }
  const mediaType = sent ?? declared ?? (Array.isArray(body.manifests) ? mediaTypes.index : mediaTypes.image)
  if (!known.has(mediaType)) invalid(`${mediaType} is not a manifest type that this registry knows`)
  return mediaType
}

/**
 * Checks a pushed manifest and reads what the registry needs from it ("Pushing Manifests").
 * Throws 400 MANIFEST_INVALID; never looks at what the descriptors point to.
 */
export function parseManifest(
  bytes: Bytes,
  contentType: string | null,
): { readonly mediaType: string; readonly content: ManifestContent } {
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    invalid('the manifest is not JSON')
  }
  if (!isObject(body)) invalid('the manifest is not a JSON object')
  const mediaType = typeOf(body, contentType)
  if (mediaType !== mediaTypes.artifact && body.schemaVersion !== 2) invalid('schemaVersion is not 2')

  const blobs: Descriptor[] = []
  const manifests: Descriptor[] = []
  if (isIndex({ mediaType })) manifests.push(...descriptors(body.manifests, 'manifests'))
  else if (mediaType === mediaTypes.artifact) blobs.push(...descriptors(body.blobs ?? [], 'blobs'))
  else blobs.push(descriptor(body.config, 'config'), ...descriptors(body.layers, 'layers'))

  const artifactType = text(body.artifactType, 'artifactType')
  const noted = annotations(body.annotations, 'annotations')
  return {
    mediaType,
    content: {
      blobs,
      manifests,
      ...(artifactType ? { artifactType } : {}),
      ...(isObject(body.config) && !isIndex({ mediaType }) ? { configMediaType: String(body.config.mediaType) } : {}),
      ...(body.subject ? { subject: descriptor(body.subject, 'subject') } : {}),
      ...(noted ? { annotations: noted } : {}),
    },
  }
}
