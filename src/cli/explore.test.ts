import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, filesIn, folder, heldBy, nothing, served, start } from './cli.test-data.ts'

const patience = { timeout: 120_000 }
const fault = 'delete-takes-blobs-in-use'
const short = ['--runs', '8', '--steps', '8', '--seed', 'f', '--settle', '100ms'] as const

test.concurrent('explore finds nothing in the embedded registry', patience, async () => {
  const { url, registry } = await served()
  const { code, stdout, cwd } = await cli(['explore', url, ...short])
  expect([code, stdout]).toEqual([0, expect.stringContaining('0 differences from the model, seed f')])
  expect(await filesIn(join(cwd, 'reports'))).toEqual([])
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('explore tells a fault as steps that replay shows until it is mended', patience, async () => {
  const { url } = await served({ faults: [fault] })
  const { code, stdout, cwd } = await cli(['explore', url, ...short])
  expect(code).toBe(1)
  expect(stdout).toMatch(/FAIL {2}blob-present: .*\n.*MUST.*\n +1\. Push /)
  const file = join(cwd, 'reports', 'explore', '1.history.json')
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ format: 'oci-referee/history/1' })
  const red = await cli(['replay', file, url, '--settle', '100ms'])
  expect([red.code, red.stdout]).toEqual([1, expect.stringContaining('FAIL')])
  const { url: mended } = await served()
  const green = await cli(['replay', file, mended, '--settle', '100ms'])
  expect([green.code, green.stdout]).toEqual([0, 'The registry does what the model says.\n'])
})

test.concurrent('explore says what was met by each kind of step', patience, async () => {
  const { url } = await served()
  const { stdout } = await cli(['explore', url, ...short])
  expect(stdout).toMatch(/^step +taken +situations +met once\n/)
  expect(stdout).toMatch(/^at once +\d+ +\d+ +\d+$/m)
})

const overlapFault = 'overlapping-pushes-of-tag-lose-it'

test.concurrent('a history in which clients overlap says how often it comes back', patience, async () => {
  const { url } = await served({ faults: [overlapFault] })
  const often = /It came back in \d of 5 rounds/
  // What overlaps shows, and comes back, by chance: one seed or another does both.
  let ran = await cli(['explore', url, ...short, '--seed', 'c'])
  for (const seed of ['d', 'e', 'f', 'g', 'h', 'i', 'j'])
    if (!often.test(ran.stdout)) ran = await cli(['explore', url, ...short, '--seed', seed])
  const { code, stdout, cwd } = ran
  expect([code, stdout]).toEqual([1, expect.stringMatching(often)])
  expect(stdout).toMatch(/At the same time:\n +- .*\n +- /)
  const folder = join(cwd, 'reports', 'explore')
  const texts = await Promise.all((await filesIn(folder)).map((file) => readFile(join(folder, file), 'utf8')))
  const at = texts.findIndex((text) => text.includes('"together"')) + 1
  const replay = ['replay', join(folder, `${at}.history.json`)]
  const red = await cli([...replay, url, '--settle', '100ms', '--rounds', '40'])
  expect([red.code, red.stdout]).toEqual([1, expect.stringMatching(/It came back in \d+ of 40 rounds/)])
  const { url: mended } = await served()
  expect((await cli([...replay, mended, '--settle', '100ms'])).code).toBe(0)
})

test.concurrent('explore keeps what it found when it is stopped', patience, async () => {
  const { url, registry } = await served({ faults: [fault] })
  const { child, ended, printed, cwd } = await start([
    'explore',
    url,
    '--for',
    '10m',
    '--seed',
    'm',
    '--settle',
    '100ms',
  ])
  await printed('blob-present')
  child.kill('SIGINT')
  expect((await ended).code).toBe(130)
  expect(await filesIn(join(cwd, 'reports', 'explore'))).toContain('1.history.json')
  expect(heldBy(registry).manifests).toEqual([])
})

test.concurrent('a corpus keeps histories that met something new', patience, async () => {
  const { url } = await served()
  const corpus = await folder()
  expect((await cli(['explore', url, ...short, '--runs', '3', '--corpus', corpus])).code).toBe(0)
  const files = await filesIn(corpus)
  expect(files.length).toBeGreaterThan(0)
  const { url: broken } = await served({ faults: ['absent-subject-refused'] })
  const { code } = await cli(['explore', broken, ...short, '--runs', '1', '--corpus', corpus])
  expect(code).toBe(1)
})

test.concurrent.each([
  ['no file', ['replay', 'absent.json', 'localhost:1'], 2],
  ['a file that is no history', ['replay', join(import.meta.dirname, '..', '..', 'package.json'), 'localhost:1'], 2],
  ['no registry', ['explore', '127.0.0.1:1', '--runs', '1'], 3],
  ['a number of steps there cannot be', ['explore', 'localhost:1', '--steps', '0'], 2],
])('%s gives one line and an exit code', patience, async (_, args, expected) => {
  const { code, stderr } = await cli(args)
  expect([code, stderr.trim().split('\n').length]).toEqual([expected, 1])
})
