import { expect, test } from 'vitest'
import { keywordsIn, strengthOf, withoutKeywords } from './keywords.ts'

const words = (sentence: string) => keywordsIn(sentence).map(({ keyword }) => keyword)

test.each([
  ['Ships MUST float.', ['MUST']],
  ['Ships MUST NOT sink.', ['MUST NOT']],
  ['Ships MUST  NOT sink.', ['MUST NOT']],
  ['Sails SHALL hold, and SHALL NOT tear.', ['SHALL', 'SHALL NOT']],
  ['Oars SHOULD be there, and SHOULD NOT be wet.', ['SHOULD', 'SHOULD NOT']],
  ['It is RECOMMENDED to row; singing is NOT RECOMMENDED.', ['RECOMMENDED', 'NOT RECOMMENDED']],
  ['An anchor is REQUIRED, a flag OPTIONAL, and a cook MAY come.', ['REQUIRED', 'OPTIONAL', 'MAY']],
  ['Ships **MUST** float and _SHOULD_ be dry.', ['MUST', 'SHOULD']],
  ['Ships [MUST](#floating) float.', ['MUST']],
  ['| sail | MUST hold |', ['MUST']],
  ['Ships (which MUST float', ['MUST']],
  ['The captain MUST', ['MUST']],
])('counted: %s', (sentence, expected) => {
  expect(words(sentence)).toEqual(expected)
})

test.each([
  'Ships must float, should be dry and may be red.',
  'The flag `MUST` is a word.',
  'The flag ``MUST ` MAY`` is a word.',
  'See [floating](#ships-MUST-float).',
  'See https://ships.example/MUST/float now.',
  'It <a id="MUST">floats</a>.',
  'MUSTARD and MAYBE are not asked for, nor is a MUSTER.',
])('not counted: %s', (sentence) => {
  expect(words(sentence)).toEqual([])
})

test('code that begins and does not end hides nothing', () => {
  expect(words('A ship `floats MUST be dry.')).toEqual(['MUST'])
})

test.each([
  'The key words "MUST", "MUST NOT" and "MAY" are interpreted as RFC 2119 has it.',
  'The key words "MUST" and "SHOULD" have the meaning of [RFC 2119](https://rfc.example/2119).',
  'Keywords MUST and MAY in BCP 14 [RFC8174] mean what they say.',
  '"MUST", "SHALL", "SHOULD", "MAY", and "OPTIONAL" have the sense of RFC2119.',
])('a sentence about keywords has none: %s', (sentence) => {
  expect(words(sentence)).toEqual([])
})

test('a sentence that only refers to the RFC has its own', () => {
  expect(words('Ships MUST float as described in RFC 2119.')).toEqual(['MUST'])
  expect(words('The key words of a captain MUST be loud.')).toEqual(['MUST'])
})

test('levels, synonyms and places', () => {
  const found = keywordsIn('`MAY` ships SHALL NOT sink: it is OPTIONAL.')
  expect(found).toEqual([
    { keyword: 'SHALL NOT', level: 'MUST NOT', at: 12 },
    { keyword: 'OPTIONAL', level: 'MAY', at: 34 },
  ])
  const levels = keywordsIn('REQUIRED SHALL RECOMMENDED, NOT RECOMMENDED').map(({ level }) => level)
  expect(levels).toEqual(['MUST', 'MUST', 'SHOULD', 'SHOULD NOT'])
  expect((['MAY', 'SHOULD', 'SHOULD NOT', 'MUST', 'MUST NOT'] as const).map(strengthOf)).toEqual([1, 2, 2, 3, 3])
})

test('a sentence without its keywords', () => {
  expect(withoutKeywords('Ships MUST NOT sink.').replace(/\s+/g, ' ')).toBe('Ships sink.')
})
