import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, filesIn, heldBy, nothing, served } from './cli.test-data.ts'

test('load measures, tells, writes and takes away', { timeout: 60_000 }, async () => {
  const { url, registry } = await served()
  const ran = await cli(['load', url, '--referrers', '20,40', '--at-once', '1,3', '--for', '30s'])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(ran.stdout).toMatch(/^push of a referrer\n {2}\S.*\n {2}referrers +p50 ms/m)
  expect(await filesIn(join(ran.cwd, 'reports'))).toEqual(['load.html', 'load.json', 'load.svg'])
  expect(JSON.parse(await readFile(join(ran.cwd, 'reports', 'load.json'), 'utf8'))).toMatchObject({
    format: 'oci-referee/load/1',
    target: { url },
    leftovers: [],
  })
  expect(heldBy(registry)).toEqual(nothing)
})

test('load sends nothing to another machine without consent', { timeout: 60_000 }, async () => {
  const ran = await cli(['load', 'registry.invalid'])
  expect(ran).toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      'oci-referee: https://registry.invalid is not this machine, and is to be sent 1000 manifests and more in up to 120 s: say --yes where that is right\n',
  })
  expect(await filesIn(ran.cwd)).toEqual([])
  const agreed = await cli(['load', 'registry.invalid', '--yes', '--timeout', '2s'])
  expect(agreed.code).toBe(3)
})
