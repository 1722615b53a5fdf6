import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { suites } from '../../suites/index.ts'
import { outcomeJson } from '../report/json.ts'
import { sampleCheck, sampleWith, stateViolation } from '../report/sample-outcome.test-data.ts'
import { cli, folder, quick, served } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'
import { checksOf } from './settings/released.ts'
import { releases } from './settings/releases.ts'

const only = ['--only', 'referrers/filter-header*', ...quick]

test('known failures fail no build until they are mended', { timeout: 120_000 }, async () => {
  const cwd = await folder()
  const { url } = await served({ faults: ['filter-header-missing'] })
  expect((await cli([url, ...only], { cwd })).code).toBe(1)
  const wrote = await cli(['expect', '--init'], { cwd })
  expect(wrote.stdout).toMatch(/^wrote expected\.yaml: 2 known failures, 2 new, 0 gone\n$/)
  expect(await readFile(join(cwd, 'expected.yaml'), 'utf8')).toMatch(
    /^# Known failures.*\n\n# [A-Z].*\n- id: referrers\/filter-header\n {2}reason: not looked at yet\n# [A-Z].*\n- id: /,
  )
  const again = await cli([url, ...only, '--expect', 'expected.yaml'], { cwd })
  expect(again.code, again.stdout).toBe(0)
  expect(again.stdout).toContain('does not conform, as expected: 2 known failures')
  const { url: mended } = await served()
  const good = await cli([mended, ...only, '--expect', 'expected.yaml'], { cwd })
  expect(good.code).toBe(1)
  expect(good.stdout).toContain('does not come out as expected: 2 expectations do not hold')
  expect((await cli(['expect', '--update'], { cwd })).stdout).toContain('0 known failures, 0 new, 2 gone')
  expect((await cli([mended, ...only, '--expect', 'expected.yaml'], { cwd })).code).toBe(0)
})

test('an update keeps reasons, links, days and comments', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  const file = `# ours
# this one is old
- id: tags/list
  reason: nobody asks for it # yet
  link: https://registry.example/1
  until: 2999-12-31
- id: blobs/push
  reason: mended by now
- id: referrers/listed
  reason: not judged this time
`
  await writeFile(join(cwd, 'known.yaml'), file)
  const violation = stateViolation('a blob is lost', ['a blob'], 'none')
  const outcome = sampleWith([
    sampleCheck('blobs/get', 'fail', { violation, title: 'A pulled blob is the one that was pushed' }),
    sampleCheck('blobs/head-after', 'blocked', { blockedBy: 'blobs/get' }),
    sampleCheck('blobs/push', 'pass'),
    sampleCheck('tags/list', 'fail'),
  ])
  await writeFile(join(cwd, 'outcome.json'), outcomeJson(outcome))
  const ran = await cli(['expect', 'outcome.json', '--update', '--file', 'known.yaml'], { cwd })
  expect(ran.stdout, ran.stderr).toBe('wrote known.yaml: 3 known failures, 1 new, 1 gone\n')
  expect(await readFile(join(cwd, 'known.yaml'), 'utf8')).toBe(`# ours
# this one is old
- id: tags/list
  reason: nobody asks for it # yet
  link: https://registry.example/1
  until: 2999-12-31
- id: referrers/listed
  reason: not judged this time
# A pulled blob is the one that was pushed
- id: blobs/get
  reason: not looked at yet
`)
})

const files: readonly [what: string, text: string, says: string][] = [
  ['no YAML', '- id: [', ', line 1: '],
  ['no list', 'tags/list: why\n', 'holds no list: write'],
  ['no reason', '- id: tags/list\n', ', line 1: reason is missing'],
  [
    'an unknown check',
    '- id: tags/list\n  reason: a\n- id: tags/lists\n  reason: b\n',
    'line 3: no check is called "tags/lists"; did you mean',
  ],
  [
    'an unknown key',
    '- id: tags/list\n  reason: a\n  untill: 2027-01-31\n',
    'unknown key "untill", did you mean until?',
  ],
  ['a mistyped key', '- id: tags/list\n  reasn: a\n', 'line 1: unknown key "reasn", did you mean reason?'],
  [
    'a link that is none',
    '- id: tags/list\n  reason: a\n  link: javascript:1\n',
    'link must be an address that begins with',
  ],
  ['a day that is none', '- id: tags/list\n  reason: a\n  until: 2027-02-30\n', '2027-02-30 is no day'],
  ['another form of a day', '- id: tags/list\n  reason: a\n  until: soon\n', 'until must be a day such as 2027-01-31'],
  ['a check twice', '- id: tags/list\n  reason: a\n- id: tags/list\n  reason: b\n', 'line 3: tags/list is there twice'],
]

test.for(files)('a file of expectations with %s', async ([, text, says]) => {
  const file = join(await folder(), 'expected.yaml')
  await writeFile(file, text)
  const { code, line } = await gaveUp(['http://127.0.0.1:1', '--expect', file])
  expect(line).toContain(`--expect: ${file}`)
  expect(line).toContain(says)
  expect(code).toBe(2)
})

test('what cannot be done is said in one line', async () => {
  const cwd = await folder()
  const file = join(cwd, 'expected.yaml')
  await writeFile(file, '[]\n')
  const cases = [
    [['http://127.0.0.1:1', '--expect', join(cwd, 'gone.yaml')], 'gone.yaml cannot be read (ENOENT)'],
    [['expect', cwd], 'say --init for a new file, or --update'],
    [['expect', cwd, '--init', '--update'], 'say --init for a new file, or --update'],
    [['expect', cwd, '--init', '--file', file], 'is there already: bring it up to date with --update'],
    [['expect', cwd, '--update', '--file', file], 'outcome.json cannot be read (ENOENT)'],
    [['http://127.0.0.1:1', '--checks-of', join(cwd, 'gone.json')], '--checks-of: '],
    [['http://127.0.0.1:1', '--checks-of', file], 'lists no checks: give an outcome.json'],
    [['http://127.0.0.1:1', '--checks-of', '9.9'], 'no release 9.9 is known; known: 0.1.0'],
  ] as const
  for (const [args, says] of cases) expect(await gaveUp(args)).toEqual({ code: 2, line: expect.stringContaining(says) })
})

test('the set of this version has nothing new', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  // A folder of reports stands for its outcome.
  await writeFile(join(cwd, 'outcome.json'), (await cli(['list', '--json'])).stdout)
  const ran = await cli(['--list', '--checks-of', '.'], { cwd })
  expect(ran).toMatchObject({ code: 0, stderr: '' })
})

test('a set of checks is held still, and says what is new', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'lock.json'), (await cli(['list', '--json', '--only', 'tags'])).stdout)
  const lock = JSON.parse(await readFile(join(cwd, 'lock.json'), 'utf8')) as { id: string }[]
  await writeFile(join(cwd, 'lock.json'), JSON.stringify([...lock.slice(1), { id: 'tags/no-longer' }]))
  const ran = await cli(['--list', '--only', 'tags,blobs/push', '--checks-of', 'lock.json'], { cwd })
  expect(ran.code, ran.stderr).toBe(0)
  expect(ran.stdout).toContain(lock[1]!.id)
  expect(ran.stdout).not.toMatch(new RegExp(`^(${lock[0]!.id}|blobs/push) `, 'm'))
  expect(ran.stderr).toMatch(/^new since lock\.json, and not judged: \d+ checks \(.*\)$/m)
  expect(ran.stderr).toContain('in lock.json, and no longer there: tags/no-longer')
})

test.each(['0.1', '0.1.0', 'v0.1.0'])(
  'the checks of release %s are held still',
  { timeout: 60_000 },
  async (version) => {
    const released = checksOf('0.1.0', releases)
    const ran = await cli(['--list', '--checks-of', version, '--profile', 'all'])
    expect(ran.code, ran.stderr).toBe(0)
    const listed = ran.stdout.match(/^[a-z\d-]+\/[a-z\d-]+(?= )/gm) ?? []
    expect(listed.length).toBeGreaterThan(100)
    expect(listed.filter((id) => !released.includes(id))).toEqual([])
    const since = suites.filter(({ id }) => !released.includes(id)).length
    if (since === 0) expect(ran.stderr).toBe('')
    else expect(ran.stderr).toContain(`new since 0.1.0, and not judged: ${since} check`)
  },
)
