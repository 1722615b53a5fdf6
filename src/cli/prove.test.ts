import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { KillMatrix } from '../prove/matrix.ts'
import { cli, filesIn } from './cli.test-data.ts'

test.concurrent('prove tries a part, tells what it saw, and writes the matrix', { timeout: 120_000 }, async () => {
  const only = 'filter-ignored,api-root-204,plain-errors'
  const args = ['prove', '--only', only, '--threads', '1', '--seed', 'p', '--vs', 'exit 1']
  const ran = await cli(args, { env: { OCI_REFEREE_REPORTS_DIR: 'proofs' } })
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(ran.stdout).toContain('2 of 2 faults are killed by a check of the requirement they break\n')
  expect(ran.stdout).toContain('\nnothing is wrong, as far as the selected faults tell\n')
  expect(ran.stdout).not.toContain('proven')
  expect(ran.stdout).toContain('exit 1: 0 of 2 faults caught, 0 missed, 2 unclear')
  expect(await filesIn(join(ran.cwd, 'proofs'))).toEqual(['kill-matrix.html', 'kill-matrix.json'])
  const matrix: KillMatrix = JSON.parse(await readFile(join(ran.cwd, 'proofs', 'kill-matrix.json'), 'utf8'))
  expect(matrix).toMatchObject({ seed: 'p', problems: [] })
  expect(matrix.faults.map(({ name, other }) => [name, other])).toEqual([
    ['filter-ignored', 'unclear'],
    ['api-root-204', 'unclear'],
  ])
})

test.concurrent.each([
  [['--only', 'no-such-*'], '--only: no fault or variant is called "no-such-*"; see `oci-referee faults`'],
  [['--pairs', 'many'], '--pairs: "many" is not a whole number from 0 to 1000'],
  [['--threads', '0'], '--threads: "0" is not a whole number from 1 to 64'],
])('prove %j is refused in one line', async (args, message) => {
  const ran = await cli(['prove', ...args])
  expect(ran).toMatchObject({ code: 2, stdout: '', stderr: `oci-referee: ${message}\n` })
  expect(await filesIn(ran.cwd)).toEqual([])
})

test.concurrent('prove says which command of --vs is not there', { timeout: 120_000 }, async () => {
  const ran = await cli(['prove', '--only', 'filter-ignored', '--threads', '1', '--vs', '/no/such/tool {url}'])
  expect(ran.code).toBe(3)
  expect(ran.stderr).toContain('oci-referee: --vs: the shell finds no such command: /no/such/tool {url}\n')
})
