import { digestOf } from '../../fixtures/make/digest.ts'
import { Maker } from '../../fixtures/make/maker.ts'
import { type Descriptor, imageType, indexType, manifestOf } from '../../fixtures/make/manifest.ts'
import {
  type Content,
  isBySecondAlgorithm,
  type ManifestContent,
  type ManifestKind,
  type Name,
} from '../../src/model/index.ts'
import type { ManifestRecipe, Recipes } from './history.ts'
import { spelledTags } from './spelled-tags.ts'

/** The content of a history: what the model knows of it, and its bytes. */
export interface MadeContent {
  readonly content: Content
  readonly manifests: ReadonlyMap<Name, Uint8Array>
  readonly blobs: ReadonlyMap<Name, Uint8Array>
  /** The digest that something goes by where that is not sha256, for the sha256 digest of its bytes. */
  readonly goesBy: ReadonlyMap<string, string>
}

const mediaTypes: Readonly<Record<ManifestKind, string>> = {
  image: imageType,
  artifact: imageType,
  index: indexType,
  'docker-image': 'application/vnd.docker.distribution.manifest.v2+json',
  'docker-index': 'application/vnd.docker.distribution.manifest.list.v2+json',
}
const dockerConfigType = 'application/vnd.docker.container.image.v1+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar'

/**
 * Makes the content of a history. All of it follows from the recipes, the seed and the salt; another salt gives other
 * digests and tags, and the same types and annotations, so that a second try meets nothing that the first left behind.
 */
export function makeContent(recipes: Recipes, seed: string, salt = ''): MadeContent {
  const shape = new Maker(seed, 'explore')
  const maker = new Maker(seed, `explore/${salt}`)
  const blobs = new Map(
    Object.entries(recipes.blobs).map(([name, { size }]) => [name, maker.part(`blob ${name}`).bytes(size)] as const),
  )
  const blobContents = new Map(
    [...blobs].map(([name, bytes]) => {
      return [name, { digest: digestOf(bytes, recipes.blobs[name]!.algorithm), size: bytes.length }] as const
    }),
  )
  const made = new Map<Name, Made>()
  for (const name of Object.keys(recipes.manifests)) make(name)
  const content = {
    manifests: new Map([...made].map(([name, { content }]) => [name, content])),
    blobs: blobContents,
    tags: spelledTags(recipes.tags, maker.part('tags')),
  }
  const manifests = new Map([...made].map(([name, { bytes }]) => [name, bytes]))
  const pairs = [
    ...[...manifests].map(([name, bytes]) => [bytes, content.manifests.get(name)!.digest] as const),
    ...[...blobs].map(([name, bytes]) => [bytes, blobContents.get(name)!.digest] as const),
  ]
  const named = pairs.filter(([, digest]) => isBySecondAlgorithm(digest))
  return { content, manifests, blobs, goesBy: new Map(named.map(([bytes, digest]) => [digestOf(bytes), digest])) }

  /** Makes a manifest after what it names, whose digests it needs. */
  function make(name: Name, below: readonly Name[] = []): Made {
    const before = made.get(name)
    if (before) return before
    if (below.includes(name)) throw new Error(`manifest ${name} refers to itself by way of ${below.join(', ')}`)
    const recipe = recipes.manifests[name]
    if (!recipe) throw new Error(`the history has no manifest named ${name}`)
    const parts: Parts = {
      subject: recipe.subject === undefined ? undefined : descriptor(make(recipe.subject, [...below, name])),
      children: recipe.children.map((child) => descriptor(make(child, [...below, name]))),
      blobs: recipe.blobs.map((blob) => blobDescriptor(blob)),
      artifactType: recipe.artifactType === undefined ? undefined : artifactTypeOf(shape, recipe.artifactType),
    }
    const result = makeManifest(recipe, shape.part(`manifest ${name}`), maker.part(`manifest ${name}`).word(12), parts)
    made.set(name, result)
    return result
  }

  function blobDescriptor(name: Name): Descriptor {
    const blob = blobContents.get(name)
    if (!blob) throw new Error(`the history has no blob named ${name}`)
    return { mediaType: layerType, ...blob }
  }
}

/** Types that a filter has to tell apart: of two one begins with the other, or they differ in capitals alone. */
function artifactTypeOf(maker: Maker, name: Name): string {
  const common = maker.part('type').mediaType()
  switch (name) {
    case 't1':
      return common
    case 'T1':
      return common.replace(/vnd\.\w/, (start) => start.toUpperCase().replace('VND', 'vnd'))
    case 't1+json':
      return `${common}+json`
    default:
      return `${common}.${name}`
  }
}

/** What people write besides: no value, capitals in the key, a key that no domain owns, text that looks like none. */
const oddAnnotations = {
  'org.example.empty': '',
  'org.example.Capital': 'upper',
  'org.example.capital': 'lower',
  'in-short': 'no domain',
  $ref: 'a dollar sign',
  'vnd.docker.reference.type': 'attestation-manifest',
  'org.example.at': '2026-01-02T03:04:05Z',
  'org.example.flag': 'true',
}

/** A descriptor may carry annotations wherever it stands. */
const ofSubject = { 'org.example.why': 'built from it' }

interface Made {
  readonly content: ManifestContent
  readonly bytes: Uint8Array
}

interface Parts {
  readonly subject: Descriptor | undefined
  readonly children: readonly Descriptor[]
  readonly blobs: readonly Descriptor[]
  readonly artifactType: string | undefined
}

function descriptor({ content: { mediaType, digest, size } }: Made): Descriptor {
  return { mediaType, digest, size }
}

/** @param nonce makes manifests of the same parts differ */
function makeManifest(recipe: ManifestRecipe, maker: Maker, nonce: string, parts: Parts): Made {
  const { kind } = recipe
  const mediaType = mediaTypes[kind]
  const isIndex = kind === 'index' || kind === 'docker-index'
  const isDocker = kind === 'docker-image' || kind === 'docker-index'
  const [config, ...layers] = parts.blobs
  if (!isIndex && !config) throw new Error(`a manifest of kind ${kind} has no config`)
  const configType = isDocker ? dockerConfigType : maker.mediaType('.config+json')
  const json = {
    schemaVersion: 2,
    mediaType,
    ...(parts.artifactType !== undefined && { artifactType: parts.artifactType }),
    ...(isIndex
      ? { manifests: parts.children.map((child) => ({ ...child, annotations: { 'org.example.nonce': nonce } })) }
      : { config: { ...config!, mediaType: configType, annotations: { 'org.example.nonce': nonce } }, layers }),
    ...(isIndex && parts.children.length === 0 && { 'org.example.nonce': nonce }),
    ...(parts.subject && { subject: { ...parts.subject, ...(recipe.annotated && { annotations: ofSubject }) } }),
    ...(recipe.annotated && { annotations: { ...maker.annotations(), ...oddAnnotations } }),
  }
  const made = manifestOf(isIndex ? 'index' : 'image', mediaType, json, {
    ...(recipe.algorithm && { algorithm: recipe.algorithm }),
  })
  return {
    bytes: made.bytes,
    content: {
      kind,
      digest: made.digest,
      mediaType,
      size: made.bytes.length,
      blobs: recipe.blobs,
      children: recipe.children,
      annotations: made.annotations ?? {},
      ...(recipe.subject !== undefined && { subject: recipe.subject }),
      ...(made.artifactType !== undefined && { artifactType: made.artifactType }),
    },
  }
}
