import { expect, test } from 'vitest'
import { linesOf } from './lines.ts'

const read = (...lines: string[]) => linesOf(lines.join('\n'))

test('code and comments are empty lines, the rest stays where it is', () => {
  expect(read('a', '```', 'b', '```', 'c <!-- d --> e', '<!-- f', 'g -->', 'h')).toEqual({
    lines: ['a', '', '', '', `c ${' '.repeat(10)} e`, ' '.repeat(6), ' '.repeat(5), 'h'],
    code: [false, true, true, true, false, false, false, false],
    problems: [],
  })
})

test('fences of tildes, of other lengths and in lists', () => {
  expect(read('~~~', '```', '~~~', 'a').lines).toEqual(['', '', '', 'a'])
  expect(read('````md', '```', 'b', '```', '````', 'a').lines).toEqual(['', '', '', '', '', 'a'])
  expect(read('1. a', '   ```', '   b', '   ```', 'c').lines).toEqual(['1. a', '', '', '', 'c'])
  expect(read('> ```', '> b', '> ```', 'c').lines).toEqual(['', '', '', 'c'])
  expect(read('```a```', 'b').lines).toEqual(['```a```', 'b'])
})

test('a comment that nothing closes is text', () => {
  expect(read('a <!-- b', 'c').lines).toEqual(['a <!-- b', 'c'])
})

test('a block that nothing closes ends at the next heading', () => {
  const { lines, problems } = read('a', '```sh', '# no heading', 'b', '## Sails', 'c', '```', 'd', '```', 'e')
  expect(lines).toEqual(['a', '', '', '', '## Sails', 'c', '', '', '', 'e'])
  expect(problems).toEqual([
    {
      line: 2,
      message: 'the code block that begins here is never closed; taken to end before the heading on line 5',
    },
  ])
})

test('an unclosed block is found even where the fences come out even', () => {
  const { lines, problems } = read(
    'a',
    '```http',
    'b',
    '## Sails',
    'c',
    '```',
    'd',
    '```',
    'e',
    '```json',
    'f',
    '```',
    'g',
  )
  expect(lines).toEqual(['a', '', '', '## Sails', 'c', '', '', '', 'e', '', '', '', 'g'])
  expect(problems.map(({ line }) => line)).toEqual([2])
})

test('without a heading after it, it goes on to the end', () => {
  const { lines, problems } = read('a', '```', 'b')
  expect(lines).toEqual(['a', '', ''])
  expect(problems).toEqual([{ line: 2, message: 'the code block that begins here is never closed' }])
})

test('headings within blocks that are closed are code', () => {
  expect(read('```md', '## Sails', 'b', '```').lines).toEqual(['', '', '', ''])
})

test('marks of byte order and line ends of Windows', () => {
  expect(linesOf('\ufeff# a\r\nb\r\n').lines).toEqual(['# a', 'b', ''])
})
