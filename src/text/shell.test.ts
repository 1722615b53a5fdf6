import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shellLine, shellQuote, wrapShellLine } from './shell.ts'

/** The words that a shell makes of a command. */
function shellWords(command: string): string[] {
  return execFileSync('sh', ['-c', `printf '%s\\0' ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)
}

const odd = ['plain', 'http://127.0.0.1:5000', '', "it's", '$(id) `id` "x" ; & | > * ~ # \\', "'; id; '", 'one\n two']

describe('shellQuote', () => {
  test.each(odd)('%j is one word', (word) => {
    expect(shellWords(shellQuote(word))).toEqual([word])
  })
})

describe('shellLine', () => {
  test('a shell gets every word back as it was', () => {
    expect(shellWords(shellLine(odd))).toEqual(odd)
  })

  test('lets nothing through that a terminal would obey', () => {
    expect(shellLine(['curl', 'a\u001b[2J'])).toBe("curl 'a\\x1b[2J'")
  })
})

describe('wrapShellLine', () => {
  test('breaks a command without changing its words', () => {
    const words = ['curl', '-d', ...odd, '--data', ...'word '.repeat(30).trim().split(' ')]
    const lines = wrapShellLine(words, 100)
    expect(lines.length).toBeGreaterThan(1)
    expect(shellWords(lines.join('\n'))).toEqual(words)
  })

  test('fits the width where the words do', () => {
    const lines = wrapShellLine(Array(40).fill('word'), 30)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(30)
  })

  test('breaks no line before a word that is longer than a line', () => {
    expect(wrapShellLine(['curl', '-i', `http://127.0.0.1/${'a'.repeat(60)}`], 40)).toHaveLength(1)
  })

  test('keeps values beside their options', () => {
    const words = ['curl', '-sS', '-X', 'PUT', '-H', 'Content-Type: text/plain', '--data-binary', '@file', 'http://a/']
    expect(wrapShellLine(words, 34)).toEqual([
      'curl -sS -X PUT \\',
      "  -H 'Content-Type: text/plain' \\",
      '  --data-binary @file http://a/',
    ])
  })

  test('leaves a short command alone', () => {
    expect(wrapShellLine(['curl', '-I', 'http://a/'], 40)).toEqual(['curl -I http://a/'])
  })
})

/** Texts that a command line can hold: no shell takes a NUL, and no stream half of a pair. */
const anyWord = fc
  .string({ unit: 'binary', maxLength: 30 })
  .filter((word) => !word.includes('\0') && Buffer.from(word).toString() === word)

test('any words that are quoted are the words that a shell gets', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.array(anyWord, { minLength: 1, maxLength: 60 }), (words) => {
      expect(shellWords(words.map(shellQuote).join(' '))).toEqual(words)
    }),
    { numRuns: 15 },
  )
})

test('however a command is broken into lines, it is the same command', { timeout: 60_000 }, () => {
  const word = fc.oneof(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.constantFrom('-H', '--data', '-u'))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 40 }), fc.integer({ min: 10, max: 90 }), (words, width) => {
      expect(shellWords(wrapShellLine(words, width).join('\n'))).toEqual(words)
    }),
    { numRuns: 15 },
  )
})
