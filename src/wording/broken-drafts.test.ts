import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from './compare.ts'
import { readSentences } from './sentences.ts'
import { readSpec } from './statements.ts'
import { text } from './wording.test-data.ts'

/** What authors leave behind: open fences and comments, half of tables, keywords alone, other ends of lines. */
const litter = fc.constantFrom(
  ...[
    '```',
    '~~~~',
    '<!--',
    '-->',
    '|',
    '| a | b |',
    '#',
    '## ',
    '- ',
    '1. ',
    '> ',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '\ufeff',
  ],
  ...[
    'MUST',
    'MUST NOT',
    '**SHOULD**',
    'e.g. ',
    '. ',
    '.',
    '`',
    '[',
    '](',
    '\\',
    '\t',
    '\u2028',
    '\ud800',
    ' '.repeat(9),
  ],
)
const edit = fc.record({ at: fc.nat(text.length), cut: fc.nat(30), put: fc.oneof(litter, fc.string()) })
const draft = fc
  .array(edit, { maxLength: 12 })
  .map((edits) => edits.reduce((all, { at, cut, put }) => all.slice(0, at) + put + all.slice(at + cut), text))

const squeezed = (part: string) => part.replace(/\s+/g, '')

test('each sentence of a broken draft begins on the line that is said', () => {
  fc.assert(
    fc.property(draft, (markdown) => {
      const lines = markdown.replace(/^\ufeff/, '').split(/\r\n|\n/)
      for (const { text: sentence, line, lines: places } of readSentences(markdown).sentences) {
        expect(sentence.trim()).not.toBe('')
        const [word = ''] = sentence.split(/\s/)
        expect(squeezed(lines[line - 1] ?? 'no such line')).toContain(squeezed(word))
        for (const [at, place] of places.entries()) {
          expect(place.line).toBeGreaterThanOrEqual(line)
          if (at > 0) expect(place.at).toBeGreaterThan(places[at - 1]!.at)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('a broken draft is read and compared without an error', () => {
  fc.assert(
    fc.property(draft, draft, (one, other) => {
      const [older, newer] = [readSpec('one', one), readSpec('other', other)]
      const count = one.split('\n').length
      for (const { line, keywords } of older.statements) {
        for (const keyword of keywords) expect(keyword.line).toBeGreaterThanOrEqual(line)
        for (const keyword of keywords) expect(keyword.line).toBeLessThanOrEqual(count)
      }
      const known = (spec: typeof older) => ({
        ...spec,
        statements: spec.statements.map((each) => ({ ...each, requirements: [] })),
      })
      compare(known(older) as never, known(newer) as never)
    }),
    { numRuns: 200 },
  )
})
