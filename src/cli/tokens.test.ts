import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import { type CliOptions, cli, filesIn, heldBy, nothing, outcomeOf, quick } from './cli.test-data.ts'
import { homeWith } from './kept.test-data.ts'
import { behindTokens, type GateOptions } from './token-service.test-data.ts'

/** Whole runs, on a machine that may be busy. */
const timeout = 120_000

const only = ['--only', 'blobs,manifests,referrers/filter-*', '--format', 'junit,json,markdown', ...quick]
const user = { username: 'robot', password: 'hunter22' }
const basic = `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`

async function judged(
  gate: GateOptions,
  args: readonly string[],
  options: CliOptions | ((url: string) => Promise<CliOptions>),
) {
  const registry = createRegistry()
  const behind = await behindTokens(registry, gate)
  const ran = await cli(
    [behind.url, ...only, ...args],
    typeof options === 'function' ? await options(behind.url) : options,
  )
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
  // Rights were there to the end: nothing is left.
  expect(heldBy(registry)).toEqual(nothing)
  const { requests } = await outcomeOf(ran)
  const reports = await filesIn(join(ran.cwd, 'reports'))
  const texts = await Promise.all(reports.map((name) => readFile(join(ran.cwd, 'reports', name), 'utf8')))
  for (const text of [...texts, ran.stdout, ran.stderr]) {
    for (const secret of [...behind.tokens.keys(), user.password, basic.slice(6), 'refresh-me']) {
      expect(text).not.toContain(secret)
    }
  }
  return { ...behind, requests }
}

test.concurrent('tokens that expire in mid-run are renewed, one for each repository', { timeout }, async () => {
  const lets: GateOptions['lets'] = ({ headers }) => headers.authorization === basic
  const env = { OCI_REFEREE_USERNAME: user.username, OCI_REFEREE_PASSWORD: user.password }
  // Fewer requests at once than a token has uses: a fresh one is good for all who wait for it.
  const { asked, requests, tokens } = await judged({ uses: 40, lets }, ['--concurrency', '8'], { env })
  expect(requests).toBeGreaterThan(150)
  expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']))
  // Every token but that of the first question is for all that is done in a repository.
  expect(asked[0]!.scopes).toEqual([])
  expect(asked.length).toBeGreaterThan(4)
  for (const { scopes } of asked.slice(1)) expect(scopes[0]).toMatch(/^repository:.*:pull,push,delete$/)
  // Many requests find a token run out at once; they share the next one.
  expect(tokens.size).toBeLessThan(requests / 10)
})

test.concurrent('an identity token that docker keeps buys tokens by POST', { timeout }, async () => {
  const lets: GateOptions['lets'] = (_, form) => form.get('refresh_token') === 'refresh-me'
  const { asked } = await judged({ uses: 1000, lets }, [], (url) =>
    homeWith('.docker/config.json', { auths: { [new URL(url).host]: { identitytoken: 'refresh-me' } } }),
  )
  expect(new Set(asked.map(({ method, authorization }) => `${method} ${authorization}`))).toEqual(
    new Set(['POST undefined']),
  )
  expect(asked[0]!.form).toMatchObject({ grant_type: 'refresh_token', service: 'test' })
})

test.concurrent('anonymous tokens', { timeout }, async () => {
  const { asked } = await judged({ uses: 1000, lets: () => true }, [], {})
  expect(new Set(asked.map(({ method, authorization }) => `${method} ${authorization}`))).toEqual(
    new Set(['GET undefined']),
  )
})

test.concurrent('a service that gives no more than what a challenge names', { timeout }, async () => {
  const lets: GateOptions['lets'] = ({ headers }) => headers.authorization === basic
  const env = { OCI_REFEREE_USERNAME: user.username, OCI_REFEREE_PASSWORD: user.password }
  const { asked } = await judged({ uses: 1000, lets, strict: true }, [], { env })
  const actions = asked.flatMap(({ scopes }) => scopes.map((scope) => scope.replace(/.*:/, '')))
  expect(new Set(actions)).toContain('delete')
  expect(asked.length).toBeLessThan(60)
})

test.concurrent('a service that fails in mid-run says nothing about the registry', { timeout }, async () => {
  // Asking what the target has takes nine tokens, judging it a dozen more.
  let asked = 0
  const { url, service } = await behindTokens(createRegistry(), { uses: 20, lets: () => (++asked > 14 ? 503 : true) })
  const ran = await cli([url, ...only, '--concurrency', '8'])
  expect(ran).toMatchObject({ code: 3 })
  const outcome = await outcomeOf(ran)
  expect(outcome.stopped).toEqual({
    reason: 'target-lost',
    message: `the target stopped responding in mid-run: the token service ${service} answered 503 instead of a token`,
  })
  expect(outcome.findings).toEqual([])
})

test.concurrent('a service that refuses says so, once', { timeout }, async () => {
  const { url, service } = await behindTokens(createRegistry(), { uses: 1000, lets: () => false })
  const env = { OCI_REFEREE_USERNAME: user.username, OCI_REFEREE_PASSWORD: user.password }
  expect(await cli([url, ...only], { env })).toMatchObject({
    code: 3,
    stdout: '',
    stderr: `oci-referee: ${url}: the token service ${service} answered 401 instead of a token: the credentials are wrong, or do not suffice\n`,
  })
})
