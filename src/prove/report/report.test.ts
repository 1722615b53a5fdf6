import { expect, test } from 'vitest'
import type { KillMatrix } from '../matrix.ts'
import { matrixHtml } from './html.ts'
import { matrixMarkdown } from './markdown.ts'
import { matrixText } from './terminal.ts'

const evil = '<script>alert("x")</script> | & \u001b[31m'

const matrix: KillMatrix = {
  format: 'oci-referee/kill-matrix/1',
  tool: { name: 'oci-referee', version: '0.0.0' },
  seed: 'a seed',
  started: '2026-01-01T00:00:00.000Z',
  durationMs: 12_345,
  requests: 100,
  unbroken: [{ name: 'unbroken', red: [] }],
  variants: [{ name: 'variant', description: evil, allowed: 'it may be', red: [] }],
  faults: [
    {
      name: 'fault',
      description: evil,
      breaks: 'pull/blob-exact',
      killedBy: ['blobs/pull', 'blobs/push'],
      killedByOwn: ['blobs/pull'],
      findings: ['blobs/pull'],
      greenReplays: [],
      weakHeads: [],
      unfair: [],
      shows: {},
    },
    {
      name: 'survivor',
      description: 'Nobody sees it',
      breaks: 'x/y',
      killedBy: [],
      killedByOwn: [],
      findings: [],
      greenReplays: [],
      weakHeads: [],
      unfair: [],
      shows: {},
    },
  ],
  checks: [
    { id: 'blobs/pull', requirement: 'pull/blob-exact', level: 'MUST', kills: ['fault'] },
    { id: 'blobs/push', requirement: 'push-blobs/session', level: 'MUST', kills: ['fault'] },
  ],
  pairs: [{ faults: ['fault', 'survivor'], named: ['blobs/pull', null] }],
  problems: ['survivor survives: no check sees it'],
}

const compared: KillMatrix = {
  ...matrix,
  other: 'another tool',
  faults: matrix.faults.map((fault, at) => ({ ...fault, other: at === 0 ? ('caught' as const) : ('missed' as const) })),
  variants: matrix.variants.map((variant) => ({ ...variant, other: 'red' as const })),
}

test('the table of a terminal has each fault, the problems and the sums', () => {
  const text = matrixText(matrix, { color: false })
  expect(text).toMatch(/^fault +killed by +by its own$/m)
  expect(text).toMatch(/^fault +2 +yes$/m)
  expect(text).toMatch(/^survivor +0 +NO$/m)
  expect(text).toContain('survivor survives: no check sees it')
  expect(text).toContain('1 of 2 faults are killed by a check of the requirement they break')
  expect(text).toContain('0 of 1 pairs of faults')
  expect(text).toContain('12 s, seed a seed')
  expect(text.trimEnd().split('\n').at(-1)).toBe('not proven: 1 problems')
  expect(
    matrixText({ ...matrix, problems: [] }, { color: false })
      .trimEnd()
      .split('\n')
      .at(-1),
  ).toBe('proven')
  expect(matrixText({ ...matrix, problems: [], checks: [] }, { color: false })).toMatch(
    /\nnothing is wrong, as far as the selected faults tell\n$/,
  )
  expect(matrixText(matrix, { color: false, faults: false })).not.toMatch(/^fault +2/m)
})

test('the column of another tool stands beside ours', () => {
  const text = matrixText(compared, { color: false })
  expect(text).toMatch(/^fault +2 +yes +caught$/m)
  expect(text).toMatch(/^survivor +0 +NO +missed$/m)
  expect(text).toContain(
    'another tool: 1 of 2 faults caught, 1 missed, 0 unclear, 0 without an end; it complains about 1 of 1 variants',
  )
})

test('the page holds everything, escaped, and loads nothing', async () => {
  const page = await matrixHtml(compared)
  expect(page).not.toContain('<script')
  expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;')
  expect(page).not.toMatch(/\b(src|href)=/)
  expect(page).toContain('title="fault: blobs/push"')
  expect(page.match(/class="o"/g)).toHaveLength(1)
  expect(page.match(/class="k"/g)).toHaveLength(1)
  expect(page).toContain('position: sticky')
  expect(page).toContain('Not proven')
  expect(await matrixHtml({ ...matrix, problems: [] })).toContain('<p class="verdict good">Proven</p>')
  expect(await matrixHtml({ ...matrix, problems: [], checks: [] })).toContain('as far as the selected faults tell</p>')
  const quotes = await matrixHtml({ ...matrix, seed: `<a b='c'>&"` })
  expect(quotes).toContain('&lt;a b=&#39;c&#39;&gt;&amp;&quot;')
})

test('the published table has each fault and keeps its columns', () => {
  const lines = matrixMarkdown(compared).split('\n')
  const rows = lines.filter((line) => line.startsWith('| `'))
  expect(rows).toHaveLength(3)
  expect(rows[0]).toContain('\\|')
  expect(rows[0]).not.toContain('<script')
  expect(rows[1]).toBe('| `survivor` | Nobody sees it | `x/y` | 0 | **missed** |')
  expect(matrixMarkdown(matrix)).not.toContain('Other tool')
})
