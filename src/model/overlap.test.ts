import { expect, test } from 'vitest'
import type { Content, ManifestContent } from './content.ts'
import { isTimeless } from './overlap.ts'

const manifest: ManifestContent = {
  kind: 'image',
  digest: 'sha256:1',
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  size: 1,
  blobs: [],
  children: [],
  annotations: {},
}
const content: Content = { manifests: new Map([['m:1', manifest]]), blobs: new Map(), tags: new Map() }

test.each([
  ['a manifest that may be listed late', 'm:1', false],
  ['a digest that nobody pushed', 'sha256:2', true],
  ['a descriptor without a digest', null, true],
])('%s, in a list that overlapped with writes', (_, actual, isWrong) => {
  const found = { rule: 'list-extra', repository: 'a', resource: 'referrers of m:1', expected: null, actual } as const
  expect(isTimeless(found, content)).toBe(isWrong)
})
