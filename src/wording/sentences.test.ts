import { describe, expect, test } from 'vitest'
import { sentencesOf } from './sentences.ts'

const texts = (markdown: string) => sentencesOf(markdown).map(({ text }) => text)

test('sentences know their line and their heading', () => {
  const markdown = [
    'Before any heading.',
    '# Ships',
    '',
    'Ships float. They',
    'MUST be dry. Oars',
    'are wet.',
    '',
    '## Deep `boats` #1  ',
    'One more.',
  ].join('\n')
  expect(sentencesOf(markdown)).toEqual([
    { text: 'Before any heading.', line: 1, heading: '' },
    { text: 'Ships float.', line: 4, heading: 'Ships' },
    { text: 'They MUST be dry.', line: 4, heading: 'Ships' },
    { text: 'Oars are wet.', line: 5, heading: 'Ships' },
    { text: 'One more.', line: 9, heading: 'Deep `boats` #1' },
  ])
})

test('a sentence per line stays a sentence per line', () => {
  expect(texts('Ships float.\nBoats do too.\nRafts as well')).toEqual([
    'Ships float.',
    'Boats do too.',
    'Rafts as well',
  ])
})

test('line ends of Windows change nothing', () => {
  const markdown = '# Ships\n\nShips\nfloat. Boats do.\n\n- One\n\n```\ncode\n```\n'
  expect(sentencesOf(markdown.replaceAll('\n', '\r\n'))).toEqual(sentencesOf(markdown))
})

describe('lists', () => {
  test('items stand alone, with their continuation lines', () => {
    const markdown = [
      'It has:',
      '- One item. Of two',
      '  sentences.',
      '- Another',
      '* A third',
      '+ A fourth',
      '',
      'After.',
    ]
    expect(texts(markdown.join('\n'))).toEqual([
      'It has:',
      'One item.',
      'Of two sentences.',
      'Another',
      'A third',
      'A fourth',
      'After.',
    ])
  })

  test('numbers and depth are left out, lines are right', () => {
    expect(sentencesOf('1. One.\n1. Two.\n   - Deep.\n   Still deep.\n10. Ten.')).toEqual(
      [
        ['One.', 1],
        ['Two.', 2],
        ['Deep.', 3],
        ['Still deep.', 4],
        ['Ten.', 5],
      ].map(([text, line]) => ({ text, line, heading: '' })),
    )
  })

  test('a line that begins with a number or a star is no item', () => {
    expect(texts('Lengths up to\n128 characters, or\n*many* more.')).toEqual([
      'Lengths up to 128 characters, or *many* more.',
    ])
  })
})

test('table rows stand alone, whole, and without the line under the head', () => {
  expect(texts('Above\n| A | B |\n|---|:--|\n| One. Two. | MUST |\nBelow')).toEqual([
    'Above',
    '| A | B |',
    '| One. Two. | MUST |',
    'Below',
  ])
})

test('quotations lose their mark', () => {
  expect(texts('> Ships float.\n\nSo they do.')).toEqual(['Ships float.', 'So they do.'])
})

test('code blocks are left out, and what looks like Markdown in them too', () => {
  const markdown = [
    'Before',
    '```http',
    '# No heading',
    'It MUST NOT show.',
    '- no item',
    '```',
    'After.',
    '1. Item:',
    '   ```',
    '   no',
    '   ```',
    '   More.',
  ]
  expect(sentencesOf(['# Ships', ...markdown].join('\n'))).toEqual(
    [
      ['Before', 2],
      ['After.', 8],
      ['Item:', 9],
      ['More.', 13],
    ].map(([text, line]) => ({ text, line, heading: 'Ships' })),
  )
})

test('rules between parts are left out and part sentences', () => {
  expect(texts('One\n\n---\nTwo\n---\nThree')).toEqual(['One', 'Two', 'Three'])
})

describe('the end of a sentence', () => {
  test.each([
    ['abbreviations', 'A tool, e.g. Docker, i.e. A client (a.k.a. "Bob", etc. And so on) works.', 1],
    ['versions and numbers', 'Use 1.1.0 and 2. 5 is odd.', 1],
    ['file names', 'Read a.b.c and main.go first.', 1],
    ['small letters after a full stop', 'See sec. four of it.', 1],
    ['questions and exclamations', 'Does it float? Yes! It does.', 3],
    ['quotation marks and brackets', 'He said "no." She (his boss.) Agreed. [A link](x) follows.', 4],
    ['emphasis', '*Note.* It is **wet.** `Code` begins this.', 3],
    ['no end', 'It goes on', 1],
    ['several spaces', 'One.   Two.', 2],
  ])('%s', (_, text, count) => {
    const found = texts(text)
    expect(found).toHaveLength(count)
    expect(found.join(' ')).toBe(text.replace(/\s+/g, ' '))
  })
})

test('nothing gives nothing', () => {
  expect(sentencesOf('')).toEqual([])
  expect(sentencesOf('\n\n# Title\n\n```\ncode\n```\n')).toEqual([])
})
