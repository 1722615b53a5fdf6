import { expect, test } from 'vitest'
import { hashesTo } from '../../fixtures/make/digest.ts'
import { makeContent } from './content.ts'
import type { Recipes } from './history.ts'

const recipes: Recipes = {
  manifests: {
    // Named before what it refers to.
    m3: { kind: 'index', subject: 'm2', blobs: [], children: ['m1'], artifactType: 't2', annotated: true },
    m1: { kind: 'docker-image', blobs: ['b1'], children: [], annotated: false },
    m2: { kind: 'image', subject: 'm1', blobs: ['b1', 'b2'], children: [], annotated: true },
  },
  blobs: { b1: { size: 20 }, b2: { size: 0 } },
  tags: ['a', 'B'],
}
const { content, manifests, blobs, goesBy } = makeContent(recipes, 'a seed')

test('bytes and digests belong together', () => {
  for (const [name, { digest, size }] of content.manifests) {
    expect(hashesTo(manifests.get(name)!, digest)).toBe(true)
    expect(manifests.get(name)).toHaveLength(size)
  }
  for (const [name, { digest, size }] of content.blobs) {
    expect(hashesTo(blobs.get(name)!, digest)).toBe(true)
    expect(blobs.get(name)).toHaveLength(size)
  }
})

test('manifests name their subject and children by digest', () => {
  const json = JSON.parse(Buffer.from(manifests.get('m3')!).toString())
  expect(json.subject.digest).toBe(content.manifests.get('m2')!.digest)
  expect(json.manifests[0].digest).toBe(content.manifests.get('m1')!.digest)
  expect(json.annotations).toEqual(content.manifests.get('m3')!.annotations)
})

test('the type in a list is artifactType, or else that of the config', () => {
  const config = JSON.parse(Buffer.from(manifests.get('m2')!).toString()).config
  expect(content.manifests.get('m2')!.artifactType).toBe(config.mediaType)
  expect(content.manifests.get('m3')!.artifactType).toMatch(/\.t2$/)
})

test('the seed alone decides every byte', () => {
  expect(makeContent(recipes, 'a seed')).toEqual({ content, manifests, blobs, goesBy })
})

test('another salt changes every digest and tag, and no type or annotation', () => {
  const other = makeContent(recipes, 'a seed', 'salt')
  for (const [name, manifest] of content.manifests) {
    const salted = other.content.manifests.get(name)!
    expect(salted.digest).not.toBe(manifest.digest)
    expect(salted.annotations).toEqual(manifest.annotations)
    expect(salted.artifactType).toBe(manifest.artifactType)
  }
  expect([...other.content.tags.values()]).not.toContain(content.tags.get('a'))
})
