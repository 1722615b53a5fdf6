import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { fit, padEnd, padStart, wrap } from './width.ts'

describe('padding', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['naïve', 5],
    ['日本語', 6],
    ['e\u0301', 1],
    ['😀', 2],
    ['…', 1],
  ])('counts %j as %d columns', (text, width) => {
    expect(padStart(text, 8)).toBe(' '.repeat(8 - width) + text)
    expect(padEnd(text, 8)).toBe(text + ' '.repeat(8 - width))
  })
})

describe('fit', () => {
  test('cuts to a width, never through a character', () => {
    expect(fit('abcdef', 6)).toBe('abcdef')
    expect(fit('abcdef', 4)).toBe('abc…')
    expect(fit('日本語', 4)).toBe('日…')
    expect(fit('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
  })
})

describe('wrap', () => {
  test('spaces at the beginning indent every line', () => {
    expect(wrap('  one two three', 7)).toEqual(['  one', '  two', '  three'])
  })

  test('breaks at spaces and keeps what is between them', () => {
    expect(wrap('one two  three four', 10)).toEqual(['one two', 'three four'])
    expect(wrap('a  b', 10)).toEqual(['a  b'])
  })

  test('breaks words that fit no line', () => {
    expect(wrap('at sha256:0123456789abcdef end', 10)).toEqual(['at sha256:', '0123456789', 'abcdef end'])
  })

  test('keeps line ends and empty lines', () => {
    expect(wrap('a\n\nb', 10)).toEqual(['a', '', 'b'])
    expect(wrap('', 10)).toEqual([''])
  })

  test.each(['日本語'.repeat(30), '😀 '.repeat(40), 'word '.repeat(40), ' '.repeat(99), `${'x'.repeat(40)} y`])(
    'fits %j',
    (text) => {
      const lines = wrap(text, 13)
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(13)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    },
  )
})
