import { dockerImage } from '../../../fixtures/make/docker.ts'
import type { Manifest } from '../../../fixtures/make/manifest.ts'
import type { Context } from '../../../src/check/define.ts'
import { expectLacks } from '../../../src/check/list.ts'
import { labelOf, type Place, type Stock } from '../cast.ts'
import { expectAbsent, expectRefused } from '../expect-access.ts'

/** A manifest that somebody tries to push, and under which references. */
interface Push {
  readonly name: string
  readonly manifest: Manifest
  /** Absent: by digest. */
  readonly tag?: string
  /** The tag is a parameter of a push by digest. */
  readonly tagAsParameter?: true
}

/** Pushes by other requests than that of an image, by digest and by a new tag. */
function pushesOf(make: Context['make'], { image }: Stock): Push[] {
  const [subject, children] = [image, [image]]
  return [
    { name: 'PUT an artifact with a subject by digest', manifest: make.artifact({ subject }) },
    { name: 'PUT an artifact with a subject by tag', manifest: make.artifact({ subject }), tag: make.tag() },
    { name: 'PUT an image with a subject by digest', manifest: make.image({ subject }) },
    { name: 'PUT an image with a subject by tag', manifest: make.image({ subject }), tag: make.tag() },
    { name: 'PUT an artifact whose subject is not there', manifest: make.artifact({ subject: make.absent() }) },
    { name: 'PUT an index by digest', manifest: make.index({ children }) },
    { name: 'PUT an index by tag', manifest: make.index({ children }), tag: make.tag() },
    { name: 'PUT a docker image by digest', manifest: dockerImage(make) },
    { name: 'PUT an index with a subject by digest', manifest: make.index({ children, subject }) },
    {
      name: 'PUT an image by digest, with a tag as a parameter',
      manifest: make.image(),
      tag: make.tag(),
      tagAsParameter: true,
    },
    { name: 'PUT an image that is there by a new tag', manifest: image, tag: make.tag() },
    { name: 'PUT an image that is there by its digest', manifest: image },
  ]
}

/** Tries every form of a push by somebody who may not write there, then looks, as the one who may, what came of it. */
export async function expectPushesRefused(place: Place, stock: Stock, context: Context): Promise<void> {
  const { here, own, identity } = place
  const { name: who } = identity.declared
  const pushes = pushesOf(context.make.part(labelOf(place)), stock)
  await Promise.all(pushes.flatMap(({ manifest }) => manifest.blobs).map((blob) => own.ensureBlob(blob)))
  for (const { name, manifest, tag, tagAsParameter } of pushes) {
    own.willHold(manifest)
    const path = tagAsParameter ? `${manifest.digest}?tag=${tag}` : (tag ?? manifest.digest)
    const headers = { 'content-type': manifest.mediaType }
    expectRefused(await here.send('PUT', `manifests/${path}`, { headers, body: manifest.bytes }), place, name)
  }
  const fresh = pushes.map(({ manifest }) => manifest).filter((one) => one !== stock.image)
  for (const { digest } of fresh) await expectAbsent(own, digest, who)
  for (const { tag } of pushes) if (tag !== undefined) await expectAbsent(own, tag, who)
  if (context.has('referrers')) {
    expectLacks(await own.referrers(stock.image), fresh, `that ${who} was refused to push`)
  }
}
