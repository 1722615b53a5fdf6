import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createRegistry, serveRegistry } from '../registry/index.ts'
import { atEnd, cli, fake, idsWith, outcomeOf, quick, served, start } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'

const patience = { timeout: 120_000 }
const some = ['--only', 'referrers/filter-*', ...quick]

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test.concurrent('what failed runs again when the registry is restarted', patience, async () => {
  const port = await freePort()
  const broken = await serveRegistry(createRegistry({ faults: ['filter-header-missing'] }), { port })
  const running = await start([broken.url, ...some, '--watch'])
  await running.printed('does not conform: 1 finding')
  await running.printed('watching: the 2 that failed run again')
  await broken.close()
  await running.printed('the target is gone: waiting for it')
  const mended = await serveRegistry(createRegistry(), { port })
  atEnd(mended.close)
  await running.printed('watching: all checks run again')
  running.child.kill('SIGINT')
  expect((await running.ended).code).toBe(130)
})

test.concurrent('a key runs it again, and another one ends the watch', patience, async () => {
  const { url } = await served({ faults: ['filter-header-missing'] })
  const ran = await cli([url, ...some, '--watch'], { input: '\naq' })
  expect(ran.code, ran.stderr).toBe(1)
  expect(ran.stderr.match(/^judging /gm)).toHaveLength(3)
  expect(ran.stderr).toMatch(/judging \S+ by 2 checks /)
})

test.concurrent('a registry that is not there yet is waited for', patience, async () => {
  const port = await freePort()
  const running = await start([`127.0.0.1:${port}`, ...some, '--watch'])
  await running.printed('the connection was refused')
  const { close } = await serveRegistry(createRegistry(), { port })
  atEnd(close)
  await running.printed('conforms to OCI Distribution Specification')
  running.child.kill('SIGTERM')
  expect((await running.ended).code).toBe(143)
})

test.concurrent('bail ends with the first check that fails, alone', patience, async () => {
  const { url } = await served({ faults: ['filter-header-missing', 'manifest-digest-missing'] })
  const ran = await cli([url, '--only', 'referrers/filter-*,manifests', ...quick, '--bail'])
  expect(ran.code, ran.stdout).toBe(1)
  const outcome = await outcomeOf(ran)
  expect(outcome.checks).toHaveLength(1)
  expect(idsWith(outcome, 'fail')).toHaveLength(1)
})

test.concurrent('bail judges everything where nothing fails', patience, async () => {
  const { url } = await served()
  const ran = await cli([url, ...some, '--bail'])
  expect(ran.code).toBe(0)
  expect((await outcomeOf(ran)).checks.length).toBeGreaterThan(10)
})

test.for([
  [['--watch', '--upgrade-seed'], '--watch and --upgrade-seed exclude each other'],
  [['--watch', '--password-stdin', '--username', 'me'], '--watch reads keys from standard input'],
] as const)('%s is refused', async ([args, says]) => {
  expect((await gaveUp(['http://127.0.0.1:1', ...args])).line).toContain(says)
})

test('a port of HTTPS that is asked over HTTP says so', async () => {
  const url = await fake((_, response) =>
    response.writeHead(400, { 'content-type': 'text/html' }).end('<html>The plain HTTP request was sent to HTTPS port'),
  )
  expect((await gaveUp([url, ...some])).line).toBe(
    `${url}/v2/ responds with 400: the port speaks HTTPS; write https://`,
  )
})

test('a registry behind a path is told where an API begins', async () => {
  expect((await gaveUp(['localhost:5000/registry', ...some])).line).toContain(
    'name the host alone, repositories with --repo and --alt-repo; the API of a registry begins at /v2/ of its host',
  )
})
