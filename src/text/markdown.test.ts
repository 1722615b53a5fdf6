import { describe, expect, test } from 'vitest'
import { codeBlock, literal, markdownTable } from './markdown.ts'

describe('literal', () => {
  test.each([
    ['<b>&amp;', '&#60;b&#62;&#38;amp;'],
    ['a|b', 'a&#124;b'],
    ['[x](javascript:y)', '&#91;x&#93;&#40;javascript&#58;y&#41;'],
    ['**_~`', '&#42;&#42;&#95;&#126;&#96;'],
    ['@all #1 $x$', '&#64;all &#35;1 &#36;x&#36;'],
    ['https://a www.b.example', 'https&#58;//a www&#46;b.example'],
    ['\u001b[1m\n', '&#92;x1b&#91;1m&#92;n'],
  ])('%j', (text, escaped) => {
    expect(literal(text)).toBe(escaped)
  })

  test('leaves punctuation of sentences alone', () => {
    expect(literal('status 404: not found, see a/b-c.')).toBe('status 404: not found, see a/b-c.')
  })
})

describe('codeBlock', () => {
  test('has a fence that its content cannot close', () => {
    expect(codeBlock('a\n````\nb', 'sh')).toBe('`````sh\na\n````\nb\n`````')
  })
})

describe('markdownTable', () => {
  test('has a line for each row, and no cell becomes two', () => {
    expect(markdownTable(['a', 'b'], [['`x|y`', '1']], ['left', 'right'])).toBe(
      '| a | b |\n| --- | ---: |\n| `x\\|y` | 1 |',
    )
  })
})
