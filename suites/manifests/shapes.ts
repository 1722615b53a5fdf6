import { dockerImage, dockerList } from '../../fixtures/make/docker.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Blob, Manifest } from '../../fixtures/make/manifest.ts'
import { rewrite } from '../../fixtures/make/rewrite.ts'
import { standardImage } from '../../fixtures/make/standard.ts'

/** A manifest that refers to something that nobody pushed. */
export interface Shape {
  /** Its blobs and children name only what is pushed before it: what it lacks is left out. */
  readonly manifest: Manifest
  /** The same sort of manifest with nothing missing: where it is refused too, a refusal says nothing of what is missing. */
  readonly whole: Manifest
}

type Json = Record<string, unknown>
type Make = (make: Maker) => Shape

/** Digests of nothing in the place of some blobs. */
function lackingBlobs(make: Maker, whole: Manifest, isMissing: (blob: Blob, at: number) => boolean): Shape {
  const swaps = whole.blobs.filter(isMissing).map((blob) => [blob.digest, make.digest()] as const)
  const swapped = (json: Json) => swaps.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(json))
  const manifest = rewrite(whole, (json) => JSON.parse(swapped(json)) as Json)
  return { manifest: { ...manifest, blobs: whole.blobs.filter((blob, at) => !isMissing(blob, at)) }, whole }
}

/** An index whose last child is not pushed. */
function lackingChild(index: (children: Manifest[]) => Manifest, children: Manifest[]): Shape {
  const whole = index(children)
  return { manifest: { ...whole, children: children.slice(0, -1) }, whole }
}

const isConfig = (_: Blob, at: number) => at === 0
const isLayer = (_: Blob, at: number) => at > 0
const isLast = (_: Blob, at: number) => at === 2
const isAny = () => true

/** Manifests that lack a blob, by what they lack: a registry may look up each of them in a way of its own. */
export const lackingABlob: Readonly<Record<string, Make>> = {
  'the last layer of an image': (make) => lackingBlobs(make, make.image({ layers: 2 }), isLast),
  'the layer of a standard image': (make) => lackingBlobs(make, standardImage(make), isLayer),
  'the config of an image': (make) => lackingBlobs(make, make.image({ layers: 1 }), isConfig),
  'the config of a standard image': (make) => lackingBlobs(make, standardImage(make), isConfig),
  'all blobs of a standard image': (make) => lackingBlobs(make, standardImage(make), isAny),
  'the layer of an artifact': (make) => lackingBlobs(make, make.artifact({ layers: 1 }), isLayer),
  'the layer of a referrer': (make) =>
    lackingBlobs(make, make.artifact({ layers: 1, subject: make.absent() }), isLayer),
  'the layer of a docker image': (make) => lackingBlobs(make, dockerImage(make), isLayer),
  'the config of a docker image': (make) => lackingBlobs(make, dockerImage(make), isConfig),
}

/** Indexes that lack a child. */
export const lackingAChild: Readonly<Record<string, Make>> = {
  'the last child of an index': (make) =>
    lackingChild((children) => make.index({ children }), [make.image({ layers: 1 }), make.image()]),
  'the only child of an index': (make) => lackingChild((children) => make.index({ children }), [make.image()]),
  'the index in an index': (make) =>
    lackingChild((children) => make.index({ children }), [make.index({ children: [] })]),
  'the child of a referrer': (make) => {
    const subject = make.absent()
    return lackingChild((children) => make.index({ children, subject }), [make.artifact()])
  },
  'the docker image of an index': (make) => lackingChild((children) => make.index({ children }), [dockerImage(make)]),
  'the image of a docker list': (make) => lackingChild((children) => dockerList(make, children), [dockerImage(make)]),
}
