import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { block, oneLine } from './safe.ts'

describe('oneLine', () => {
  test.each([
    ['a colour', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a title sequence', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
    ['an 8-bit control', '\u009b2J', '\\x9b2J'],
    ['NUL and DEL', '\u0000\u007f', '\\x00\\x7f'],
    ['line ends and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['text that runs backwards', 'a\u202eb', 'a\\u202eb'],
    ['text that is not seen', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
    ['line separators', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['lone surrogates', '\ud83d x \ude00', '\\ud83d x \\ude00'],
    ['non-characters', '\uffff\ufffe\u{1ffff}', '\\uffff\\ufffe\\u{1ffff}'],
    ['hidden tag characters', '\u{e0061}', '\\u{e0061}'],
  ])('makes %s visible', (_, text, shown) => {
    expect(oneLine(text)).toBe(shown)
  })

  test('leaves letters of all scripts and emoji as they are', () => {
    const text = 'naïve Ωμέγα 日本語 😀 ]]> <b> & "quoted"'
    expect(oneLine(text)).toBe(text)
  })

  test('leaves nothing for a terminal to obey', () => {
    const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCodePoint(code)).join('')
    const shown = oneLine(all, Number.POSITIVE_INFINITY)
    expect(stripVTControlCharacters(shown)).toBe(shown)
    expect(shown).not.toMatch(/\p{Cc}/u)
  })
})

describe('block', () => {
  test('keeps line ends and nothing else that controls', () => {
    expect(block('a\r\nb\n\tc\rd\u001b[2J')).toBe('a\nb\n  c\\rd\\x1b[2J')
  })
})
