import { expect, test } from 'vitest'
import type { Outcome } from '../outcome/outcome.ts'
import { formats } from './index.ts'
import { parseOutcome } from './read-outcome.ts'
import { sampleCheck, sampleWith } from './sample-outcome.test-data.ts'
import { summary } from './terminal.ts'
import { textOf } from './text-of.test-data.ts'

const expected = { reason: 'they know of it', link: 'https://registry.example/issues/7', until: '2027-01-31' }
const known: Outcome = sampleWith([sampleCheck('a/known', 'fail', { expected }), sampleCheck('a/mended', 'pass')], {
  expectations: [{ id: 'a/mended', problem: 'passes', reason: 'they were slow' }],
})

test('every report says what is known to fail, and what does not any more', async () => {
  const texts = {
    terminal: summary(known, { color: false, width: 200 }),
    junit: await formats.junit.render(known),
    markdown: (await formats.markdown.render(known)).replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
    json: await textOf(formats.json.render(known)),
    html: await formats.html.render(known, {}),
  }
  expect(await formats.annotations.render(known)).toContain('::error title=a/mended::it passes')
  expect(JSON.parse(await formats.shields.render(known))).toMatchObject({ message: 'not as expected, 1 passed' })
  expect(JSON.parse(await formats.shields.render({ ...known, expectations: [] }))).toMatchObject({
    message: '1 known failure, 1 passed',
  })
  for (const [name, text] of Object.entries(texts))
    for (const part of [
      'a/known',
      'they know of it',
      'https://registry.example/issues/7',
      '2027-01-31',
      'they were slow',
    ])
      expect(text, name).toContain(part)
  expect(texts.junit).toContain('<skipped message="expected to fail: they know of it')
  expect(texts.junit).toMatch(/<testsuite name="expectations"[^>]* failures="1"/)
  expect(parseOutcome(texts.json)).toEqual(known)
})

test('a link that is no web address is not linked', async () => {
  const hostile = sampleWith([sampleCheck('a/b', 'fail', { expected: { reason: 'r', link: 'javascript:alert(1)' } })])
  expect(await formats.html.render(hostile, {})).not.toContain('href="javascript')
})

test('when little is printed, expectations that do not hold are', () => {
  expect(summary(known, { color: false, width: 100, quiet: true })).toContain(
    'Expectations that do not hold\n  a/mended',
  )
})
