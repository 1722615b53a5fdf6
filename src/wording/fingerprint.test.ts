import { expect, test } from 'vitest'
import { fingerprint, normalise } from './fingerprint.ts'

const plain = 'Each ship with a sail MUST float'

test('twelve hexadecimal digits, pinned: the catalogue is full of them', () => {
  expect(fingerprint(plain)).toBe('7cb9e0b7ab1c')
  expect(fingerprint('')).toMatch(/^[0-9a-f]{12}$/)
})

test.each([
  ['a full stop', `${plain}.`],
  ['a colon', `${plain}: `],
  ['capitals', 'EACH SHIP with a sail must float'],
  ['white space', '  Each ship\n with  a\tsail MUST float '],
  ['code marks', 'Each `ship` with a `sail` MUST float'],
  ['emphasis', 'Each **ship** with *a sail* MUST float'],
  ['a link', 'Each [ship](#ships) with a [sail](https://example.org/a?b) MUST float'],
  ['a link around code', 'Each [`ship` with a](#x) sail MUST float'],
  ['a footnote', 'Each ship<sup>[ref-1](#notes)</sup> with a sail MUST float <sup>[ref-2](#notes)</sup>.'],
])('does not depend on %s', (_, sentence) => {
  expect(normalise(sentence)).toBe('each ship with a sail must float')
  expect(fingerprint(sentence)).toBe(fingerprint(plain))
})

test.each([
  ['a word', 'Each ship with a mast MUST float'],
  ['the level', 'Each ship with a sail SHOULD float'],
  ['a negation', 'Each ship with a sail MUST not float'],
  ['the text of a link', 'Each [boat](#ships) with a sail MUST float'],
  ['the order', 'Each sail with a ship MUST float'],
  ['a comma within', 'Each ship, with a sail MUST float'],
  ['a number', 'Each ship with 2 sail MUST float'],
])('depends on %s', (_, sentence) => {
  expect(fingerprint(sentence)).not.toBe(fingerprint(plain))
})
