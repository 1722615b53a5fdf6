import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadSample } from '../load/report/load.test-data.ts'
import { createRegistry } from '../registry/index.ts'
import { outcomeJson } from '../report/json.ts'
import { sample } from '../report/sample-outcome.test-data.ts'
import { cli, folder, quick, servedBy, start } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'

test('a report is served on this machine alone, and follows its file', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  const file = join(cwd, 'outcome.json')
  await writeFile(file, outcomeJson(sample))
  const running = await start(['view', '.', '--no-open'], { cwd })
  let printed = ''
  running.child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  await running.printed('Ctrl-C ends it')
  const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(printed)![0]
  const response = await fetch(url)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await response.text()).toContain('does not conform: 1 finding')
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  await writeFile(file, outcomeJson({ ...sample, checks: [], findings: [] }))
  expect(await (await fetch(url)).text()).toContain('no check applied')
  await rm(file)
  const gone = await fetch(url)
  expect([gone.status, await gone.text()]).toEqual([
    503,
    expect.stringContaining('outcome.json cannot be read (ENOENT)'),
  ])
  expect((await fetch(`${url}outcome.json`)).status).toBe(404)
  expect((await fetch(url, { method: 'POST' })).status).toBe(404)
  running.child.kill('SIGINT')
  expect(await running.ended).toMatchObject({ code: 0, stderr: '' })
})

test('what a load run left is shown alone, and in the report of a run', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  const shown = async (path: string) => {
    const running = await start(['view', path, '--no-open'], { cwd })
    let printed = ''
    running.child.stdout?.on('data', (chunk) => {
      printed += chunk
    })
    await running.printed('Ctrl-C ends it')
    const text = await (await fetch(/http:\/\/127\.0\.0\.1:\d+\//.exec(printed)![0])).text()
    running.child.kill('SIGINT')
    await running.ended
    return text
  }
  await writeFile(join(cwd, 'load.json'), JSON.stringify(loadSample))
  expect(await shown('.')).toContain('<h1>Load of http://127.0.0.1:5000/&lt;&amp;&quot;&gt;</h1>')
  await writeFile(join(cwd, 'costs.json'), JSON.stringify(loadSample))
  expect(await shown('costs.json')).toContain('<h1>Load of ')
  await writeFile(join(cwd, 'outcome.json'), outcomeJson(sample))
  expect(await shown('load.json')).toContain('<h1>Load of ')
  expect(await shown('.')).not.toContain('id="growth"')
  // It is of the same target.
  await writeFile(
    join(cwd, 'load.json'),
    JSON.stringify({ ...loadSample, target: { url: sample.target.url, repository: 'a' } }),
  )
  expect(await shown('.')).toContain('id="growth"')
  await cli(['report', 'outcome.json', '--format', 'html'], { cwd })
  expect(await readFile(join(cwd, 'reports', 'report.html'), 'utf8')).toContain('id="growth"')
  await writeFile(join(cwd, 'load.json'), '{}')
  expect(await shown('.')).not.toContain('id="growth"')
  expect((await gaveUp(['view', join(cwd, 'load.json')])).line).toContain('not a result of a load run')
})

test('what cannot be shown is said in one line', async () => {
  const cwd = await folder()
  expect(await gaveUp(['view', cwd, '--no-open'])).toEqual({
    code: 2,
    line: `${join(cwd, 'outcome.json')} cannot be read (ENOENT): a run writes it, as \`oci-referee localhost:5000\` does`,
  })
  await writeFile(join(cwd, 'other.json'), '{}')
  expect((await gaveUp(['view', join(cwd, 'other.json'), '--no-open'])).line).toContain('not an outcome document')
})

test('a report tells what differs from the run before', { timeout: 120_000 }, async () => {
  let registry = createRegistry({ faults: ['filter-header-missing'] })
  const { url } = await servedBy((request) => registry.fetch(request))
  const args = [url, '--only', 'referrers/filter-header', '--format', 'html,json', ...quick]
  const { cwd, code } = await cli(args)
  expect(code).toBe(1)
  const page = () => readFile(join(cwd, 'reports', 'report.html'), 'utf8')
  expect(await page()).not.toContain('Since the last run')
  expect(await page()).toContain('#!/bin/sh')
  registry = createRegistry()
  expect((await cli(args, { cwd })).code).toBe(0)
  expect(await page()).toMatch(/1 difference\.[\s\S]*▲ better/)
})

test('the embedded registry is the same one in each run', { timeout: 60_000 }, async () => {
  const args = ['--embedded', '--only', 'referrers/filter-header', '--format', 'html,json', ...quick]
  const { cwd } = await cli(args)
  await cli(args, { cwd })
  const page = await readFile(join(cwd, 'reports', 'report.html'), 'utf8')
  expect(page).toMatch(/<section id="changes">[\s\S]*: nothing differs\./)
  expect(page).toContain('<pre id="repeat">npx oci-referee --embedded --only referrers/filter-header --seed')
})
