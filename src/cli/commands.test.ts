import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { suites } from '../../suites/index.ts'
import { outcomeJson } from '../report/json.ts'
import { sample } from '../report/sample-outcome.test-data.ts'
import { version } from '../version.ts'
import { cli, filesIn, folder, linesOf, main, outcomeOf, quick, served, servedBy } from './cli.test-data.ts'

/** Runs a command that only prints. */
async function printed(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const ran = await cli(args, { env })
  expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: '' })
  expect(await filesIn(ran.cwd)).toEqual([])
  return ran.stdout
}

test('--version and --help', async () => {
  expect(await printed(['--version'])).toMatch(
    new RegExp(
      `^${version.replaceAll('.', '\\.')}\n(commit [\\da-f]{40}\n)?specification 1\\.0, 1\\.1\\.0, 1\\.1\\.1, main\n$`,
    ),
  )
  expect(await printed(['--help'])).toMatch(/^Usage: oci-referee \[registry\] \[options\]\n/)
})

test.concurrent('list leaves nothing out, and says which option a check needs', async () => {
  const json: { id: string; needs: string[] }[] = JSON.parse(await printed(['list', '--json']))
  expect(json.map(({ id }) => id)).toEqual(suites.map(({ id }) => id).sort())
  const needing = (option: string) => json.filter(({ needs }) => needs.includes(option)).map(({ id }) => id)
  expect(needing('--identity').every((id) => id.startsWith('access/'))).toBe(true)
  expect(needing('--identity').length).toBeGreaterThanOrEqual(38)
  expect(needing('--existing')).toContain('existing/head')
  expect(needing('--upgrade-verify')).toContain('upgrade/listed')
  expect(await printed(['list', '--only', 'access/attach-accepted'])).toContain('(needs --identity)\n')
})

test.concurrent('list takes the variables of its options', async () => {
  expect(await printed(['list'], { OCI_REFEREE_ONLY: 'referrers/listed' })).toMatch(/\n1 check and 0 questions/)
})

test.concurrent('list: for people, as JSON, and by --list with options of a run', async () => {
  const list = await printed(['list', '--only', 'referrers/listed,retention', '--skip', 'retention'])
  expect(list).toMatch(
    /^referrers\/listed {2}MUST {2}referrers core {2}A referrer is listed\n\n1 check and 0 questions; the catalogue has \d+/,
  )
  const json: { id: string; level: string | null; observes: boolean }[] = JSON.parse(await printed(['list', '--json']))
  const ids = json.map(({ id }) => id)
  expect(ids).toEqual([...ids].sort())
  expect(json.find(({ id }) => id === 'referrers/list-order')).toMatchObject({ level: null, observes: true })
  expect(await printed(['--list'], { OCI_REFEREE_ONLY: 'referrers/listed' })).toMatch(
    /^referrers\/listed .*\n\n1 check /,
  )
  expect(await printed(['list', '--only', 'referrers/listed', '--spec', '1.0'])).toContain('not in 1.0')
})

test.concurrent('explain: a check, a requirement, a question, nothing', async () => {
  const check = await printed(['explain', 'referrers/listed'])
  expect(check).toMatch(/^referrers\/listed: A referrer is listed\n\nrequirement: (\S+)\nsays: /)
  const requirement = /requirement: (\S+)/.exec(check)![1]!
  expect(await printed(['explain', requirement])).toMatch(new RegExp(`^requirement: ${requirement}\nsays: `))
  expect(await printed(['explain', 'referrers/list-order'])).toContain('The text leaves this open')
  expect(await cli(['explain', 'referrers/listet'])).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      /^oci-referee: nothing is called "referrers\/listet"; did you mean referrers\/listed/,
    ),
  })
  expect(await cli(['explain'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('missing required argument'),
  })
})

test.concurrent('faults: for people and as JSON', async () => {
  const text = await printed(['faults'])
  const { faults, variants } = JSON.parse(await printed(['faults', '--json']))
  expect(faults.length).toBeGreaterThan(50)
  for (const { name, description } of [...faults, ...variants]) {
    expect(text).toContain(`  ${name} `)
    expect(text).toContain(description)
  }
})

test.concurrent('report: from the outcome alone, with the exit code of its verdict', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'outcome.json'), outcomeJson(sample))
  const ran = await cli(['report', 'outcome.json', '--reports-dir', 'again'], { cwd })
  expect(ran, ran.stderr).toMatchObject({ code: 1, stderr: '' })
  expect(await filesIn(join(cwd, 'again'))).toEqual(['junit.xml', 'summary.md'])
  expect(ran.stdout).toContain('does not conform')

  const { url } = await served()
  const judged = await cli([url, '--only', 'referrers/listed', '--format', 'junit,json,markdown', ...quick], { cwd })
  expect(judged, judged.stderr).toMatchObject({ code: 0 })
  const again = await cli(['report', 'reports/outcome.json', '--reports-dir', 'again'], { cwd })
  expect(again, again.stderr).toMatchObject({ code: 0 })
  for (const name of ['junit.xml', 'summary.md']) {
    expect(await readFile(join(cwd, 'again', name), 'utf8')).toBe(await readFile(join(cwd, 'reports', name), 'utf8'))
  }
})

test.concurrent('report: what is no outcome is told in one line', async () => {
  const cwd = await folder()
  const files = {
    'cut.json': '{"format": "oci-ref',
    'other.json': '{"a":1}',
    'later.json': '{"format":"oci-referee/outcome/9"}',
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
  const invalid = outcomeJson({ ...sample, seed: 7 as unknown as string })
  await writeFile(join(cwd, 'invalid.json'), invalid)
  const phrases = {
    'gone.json': 'gone.json cannot be read (ENOENT)',
    'cut.json': 'cut.json: not an outcome document: ',
    'other.json': 'other.json: not an outcome document: its "format" is not "oci-referee/outcome/1"',
    'later.json': 'this version reads only oci-referee/outcome/1',
    'invalid.json': 'invalid.json: not a valid outcome document: /seed must be string',
  }
  const before = await filesIn(cwd)
  for (const [name, says] of Object.entries(phrases)) {
    const { code, stdout, stderr } = await cli(['report', name], { cwd })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(linesOf(stderr)).toHaveLength(1)
    expect(stderr).toContain(says)
  }
  expect(await filesIn(cwd)).toEqual(before)
})

test.concurrent('colours: in no pipe unless forced, never against NO_COLOR', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'outcome.json'), outcomeJson(sample))
  const colored = async (env: Record<string, string>, ...more: string[]) => {
    const { stdout } = await cli(['report', 'outcome.json', '--format', 'none', ...more], { cwd, env })
    expect(stdout).toContain('does not conform')
    return stdout.includes('\u001b[')
  }
  expect(await colored({})).toBe(false)
  expect(await colored({ FORCE_COLOR: '1' })).toBe(true)
  expect(await colored({ FORCE_COLOR: '0' })).toBe(false)
  expect(await colored({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false)
  expect(await colored({ FORCE_COLOR: '1' }, '--no-color')).toBe(false)
})

test.concurrent('without a terminal a run prints plain lines of limited width', async () => {
  const { url } = await served()
  const ran = await cli([url, '--only', 'referrers/listed', '--no-color', ...quick], { env: { FORCE_COLOR: '1' } })
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  for (const control of ['\u001b', '\r']) expect(`${ran.stdout}${ran.stderr}`).not.toContain(control)
  expect(linesOf(ran.stdout).filter((line) => line.length > 100)).toEqual([])
  expect(linesOf(ran.stderr)).toEqual([
    expect.stringMatching(/^judging http:.* by 1 check \(seed [0-9a-f]{8}\)$/),
    '1 of 1 check done',
  ])
})

test.concurrent('a reader who stops changes neither reports nor exit code', async () => {
  const { url } = await servedBy((request) =>
    Promise.resolve(new Response('{}', { status: request.url.endsWith('/v2/') ? 200 : 500 })),
  )
  const cwd = await folder()
  const child = spawn(process.execPath, [main, url, '--only', 'blobs', ...quick], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.destroy()
  child.stderr.destroy()
  expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(1)
  expect((await outcomeOf({ cwd })).findings.length).toBeGreaterThan(0)

  const list = spawn('sh', ['-c', `"${process.execPath}" "${main}" list --json | head -n 1`], { stdio: 'pipe' })
  let stderr = ''
  list.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  expect(await new Promise((resolve) => list.on('close', resolve))).toBe(0)
  expect(stderr).toBe('')
})
