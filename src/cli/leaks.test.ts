import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import { filesOf, formatNames } from '../report/index.ts'
import { cli, filesIn, folder, idsWith, outcomeOf, quick, type Running, servedBy, start } from './cli.test-data.ts'
import { homeWith } from './kept.test-data.ts'

/** A whole run, its second looks and replays, on a machine that has other work. */
const limitMs = 120_000

const all = ['pull', 'push', 'delete'] as const
const passwords = { owner: 'own3r/+ é"<', vendor: 'v3ndor=secret&more', reader: 'r3ader:s\\cret' } as const
const format = ['--format', formatNames.join(','), '--verbose', ...quick]

/**
 * A registry with users that gives away whatever it is told: each response repeats the Authorization it came with, in a
 * header, in a warning and, where it refuses, in the message. Remembers every such value, and every token it gave out.
 */
async function indiscreet(scheme: 'basic' | 'bearer', faults: readonly string[] = []) {
  const rights = { owner: { '*': all }, vendor: { b: all }, reader: { a: ['pull'] } } as const
  const users = Object.fromEntries(
    Object.entries(rights).map(([name, rights]) => [name, { password: passwords[name as 'owner'], rights }]),
  )
  const registry = createRegistry({ access: { scheme, users }, faults })
  const tokens = new Set<string>()
  const { url } = await servedBy(async (request) => {
    const authorization = request.headers.get('authorization') ?? ''
    const secret = authorization.replace(/^\w+ /, '')
    if (secret) tokens.add(secret)
    const response = await registry.fetch(request)
    const headers = new Headers(response.headers)
    headers.set('X-Echo', authorization)
    headers.set('Warning', `299 - "${authorization}"`)
    if (new URL(request.url).pathname === '/token') {
      const text = await response.text()
      for (const value of Object.values(JSON.parse(text) as Record<string, unknown>))
        if (typeof value === 'string' && value.length > 40) tokens.add(value)
      return new Response(text, { status: response.status, headers })
    }
    if (response.status < 400) return new Response(response.body, { status: response.status, headers })
    const message = `${secret} ${Buffer.from(secret, 'base64').toString('utf8')}`
    headers.set('Content-Type', 'application/json')
    headers.delete('Content-Length')
    return Response.json({ errors: [{ code: 'DENIED', message }] }, { status: response.status, headers })
  })
  return { url, tokens }
}

/** The forms in which a secret could show. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  return [
    ...[secret, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')],
    ...[encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)],
    ...[secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')],
  ]
}

/** Expects none of the secrets, in any form, in anything that a run printed, wrote, or left in the folder for the passing. */
async function expectSilent(
  ran: { stdout: string; stderr: string; cwd: string },
  temporary: string,
  tokens: Set<string>,
) {
  const logins = Object.entries(passwords).map(([name, password]) => `${name}:${password}`)
  const secrets = [...Object.values(passwords), ...logins, ...tokens]
  const paths = (
    await Promise.all([ran.cwd, temporary].map(async (path) => (await filesIn(path)).map((name) => join(path, name))))
  ).flat()
  const texts = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, 'utf8')] as const)))
  texts.set('stdout', ran.stdout).set('stderr', ran.stderr)
  for (const [where, text] of texts)
    for (const form of secrets.flatMap(formsOf))
      if (text.includes(form))
        throw new Error(
          `${where} gives away ${form}: …${text.slice(Math.max(0, text.indexOf(form) - 80)).slice(0, 200)}`,
        )
  return paths
}

/** What others on the machine see of a process: its title and its arguments. */
async function shownBy({ child }: Running): Promise<string> {
  return await readFile(`/proc/${child.pid}/cmdline`, 'utf8').catch(() => '')
}

const named = ['--repo', 'a', '--alt-repo', 'b', '--username', 'owner']
const identities = [
  '--identity',
  'vendor=user:vendor,a:none,b:read+write+delete',
  '--identity',
  'reader=user:reader,a:read',
]
const env = {
  OCI_REFEREE_PASSWORD: passwords.owner,
  OCI_REFEREE_PASSWORD_VENDOR: passwords.vendor,
  OCI_REFEREE_PASSWORD_READER: passwords.reader,
}

test.each(['basic', 'bearer'] as const)(
  'nothing leaks from a run by %s that finds faults',
  { timeout: limitMs },
  async (scheme) => {
    const { url, tokens } = await indiscreet(scheme, ['filter-header-missing', 'manifest-unknown-400'])
    const temporary = await folder()
    const only = ['--only', 'access,referrers/filter-*,manifests,errors']
    const running = await start([url, ...named, ...identities, ...only, ...format], {
      env: { ...env, TMPDIR: temporary },
    })
    await running.printed('judging ')
    expect(await shownBy(running)).not.toMatch(/own3r|v3ndor|r3ader/)
    const ran = await running.ended
    expect(ran.code, ran.stderr).toBe(1)
    expect(idsWith(await outcomeOf(ran), 'fail')).toContain('referrers/filter-header')
    expect(tokens.size).toBeGreaterThan(2)
    const files = await expectSilent(ran, temporary, tokens)
    // Besides the reports nothing but scripts: they lie in a folder of their own, each with what it sends.
    const [scripts, reports] = [true, false].map((are) =>
      files.filter((path) => path.includes('/reports/repro/') === are),
    )
    expect(reports!.map((path) => path.split('/reports/').at(-1)).sort()).toEqual(
      formatNames.flatMap((name) => filesOf(name).map(([file]) => file)).sort(),
    )
    expect(scripts!.filter((path) => path.endsWith('.sh'))).not.toEqual([])
  },
)

test('nothing leaks from a run that is interrupted', { timeout: limitMs }, async () => {
  const { url, tokens } = await indiscreet('bearer')
  const temporary = await folder()
  const running = await start([url, ...named, ...format], { env: { ...env, TMPDIR: temporary } })
  await running.printed(' checks done')
  running.child.kill('SIGINT')
  const ran = await running.ended
  expect(ran.code).toBe(130)
  await expectSilent(ran, temporary, tokens)
})

test('nothing leaks where a login is refused, by whom it may be', async () => {
  const { url, tokens } = await indiscreet('bearer')
  const temporary = await folder()
  for (const scheme of ['basic', 'bearer'] as const) {
    const other = await indiscreet(scheme)
    const wrong = { ...env, OCI_REFEREE_PASSWORD: passwords.vendor, TMPDIR: temporary, OCI_REFEREE_DEBUG: '1' }
    const ran = await cli([other.url, ...named, ...format], { env: wrong })
    expect(ran.code).toBe(3)
    await expectSilent(ran, temporary, other.tokens)
  }
  const ran = await cli([url.replace('//', `//owner:${encodeURIComponent(passwords.owner)}@`)], {
    env: { TMPDIR: temporary },
  })
  expect(ran.code).toBe(2)
  await expectSilent(ran, temporary, tokens)
})

test('nothing leaks of what docker keeps', async () => {
  const { url, tokens } = await indiscreet('basic', ['filter-header-missing'])
  const auth = Buffer.from(`owner:${passwords.owner}`).toString('base64')
  const { env: home } = await homeWith('.docker/config.json', { auths: { [new URL(url).host]: { auth } } })
  const temporary = await folder()
  const names = ['--repo', 'a', '--alt-repo', 'b']
  const ran = await cli([url, ...names, '--only', 'referrers/filter-header', ...format], {
    env: { ...home, TMPDIR: temporary },
  })
  expect(ran.code, ran.stderr).toBe(1)
  expect(tokens.has(auth)).toBe(true)
  await expectSilent(ran, temporary, tokens)
})
