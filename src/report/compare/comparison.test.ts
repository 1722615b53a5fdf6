import { expect, test } from 'vitest'
import { axeComplaints, browserTest, opened } from '../html/browser.test-data.ts'
import { hostileSample, sample, sampleCheck, sampleWith } from '../sample-outcome.test-data.ts'
import { compare } from './comparison.ts'
import { comparisonHtml } from './html.ts'
import { comparisonMarkdown } from './markdown.ts'
import { comparisonText } from './shown.ts'
import { comparisonTerminal } from './terminal.ts'

const yesterday = sampleWith([
  sampleCheck('blobs/gone', 'pass'),
  sampleCheck('blobs/open', 'observed', { reason: 'status 400' }),
  sampleCheck('blobs/other', 'pass', { requirement: 'blobs/shared' }),
  sampleCheck('blobs/push', 'pass', { requirement: 'blobs/shared' }),
  sampleCheck('tags/list', 'fail'),
])
const today = sampleWith([
  sampleCheck('blobs/new', 'fail'),
  sampleCheck('blobs/open', 'observed', { reason: 'status 200' }),
  sampleCheck('blobs/other', 'pass', { requirement: 'blobs/shared' }),
  sampleCheck('blobs/push', 'fail', { requirement: 'blobs/shared' }),
  sampleCheck('tags/list', 'fail'),
])
const both = compare([
  { name: 'yesterday', outcome: yesterday },
  { name: 'today', outcome: today },
])
const plain = { color: false, width: 80, all: false }

test('a requirement has the worst verdict of its checks', () => {
  const differing = both.requirements.filter(({ differs }) => differs)
  expect(differing).toMatchObject([
    {
      id: 'blobs/shared',
      verdicts: ['pass', 'fail'],
      checks: [{ id: 'blobs/push' }, { id: 'blobs/other', differs: false }],
    },
  ])
  expect(both.observations).toMatchObject([{ id: 'blobs/open', says: ['status 400', 'status 200'], differs: true }])
})

test('checks that not all outcomes have do not count', () => {
  expect(both.notInAll).toEqual(['blobs/gone', 'blobs/new'])
  expect(both.requirements.map(({ id }) => id)).not.toContain('blobs/new-requirement')
})

test('seeds make no difference', () => {
  const named = (seed: string, ...[verdict, more]: [Parameters<typeof sampleCheck>[1], object?]) => ({
    name: seed,
    outcome: sampleWith([sampleCheck('responses/part', verdict, more)], { seed }),
  })
  const unseen = ['skip', { skipped: 'unseen' }] as const
  const differs = (...all: ReturnType<typeof named>[]) => compare(all).requirements.map(({ differs }) => differs)
  expect(differs(named('a', 'pass'), named('b', ...unseen), named('c', 'pass'))).toEqual([false])
  expect(differs(named('a', 'pass'), named('a', ...unseen))).toEqual([true])
  expect(differs(named('a', 'pass'), named('b', 'skip', { reason: 'needs deleting tags' }))).toEqual([true])
})

test('it comes to one line', () => {
  expect(comparisonText(both)).toBe('1 of 2 requirements differs, 1 of 1 observation differs, 1 check worse')
  expect(
    comparisonText(
      compare([
        { name: 'a', outcome: sample },
        { name: 'b', outcome: { ...sample, seed: 'x' } },
      ]),
    ),
  ).toBe('nothing differs')
})

test('a terminal shows what differs, or all', () => {
  const shown = comparisonTerminal(both, plain)
  expect(shown).toMatch(/MUST blobs\/shared +✓ {2}✗\n +blobs\/push +✓ {2}✗/)
  expect(shown).not.toContain('tags/list')
  expect(comparisonTerminal(both, { ...plain, all: true })).toContain('tags/list')
})

test('Markdown shows what differs, or all', () => {
  expect(comparisonMarkdown(both)).toMatch(/\*\*blobs\/shared\*\* \| MUST \| ✓ \| ✗ \|/)
  expect(comparisonMarkdown(both)).not.toContain('tags/list')
  expect(comparisonMarkdown(both, true)).toContain('tags/list')
})

test('nothing of a hostile target gets through', async () => {
  const hostile = compare([
    { name: 'a', outcome: hostileSample() },
    { name: 'b', outcome: sample },
  ])
  const [text, markdown, page] = [
    comparisonTerminal(hostile, { ...plain, all: true }),
    comparisonMarkdown(hostile, true),
    await comparisonHtml(hostile, true),
  ]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  for (const one of [text, markdown, page]) expect(one).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
  for (const one of [markdown, page]) expect(one).not.toMatch(/<script|<b>&amp;amp/)
})

browserTest('six registries stand side by side on a phone', async () => {
  const outcomes = (['pass', 'blocked', 'blocked', 'blocked', 'fail', 'blocked'] as const).map((verdict, at) => ({
    name: `registry-${at}`,
    outcome: sampleWith([sampleCheck('tags/list', verdict)]),
  }))
  const { page } = await opened(await comparisonHtml(compare(outcomes)), '', { viewport: { width: 390, height: 800 } })
  const cells = await page
    .locator('.grid .v')
    .evaluateAll((all) =>
      all.map((one) => [one.scrollWidth <= one.clientWidth, one.getBoundingClientRect().right <= 390]),
    )
  expect(cells).toHaveLength(12)
  expect(new Set(cells.flat())).toEqual(new Set([true]))
})

browserTest('the page opens without complaint, and axe finds nothing wrong', async () => {
  const { page, complaints } = await opened(await comparisonHtml(both, true), '', { bypassCSP: true })
  expect(await page.textContent('h1')).toContain('1 of 2 requirements differs')
  expect(await axeComplaints(page)).toEqual([])
  expect(complaints).toEqual([])
})
