import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import { event, filesIn, heldBy, idsWith, nothing, outcomeOf, quick, served, servedBy, start } from './cli.test-data.ts'

test.concurrent('Ctrl-C in mid-run reports what was judged and removes what was pushed', async () => {
  const { registry, url } = await served({ variants: ['slow-responses'] })
  const running = await start([url, '--only', 'referrers/l*,manifests', ...quick])
  await running.printed(' checks done')
  running.child.kill('SIGINT')
  const ran = await running.ended
  expect(ran, ran.stderr).toMatchObject({ code: 130 })
  expect(ran.stderr).toContain(
    'oci-referee: stopping in good order: what was judged is kept (once more to quit at once)',
  )
  expect(ran.stdout).toContain('could not be judged: the run was interrupted')
  const outcome = await outcomeOf(ran)
  expect(outcome.stopped).toEqual({ reason: 'interrupted', message: 'the run was interrupted' })
  expect(idsWith(outcome, 'pass').length).toBeGreaterThan(0)
  expect(idsWith(outcome, 'blocked').length).toBeGreaterThan(0)
  expect(idsWith(outcome, 'fail')).toEqual([])
  expect(outcome.leftovers).toEqual([])
  expect(await filesIn(join(ran.cwd, 'reports'))).toEqual(['junit.xml', 'outcome.json'])
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('a polite kill while the target is still asked what it has', async () => {
  const registry = createRegistry({ variants: ['slow-responses'] })
  const [asked, resolve] = event()
  const { url } = await servedBy((request) => {
    if (request.method === 'PUT') resolve()
    return registry.fetch(request)
  })
  const running = await start([url, '--only', 'referrers/listed,manifests', ...quick])
  await asked
  running.child.kill('SIGTERM')
  const ran = await running.ended
  expect(ran, ran.stderr).toMatchObject({ code: 143 })
  const outcome = await outcomeOf(ran)
  expect(outcome.stopped?.reason).toBe('interrupted')
  expect(idsWith(outcome, 'blocked')).toContain('referrers/listed')
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('a second Ctrl-C quits at once and leaves no half of a report', async () => {
  const registry = createRegistry()
  let holds = false
  const [removing, resolve] = event()
  const { url } = await servedBy((request) => {
    if (!holds || request.method !== 'DELETE') return registry.fetch(request)
    resolve()
    // This response never comes: a client that waits for it waits for ever.
    return new Promise(() => {})
  })
  const running = await start([url, '--only', 'referrers/listed', ...quick, '--timeout', '10m'])
  await running.printed('judging ')
  holds = true
  await removing
  running.child.kill('SIGINT')
  await running.printed('once more to quit at once')
  running.child.kill('SIGINT')
  const ran = await running.ended
  expect(ran, ran.stderr).toMatchObject({ code: 130, stdout: '' })
  expect(await filesIn(ran.cwd)).toEqual([])
})
