import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import {
  checkIn,
  cli,
  folder,
  heldBy,
  idsWith,
  nothing,
  outcomeOf,
  quick,
  served,
  servedBy,
  start,
} from './cli.test-data.ts'

const questions = ['retention/dangling', 'retention/tagged-subject', 'retention/untagged-subject']
const only = ['--only', 'referrers/listed', ...quick]

test.concurrent('a registry that keeps everything', async () => {
  const { registry, url } = await served()
  const ran = await cli([url, ...only, '--observe-retention', '1s'])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(ran.stderr).toContain('watching what the registry keeps, until ')
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'observed')).toEqual(questions)
  for (const id of questions) expect(checkIn(outcome, id).reason).toBe('kept for the 1 s it was watched')
  expect(ran.stdout).toContain('retention/dangling')
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('a registry that collects referrers is watched in two sittings', async () => {
  const cwd = await folder()
  const registry = createRegistry()
  const { url } = await servedBy((request) => registry.fetch(request))
  const args = [url, '--seed', 'watch', ...only]
  const watching = await start([...args, '--observe-retention', '3s'], { cwd })
  await watching.printed('watching what the registry keeps')
  watching.child.kill('SIGINT')
  const first = await watching.ended
  expect(first, first.stderr).toMatchObject({ code: 130 })
  expect(first.stderr).toContain('the watch is not over: go on with --resume (reports/retention.json)')
  const state = JSON.parse(await readFile(join(cwd, 'reports', 'retention.json'), 'utf8'))
  expect(state).toMatchObject({ format: 'oci-referee/retention/1', origin: url, durationMs: 3000 })
  expect(heldBy(registry).manifests.length).toBeGreaterThan(3)

  // Garbage is collected while nobody looks.
  const dangling = state.watched.find((one: { question: string }) => one.question === 'retention/dangling')
  const repository = registry.store.find(state.repository)!
  repository.removeManifest(dangling.digest)
  repository.referrers.delete(dangling.subject)

  const second = await cli([...args, '--resume', '--no-color'], { cwd, env: { FORCE_COLOR: '1' } })
  expect(second, second.stderr).toMatchObject({ code: 0 })
  expect(second.stdout).toContain('conforms')
  expect(second.stdout).not.toContain('\u001b')
  const outcome = await outcomeOf(second)
  expect(idsWith(outcome, 'pass')).toEqual(['referrers/listed'])
  expect(idsWith(outcome, 'observed')).toEqual(questions)
  expect(checkIn(outcome, 'retention/dangling').reason).toMatch(/^gone after \d+ m?s to \d+ m?s/)
  expect(checkIn(outcome, 'retention/tagged-subject').reason).toMatch(/^kept for the \d s it was watched$/)
  expect(heldBy(registry)).toEqual(nothing)

  const again = await cli([...args, '--resume'], { cwd })
  expect(again).toMatchObject({ code: 2, stdout: '' })
  expect(again.stderr).toContain('this watch is over, begin another with --observe-retention')
})

test.concurrent('a watch is gone on with at the registry where it began', async () => {
  const cwd = await folder()
  const path = join(cwd, 'retention.json')
  const state = {
    format: 'oci-referee/retention/1',
    origin: 'http://127.0.0.1:2',
    watched: [],
    samples: [],
    pushed: [],
  }
  await writeFile(path, JSON.stringify(state))
  const ran = await cli(['http://127.0.0.1:1', '--resume', '--reports-dir', '.'], { cwd })
  expect(ran).toMatchObject({
    code: 2,
    stderr: 'oci-referee: retention.json: this watch is one of http://127.0.0.1:2, not of http://127.0.0.1:1\n',
  })
  await writeFile(path, '{')
  const broken = await cli(['http://127.0.0.1:1', '--resume', '--reports-dir', '.'], { cwd })
  expect(broken).toMatchObject({
    code: 2,
    stderr: 'oci-referee: retention.json is no JSON: run with --observe-retention again\n',
  })
})
