import type { Maker } from '../../fixtures/make/maker.ts'
import { scenario } from '../../src/check/define.ts'
import { there } from '../there.ts'

/** References that are neither tags nor digests, with what is wrong about them. */
export function malformedReferences(make: Maker): (readonly [what: string, reference: string])[] {
  const hex = make.digest().slice('sha256:'.length)
  return [
    ['a short digest', `sha256:${hex.slice(0, -1)}`],
    ['a long digest', `sha256:${hex}0`],
    ['a digest that is not hexadecimal', `sha256:${hex.slice(0, -1)}z`],
    ['a digest in capitals', `sha256:${hex.toUpperCase()}`],
    ['a digest without an encoded part', 'sha256:'],
    ['a digest without an algorithm', `:${hex}`],
    ['a sha512 digest of half the length', `sha512:${hex}`],
    ['a digest with two separators', `sha256::${hex}`],
    ['a tag of 129 characters', make.word(129)],
    ['a tag with a dot in front', `.${make.word(12)}`],
    ['a tag with a hyphen in front', `-${make.word(12)}`],
    ['a tag with a plus sign', `a+${make.word(12)}`],
    ['a tag with an at sign', `a@${make.word(12)}`],
    ['a tag with a percent-encoded space', `a%20${make.word(12)}`],
  ]
}

/** Pushes a manifest under each of them. How that is answered is left open; what it does to lists of tags is not. */
export const malformedPushes = scenario('pushes under malformed references', async ({ repo, make, use }) => {
  const { image } = await use(there)
  return Promise.all(
    malformedReferences(make).map(async ([what, reference]) => {
      const { status } = await repo.put(image, { tag: reference })
      return { what, reference, status }
    }),
  )
})
