import { expect, test } from 'vitest'
import { wordingJson } from './json.ts'
import { wordingMarkdown } from './markdown.ts'
import { type Beside, wordingReport } from './report.ts'
import { wordingTerminal } from './terminal.ts'
import { catalogue, recorded, text } from './wording.test-data.ts'

const report = (markdown: string, beside: Beside = {}) =>
  wordingReport({ name: 'ships.md', markdown }, catalogue, beside)
const terminal = (...args: Parameters<typeof report>) => wordingTerminal(report(...args), { width: 100, color: false })
const markdown = (...args: Parameters<typeof report>) => wordingMarkdown(report(...args))
const json = (...args: Parameters<typeof report>) => JSON.parse(wordingJson(report(...args)))

const registries = [
  recorded('alpha', { 'ships/floats': 'pass', 'ships/dry': 'warn' }, { 'ships/colour': 'red' }),
  recorded('beta', { 'ships/floats': 'fail', 'ships/dry': 'fail' }, { 'ships/colour': 'blue' }),
  recorded('gamma', { 'ships/floats': 'pass', 'ships/dry': 'pass' }),
  recorded('delta', { 'ships/dry': 'blocked' }),
]
const draft = text
  .replace('SHOULD be dry', 'MUST be dry')
  .replace('# Sails\n', '# Sails\n\nSails MAY be <b>red</b> | `x`.\n')

test('one row for each keyword', () => {
  expect(json(draft).rows.map((row: Record<string, unknown>) => Object.values(row).slice(0, 8))).toEqual([
    [3, 'Ships', 'MUST', 'MUST', 'registry', 'ships/float', [], 'judged'],
    [4, 'Ships', 'MUST', 'MUST', null, null, [], 'uncovered'],
    [5, 'Ships', 'SHOULD', 'SHOULD', 'client', 'ships/paint', [], 'excluded'],
    [5, 'Ships', 'MUST', 'MUST', 'client', 'ships/owner', [], 'excluded'],
    [9, 'Sails', 'MAY', 'MAY', null, null, [], 'uncovered'],
    [11, 'Sails', 'MUST', 'MUST', 'registry', 'sails/answer', [], 'judged'],
    [15, 'Oars', 'MUST', 'MUST', 'registry', 'oars/answer', [], 'judged'],
  ])
})

test('a keyword at no level of its sentence belongs to the strongest', () => {
  const both = 'Owners SHOULD paint their ship, and MUST pay for it.'
  const { 'ships/owner': owner, 'ships/paint': paint } = catalogue
  const requirements = {
    'ships/paint': { ...paint!, wordings: [{ ...paint!.wordings[0]!, level: 'MAY' as const }] },
    'ships/owner': owner!,
  }
  const { rows } = wordingReport({ name: 'x', markdown: `# Ships\n\n${both}\n` }, requirements)
  expect(rows.map(({ keyword, requirement }) => [keyword, requirement])).toEqual([
    ['SHOULD', 'ships/owner'],
    ['MUST', 'ships/owner'],
  ])
})

test('coverage counts keywords by heading', () => {
  const { headings, text: total } = json(draft)
  const counts = { keywords: 4, judged: 1, observed: 0, excluded: 2, reworded: 0, uncovered: 1 }
  expect(headings[0]).toEqual({ heading: 'Ships', ...counts })
  expect(headings.map(({ keywords }: { keywords: number }) => keywords)).toEqual([4, 2, 1])
  expect(total).toEqual({
    name: 'ships.md',
    keywords: 7,
    judged: 3,
    observed: 0,
    excluded: 2,
    reworded: 0,
    uncovered: 2,
    problems: [],
  })
})

test('the JSON says what it is, and has nothing that was not asked for', () => {
  const document = json(text)
  expect(document.format).toBe('oci-referee/wording/1')
  expect(Object.keys(document)).toEqual(['format', 'text', 'rows', 'headings'])
  expect(document.rows[0].checks).toEqual(['ships/floats'])
  expect(document.rows[2].excluded).toBe('Is a matter of taste.')
})

test('beside an older text, a reworded statement keeps its requirement', () => {
  const { rows, against } = json(draft, { against: { name: 'old.md', markdown: text } })
  expect(rows[1]).toMatchObject({ requirement: 'ships/dry', status: 'reworded', checks: ['ships/dry'] })
  expect(against).toMatchObject({ name: 'old.md', unchanged: 4, problems: [], renamedHeadings: [] })
  expect(against.changes.map(({ kinds }: { kinds: string[] }) => kinds)).toEqual([['strengthened'], ['added']])
  expect(against.changes[0].before).toEqual({
    line: 4,
    heading: 'Ships',
    keywords: ['SHOULD'],
    sentence: 'The deck of a ship SHOULD be dry.',
  })
  expect(against.changes[1].before).toBeNull()
})

test('recorded registries stand beside each statement and change', () => {
  const { rows, recommendations, open, registries: named } = json(text, { recorded: registries })
  expect(rows[0].registries).toEqual({ meets: ['alpha', 'gamma'], breaks: ['beta'], notJudged: ['delta'] })
  // Nothing judges it: registries have no part in it.
  expect(rows[2].registries).toBeUndefined()
  expect(recommendations).toEqual([
    {
      line: 4,
      heading: 'Ships',
      keyword: 'SHOULD',
      requirement: 'ships/dry',
      registries: { meets: ['gamma'], breaks: ['alpha', 'beta'], notJudged: ['delta'] },
    },
  ])
  expect(open[0].responses).toHaveLength(4)
  expect(named[0]).toEqual({ name: 'alpha', url: 'http://127.0.0.1:5000', server: 'sample/2.0', spec: '1.1.1' })
})

test.each([
  ['terminal', terminal],
  ['markdown', markdown],
])('in %s: what a level would change', (_, render) => {
  const output = render(draft, { against: { name: 'old.md', markdown: text }, recorded: registries })
  expect(output).toContain('strengthened: SHOULD to MUST')
  expect(output.replaceAll('&#40;', '(').replaceAll('&#41;', ')')).toContain(
    'if this SHOULD became MUST: 2 of 4 fail (alpha, beta), 1 not judged',
  )
})

test('terminal', () => {
  const output = terminal(text.replace('MUST float', 'MUST not float'), { recorded: registries })
  expect(output).toContain('\n   3  MUST    -         unknown: uncovered\n')
  expect(output).toContain('\n   4  SHOULD  registry  ships/dry: judged by ships/dry\n')
  expect(output).toContain('1 meets it, 2 break it (alpha, beta), 1 not judged\n')
  expect(output).toMatch(/Nothing covers these\n {2}line 3, MUST, Ships\n {4}Each ship with a hull MUST not float/)
  expect(output).toMatch(/does what ships\/colour asks \(ships\/colour\): 2 different observations\n {4}alpha {2}red\n/)
  expect(output).toMatch(/\n {2}all +6 +3 +- +2 +- +1\n/)
  expect(output.trimEnd().split('\n').at(-1)).toBe('ships.md: 6 keywords: 3 judged, 2 excluded, 1 uncovered')
})

test('markdown', () => {
  const output = markdown(draft, { against: { name: 'o|d.md', markdown: text }, recorded: registries })
  expect(output).toMatch(/^## ships.md: 7 keywords: 3 judged, 2 excluded, 1 reworded, 1 uncovered\n/)
  expect(output).toContain('### Compared with o&#124;d.md: 2 changes, 4 unchanged')
  // What a draft says is shown and never becomes markup.
  expect(output).toContain('Sails MAY be &#60;b&#62;red&#60;/b&#62; &#124; &#96;x&#96;.')
  expect(output).toContain('| does what ships/colour asks (ships/colour) | red | blue |  |  |')
  const table = output.slice(output.indexOf('<details>'))
  expect(table.split('\n').filter((line) => /^\| \d/.test(line))).toHaveLength(7)
  expect(output.trimEnd().endsWith('</details>')).toBe(true)
})

test('markdown that is too long for a comment keeps what changed', () => {
  const many = Array.from({ length: 900 }, (_, at) => `Ship ${at} MUST be painted in the colour number ${at}.`)
  const long = `# Ships\n\n${many.join('\n')}\n`
  const output = markdown(long, { against: { name: 'old.md', markdown: `${long}Ships MAY sink.\n` } })
  expect(output.length).toBeLessThan(65_536)
  expect(output).toContain('**removed: MAY**')
  expect(output).toMatch(/The rest is more than a comment may hold.*\n$/)
})

test('renamed headings, unclosed blocks and missing keywords are reported', () => {
  const older = { name: 'old.md', markdown: `${text}\n\`\`\`\n` }
  const newer = text.replace('# Ships', '# Vessels').concat('\n~~~\n')
  for (const output of [terminal(newer, { against: older }), markdown(newer, { against: older })]) {
    expect(output).toContain('heading Ships is now Vessels')
    expect(output).toContain('line 15: the code block that begins here is never closed')
    expect(output).toContain('old.md, line 15: the code block that begins here is never closed')
  }
  expect(terminal('# Nothing\n\nShips float.\n')).toBe('ships.md: no keyword\n')
  expect(markdown('')).toBe('## ships.md: no keyword\n')
})

test('controls in a text do not reach the terminal', () => {
  expect(terminal('# A\u001b[31m\n\nIt MUST \u001b[2J float.\n')).not.toContain('\u001b')
})

/** As drafts are: a sentence without an end, a table, code that is not closed, a heading with a new name. */
const messy = `# Vessels

Each ship with a hull MUST float on water.
The deck of a ship MUST be dry.
Owners SHOULD paint their ship, and MUST pay for it.

| case | response |
|------|--------|
| fog  | It MUST sound a horn |

\`\`\`http
GET /ship HTTP/1.1
It MUST not count.

## Sails

It MUST answer.
- A sail SHOULD, when

\`\`\`json
{ "MUST": 1 }
\`\`\`

# Oars

It MUST answer.
An oar MAY be
`

test('a working draft with open ends is read to its end', () => {
  const {
    rows,
    against,
    text: counted,
  } = json(messy, {
    against: { name: 'old.md', markdown: text },
    recorded: registries,
  })
  expect(rows.map((row: Record<string, unknown>) => [row['line'], row['keyword'], row['status']])).toEqual([
    [3, 'MUST', 'judged'],
    [4, 'MUST', 'reworded'],
    [5, 'SHOULD', 'excluded'],
    [5, 'MUST', 'excluded'],
    [9, 'MUST', 'uncovered'],
    [17, 'MUST', 'judged'],
    [18, 'SHOULD', 'uncovered'],
    [26, 'MUST', 'judged'],
    [27, 'MAY', 'uncovered'],
  ])
  expect(counted.problems.map(({ line }: { line: number }) => line)).toEqual([11])
  expect(against.renamedHeadings).toEqual([{ before: 'Ships', after: 'Vessels' }])
  expect(against.changes.map(({ kinds }: { kinds: string[] }) => kinds.join())).toEqual([
    'strengthened',
    'added',
    'added',
    'added',
  ])
})

test('a working draft with open ends can be shown to people', () => {
  const beside = { against: { name: 'old.md', markdown: text }, recorded: registries }
  for (const output of [terminal(messy, beside), markdown(messy, beside).replaceAll(/&#4[01];/g, '')]) {
    expect(output).toMatch(/if this SHOULD became MUST: 2 of 4 fail/)
    expect(output).toContain('A sail SHOULD, when')
    expect(output).toContain('heading Ships is now Vessels')
  }
})
