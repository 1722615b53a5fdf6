import { describe, expect, test } from 'vitest'
import { displayWidth, padEnd, wrap } from './text-width.ts'

describe('displayWidth', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['naïve', 5],
    ['日本語', 6],
    ['e\u0301', 1],
    ['😀', 2],
    ['…', 1],
  ])('of %j is %d', (text, width) => {
    expect(displayWidth(text)).toBe(width)
    expect(padEnd(text, 8)).toBe(text + ' '.repeat(8 - width))
  })
})

describe('wrap', () => {
  test('breaks at spaces and keeps what is between them', () => {
    expect(wrap('one two  three four', 10)).toEqual(['one two', 'three four'])
    expect(wrap('a  b', 10)).toEqual(['a  b'])
  })

  test('breaks words that fit no line', () => {
    expect(wrap('at sha256:0123456789abcdef end', 10)).toEqual(['at', 'sha256:012', '3456789abc', 'def end'])
  })

  test('keeps line ends and empty lines', () => {
    expect(wrap('a\n\nb', 10)).toEqual(['a', '', 'b'])
    expect(wrap('', 10)).toEqual([''])
  })

  test.each(['日本語'.repeat(30), '😀 '.repeat(40), 'word '.repeat(40), ' '.repeat(99), `${'x'.repeat(40)} y`])(
    'fits %j',
    (text) => {
      const lines = wrap(text, 13)
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(13)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    },
  )
})
