import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { outcomeJson } from '../report/json.ts'
import { sample } from '../report/sample-outcome.test-data.ts'
import { cli, filesIn, folder, outcomeOf, quick, served } from './cli.test-data.ts'

const id = 'referrers/filter-header'
const name = 'referrers-filter-header'

test.concurrent('a run writes a script for a finding, reports name it, repro prints it', {
  timeout: 120_000,
}, async () => {
  const cwd = await folder()
  const { url } = await served({ faults: ['filter-header-missing'] })
  const args = [url, '--only', id, '--strict', '--format', 'junit,json,markdown', ...quick]
  const ran = await cli(args, { cwd })
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const { findings } = await outcomeOf({ cwd })
  expect(findings.map(({ script }) => script)).toEqual([`repro/${name}.sh`])
  const text = await readFile(join(cwd, 'reports', 'repro', `${name}.sh`), 'utf8')
  expect(await filesIn(join(cwd, 'reports', 'repro'))).toEqual([`${name}.sh`])
  expect(ran.stdout).toContain(`see         sh reports/repro/${name}.sh ${url}`)
  expect(await readFile(join(cwd, 'reports', 'junit.xml'), 'utf8')).toContain(`see repro/${name}.sh`)
  expect(await readFile(join(cwd, 'reports', 'summary.md'), 'utf8')).toContain(`sh repro/${name}.sh ${url}`)

  for (const from of [[], ['reports'], ['reports/outcome.json']])
    expect(await cli(['repro', id, ...from], { cwd })).toMatchObject({ code: 0, stdout: text })
  // Alone, in another folder, as it is handed on.
  const shown = await sh(text, url)
  expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining('SHOWN: ') })
  expect(shown.stdout).not.toContain('note:')
  expect(await cli(['repro', 'referrers/filter-heade'], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /^oci-referee: no finding of that run [^\n]+ did you mean referrers\/filter-header\?\n$/,
    ),
  })

  // A later run that finds nothing leaves none, and nothing of somebody else's is lost.
  await writeFile(join(cwd, 'reports', 'repro', 'mine.sh'), 'echo mine\n')
  const right = await served()
  const again = await cli([right.url, '--only', id, ...quick], { cwd })
  expect(again, again.stderr).toMatchObject({ code: 0 })
  expect(await filesIn(join(cwd, 'reports', 'repro'))).toEqual(['mine.sh'])
  expect(await cli(['repro', id], { cwd })).toMatchObject({ code: 2 })
})

test.concurrent('bodies that are too large for a script lie beside it', { timeout: 120_000 }, async () => {
  const cwd = await folder()
  const { url } = await served({ faults: ['large-manifest-cut'] })
  const ran = await cli([url, '--only', 'manifests/large-kept', '--strict', ...quick], { cwd })
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const { stdout } = await cli(['repro', 'manifests/large-kept'], { cwd })
  expect(await sh(stdout, url)).toMatchObject({ code: 1, stdout: expect.stringContaining('SHOWN: ') })
  await rm(join(cwd, 'reports', 'repro', 'manifests-large-kept'), { recursive: true })
  expect(await sh(stdout, url)).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/^cannot be tried: \/\S+\/manifests-large-kept is missing, [^\n]+\n$/),
  })
})

/** Runs a script that lies alone in a folder. */
async function sh(text: string, url: string): Promise<{ code?: number; stdout: string }> {
  const file = join(await folder(), 'shows-it.sh')
  await writeFile(file, text)
  return promisify(execFile)('sh', [file, url], { env: { PATH: process.env['PATH'] ?? '' } }).catch(
    (cause: { code: number; stdout: string }) => cause,
  )
}

test.concurrent('repro: an id that no finding has', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'some.json'), outcomeJson(sample))
  await writeFile(join(cwd, 'none.json'), outcomeJson({ ...sample, findings: [] }))
  const line = async (file: string) => (await cli(['repro', 'zzz', file], { cwd })).stderr
  expect(await line('some.json')).toMatch(/called "zzz"; it has referrers\/filter-header\n$/)
  expect(await line('none.json')).toMatch(/called "zzz"; it has none\n$/)
})

test.concurrent('repro: no run, no id', { timeout: 60_000 }, async () => {
  const cwd = await folder()
  expect(await cli(['repro', id], { cwd })).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^oci-referee: reports cannot be read [^\n]+\n$/),
  })
})
