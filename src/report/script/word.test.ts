import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { literal } from './word.ts'

test('any text without controls stands in double quotes as it is', { timeout: 60_000 }, () => {
  const text = fc.string({ unit: 'grapheme-composite', maxLength: 30 })
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (texts) => {
      const command = `printf '%s\\0' ${texts.map((one) => `"${literal(one)}"`).join(' ')}`
      const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\0').slice(0, -1)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      expect(printed).toEqual(texts.map((one) => one.replace(/[\u0000-\u001f\u007f]/g, '')))
    }),
    { numRuns: 15 },
  )
})
