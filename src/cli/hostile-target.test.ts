import { readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import { checkIn, cli, event, filesIn, idsWith, outcomeOf, quick, served, servedBy, start } from './cli.test-data.ts'
import { endlessly, floodHeaders, inFrontOf, trickle } from './proxy.test-data.ts'

test.concurrent('a target that dies in mid-run keeps its verdicts, without blame', async () => {
  const registry = createRegistry()
  const [dying, die] = event()
  const { url, close } = await servedBy(async (request) => {
    // One check pushes megabytes: it waits here until the others are done, and then for ever.
    if (!(Number(request.headers.get('content-length')) > 200_000)) return registry.fetch(request)
    await dying
    void close()
    return new Promise<Response>(() => {})
  })
  const running = await start([url, '--only', 'referrers/api,referrers/listed,referrers/page-bytes', ...quick])
  await running.printed('2 of 3 checks done')
  die()
  const ran = await running.ended
  expect(ran, ran.stderr).toMatchObject({ code: 3 })
  expect(ran.stdout).toContain('could not be judged: the target stopped responding in mid-run: ')
  const outcome = await outcomeOf(ran)
  expect(outcome.stopped).toMatchObject({ reason: 'target-lost' })
  expect(idsWith(outcome, 'fail')).toEqual([])
  expect(outcome.findings).toEqual([])
  expect(idsWith(outcome, 'pass')).toEqual(['referrers/api', 'referrers/listed'])
  expect(checkIn(outcome, 'referrers/page-bytes')).toMatchObject({ verdict: 'blocked', blockedBy: 'target' })
  expect(outcome.leftovers.length).toBeGreaterThan(5)
  expect(new Set(outcome.leftovers.map(({ why }) => why))).toEqual(new Set(['the target does not respond any more']))
  expect(await filesIn(join(ran.cwd, 'reports'))).toEqual(['junit.xml', 'outcome.json'])
  expect(await readFile(join(ran.cwd, 'reports', 'junit.xml'), 'utf8')).toContain('name="referrers/page-bytes"')
})

const troubles: readonly [what: string, trouble: (outgoing: ServerResponse) => void, actual: RegExp][] = [
  ['is reset', (outgoing) => outgoing.socket?.resetAndDestroy(), /connection was closed before a response came/],
  ['never ends', endlessly, /the body did not end within 16777216 bytes/],
  ['trickles', trickle, /the body did not end within 1500 ms/],
  ['floods with headers', floodHeaders, /the headers of the response are larger than a client accepts/],
]

test.concurrent.for(troubles)('a list that %s fails, and the run goes on', async ([, trouble, actual]) => {
  const { url } = await served()
  const bad = await inFrontOf(url, ({ url: path }, outgoing) => {
    const isList = path?.includes('/referrers/') === true
    if (isList) trouble(outgoing)
    return isList
  })
  const only = 'referrers/listed,referrers/list-status,manifests/push-by-digest'
  const ran = await cli([bad, '--only', only, ...quick, '--timeout', '1500ms'])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const outcome = await outcomeOf(ran)
  expect(outcome.stopped).toBeUndefined()
  expect(idsWith(outcome, 'pass')).toEqual(['manifests/push-by-digest'])
  expect(outcome.findings).toHaveLength(1)
  const { violation } = checkIn(outcome, outcome.findings[0]!.id)
  expect(violation?.facts).toMatchObject({ kind: 'no-response', actual: expect.stringMatching(actual) })
  expect(outcome.leftovers).toEqual([])
})

test.concurrent('blobs that cannot be pushed for resets fail as one finding', async () => {
  const { url } = await served()
  const bad = await inFrontOf(url, ({ url: path, socket }) => {
    const isUpload = path?.includes('/blobs/uploads/') === true
    if (isUpload) socket.resetAndDestroy()
    return isUpload
  })
  const ran = await cli([bad, '--only', 'blobs/push,blobs/pull,manifests/push-by-digest,referrers/listed', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const { findings, checks } = await outcomeOf(ran)
  expect(findings).toHaveLength(1)
  expect(checks.filter(({ verdict }) => verdict === 'pass')).toEqual([])
})
