import { expect, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import { listErrors } from '../../fixtures/schemas/validate.ts'
import { tagIndex } from './tag-index.ts'

const make = new Maker('a seed', 'tag-index.test')
const subject = make.absent()

test('an index for the referrers tag has full descriptors in their order', () => {
  const typed = make.artifact({ subject, artifactType: 'a/b', annotations: { a: 'b' } })
  const image = make.image({ subject, configType: 'c/d', annotations: null })
  const bare = make.index({ subject, artifactType: null, annotations: {} })
  const index = tagIndex([typed, image, bare])
  const json = JSON.parse(Buffer.from(index.bytes).toString('utf8'))
  const plain = ({ mediaType, digest, bytes }: typeof typed) => ({ mediaType, digest, size: bytes.length })
  expect(json).toEqual({
    schemaVersion: 2,
    mediaType: index.mediaType,
    manifests: [
      { ...plain(typed), artifactType: 'a/b', annotations: { a: 'b' } },
      { ...plain(image), artifactType: 'c/d' },
      { ...plain(bare), annotations: {} },
    ],
  })
  expect(listErrors(json)).toEqual([])
  expect(index.children).toEqual([typed, image, bare])
  expect(index).not.toHaveProperty('subject')
})

test('without referrers it is an empty index', () => {
  const index = tagIndex([])
  expect(JSON.parse(Buffer.from(index.bytes).toString('utf8')).manifests).toEqual([])
  expect(index.digest).not.toBe(tagIndex([make.image()]).digest)
})
