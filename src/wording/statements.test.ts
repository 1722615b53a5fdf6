import { expect, test } from 'vitest'
import { fingerprint } from './fingerprint.ts'
import { readSpec } from './statements.ts'

const read = (...lines: string[]) => readSpec('ships.md', lines.join('\n'))
const found = (...lines: string[]) =>
  read(...lines).statements.flatMap(({ heading, keywords }) =>
    keywords.map(({ keyword, line }) => `${line} ${heading}: ${keyword}`),
  )

test('statements with their place, and sentences without keywords', () => {
  const text = read('# Ships', '', 'Ships float.', '', '## Sails', 'A sail MUST hold. It is white.')
  expect(text.name).toBe('ships.md')
  expect(text.statements).toEqual([
    {
      text: 'A sail MUST hold.',
      line: 6,
      heading: 'Sails',
      fingerprint: fingerprint('A sail MUST hold.'),
      keywords: [{ keyword: 'MUST', level: 'MUST', line: 6 }],
    },
  ])
  expect(text.plain.map(({ text }) => text)).toEqual(['Ships float.', 'It is white.'])
})

test('each keyword of a sentence has the line on which it stands', () => {
  expect(found('# Ships', 'One. A ship MUST float,', 'and it', 'SHOULD be dry and MAY', 'be red.')).toEqual([
    '2 Ships: MUST',
    '4 Ships: SHOULD',
    '4 Ships: MAY',
  ])
})

test('lists, tables, quotations', () => {
  const lines = ['# Ships', '1. MUST float', '1. x', '   SHOULD be dry', '| a | b |', '|---|---|', '| MAY | MUST NOT |']
  expect(found(...lines, '> It MUST.')).toEqual([
    '2 Ships: MUST',
    '4 Ships: SHOULD',
    '7 Ships: MAY',
    '7 Ships: MUST NOT',
    '8 Ships: MUST',
  ])
})

test.each(['#', '###', '######'])('the paragraph about key words is left out under a heading of level %s', (marks) => {
  expect(
    found(
      `${marks} Words`,
      'The key words "MUST", "MUST NOT", "SHOULD", and "MAY" mean here',
      'what [RFC 2119](https://rfc.example/2119) says. Ships MUST float.',
    ),
  ).toEqual(['3 Words: MUST'])
})

test('code, comments and headings are left out', () => {
  expect(found('# Ships MUST', '```', 'OPTIONAL: a sail', '```', '<!-- MUST', 'MUST -->', 'A ship MAY.')).toEqual([
    '7 Ships MUST: MAY',
  ])
})

test('a draft with open ends is read as far as it goes', () => {
  const text = read('## Ships', 'A ship MUST', '', '```', 'MUST', '', '## Sails', 'A sail SHOULD', '| a MAY')
  const keywords = text.statements.map(({ heading, keywords }) => `${heading}: ${keywords[0]!.keyword}`)
  expect(keywords).toEqual(['Ships: MUST', 'Sails: SHOULD', 'Sails: MAY'])
  expect(text.problems.map(({ line }) => line)).toEqual([4])
})

test('nothing gives nothing', () => {
  expect(read('')).toEqual({ name: 'ships.md', statements: [], plain: [], problems: [] })
})
