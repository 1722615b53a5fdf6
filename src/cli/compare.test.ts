import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { outcomeJson } from '../report/json.ts'
import { sample, sampleCheck, sampleWith } from '../report/sample-outcome.test-data.ts'
import { cli, filesIn, folder, quick, served } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'

test('days are compared, and a worse one can fail a build', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  for (const [day, verdict] of [
    ['yesterday', 'pass'],
    ['today', 'fail'],
  ] as const) {
    await mkdir(join(cwd, day))
    await writeFile(join(cwd, day, 'outcome.json'), outcomeJson(sampleWith([sampleCheck('tags/list', verdict)])))
  }
  const ran = await cli(['compare', 'yesterday', 'today/outcome.json', '--fail-if-worse'], { cwd })
  expect(ran).toMatchObject({ code: 1, stderr: '' })
  expect(ran.stdout).toContain('1  yesterday: ')
  expect(ran.stdout).toContain('1 of 1 requirement differs, 1 check worse')
  expect(await cli(['compare', 'yesterday', 'today'], { cwd })).toMatchObject({ code: 0 })
  expect(await cli(['compare', 'today', 'yesterday', '--fail-if-worse'], { cwd })).toMatchObject({ code: 0 })
  const page = await cli(['compare', 'yesterday', 'today', '--format', 'html', '--out', 'page.html'], { cwd })
  expect(page).toMatchObject({ code: 0, stdout: 'wrote page.html\n', stderr: '' })
  expect(await readFile(join(cwd, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/)
})

test('another seed makes no difference', { timeout: 120_000 }, async () => {
  const cwd = await folder()
  const { url } = await served({ faults: ['filter-header-missing'] })
  const only = ['--only', 'referrers/{filter,list,page}-*,tags,manifests/size-limit', ...quick]
  for (const seed of ['one', 'two']) await cli([url, ...only, '--seed', seed, '--reports-dir', seed], { cwd })
  const ran = await cli(['compare', 'one', 'two'], { cwd })
  expect(ran.stdout).toContain('nothing differs')
  expect(await filesIn(join(cwd, 'one'))).toContain('outcome.json')
})

test('what cannot be compared is said in one line', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'a.json'), outcomeJson(sample))
  await writeFile(join(cwd, 'b.json'), '[]')
  const a = join(cwd, 'a.json')
  const cases = [
    [['compare', a], 'name two outcomes or more'],
    [['compare', a, join(cwd, 'b.json')], 'b.json: not an outcome document'],
    [['compare', a, join(cwd, 'gone.json')], 'gone.json cannot be read (ENOENT)'],
    [['compare', a, a, '--out', join(cwd, 'no', 'where')], 'cannot be written to (ENOENT)'],
    [['compare', a, a, '--format', 'pdf'], '--format: "pdf" is not one of terminal, markdown, html, json'],
  ] as const
  for (const [args, says] of cases) expect(await gaveUp(args)).toEqual({ code: 2, line: expect.stringContaining(says) })
})
