import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type TestContext, test } from 'vitest'
import { distribution, startDistribution } from '../../fixtures/registries/distribution.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { textOf } from '../report/finding.ts'
import { atEnd, checkIn, cli, folder, idsWith, outcomeOf, quick, served } from './cli.test-data.ts'

/** A real registry, made by others, that is told who may do what: it is what the checks are about. */
async function started(settings: Readonly<Record<string, string>>, { skip }: TestContext): Promise<string> {
  if (!(await distribution.installed())) {
    const why = await distribution.available()
    const how = 'not installed: npm run build && node dist/scripts/registries.js install distribution'
    const reason = why === true ? how : why
    console.info(`distribution: skipped, ${reason}`)
    skip(reason)
  }
  const running = await startDistribution(settings)
  atEnd(running.stop)
  return running.url
}

const all = ['pull', 'push', 'delete'] as const
const passwordOf = (name: string) => `the-password-of-${name}`
const repositories = ['--repo', 'team/images', '--alt-repo', 'vendor/sboms']

/** A token service that gives each of these tokens for what they may do, and the settings of a registry that trusts it. */
async function tokenService() {
  const service = 'a real registry'
  const rights = {
    owner: { 'team/images': all, 'vendor/sboms': all },
    vendor: { 'vendor/sboms': all },
    builder: { 'vendor/sboms': ['pull', 'push'] },
    reader: { 'team/images': ['pull'] },
    auditor: { 'team/images': ['pull'], 'vendor/sboms': ['pull'] },
  } as const
  const { url, registry } = await served({
    access: {
      scheme: 'bearer',
      service,
      users: Object.fromEntries(
        Object.entries(rights).map(([name, rights]) => [name, { password: passwordOf(name), rights }]),
      ),
    },
  })
  const jwks = join(await folder(), 'jwks.json')
  await writeFile(jwks, JSON.stringify(await registry.tokenKeys()))
  return {
    REGISTRY_AUTH_TOKEN_REALM: `${url}/token`,
    REGISTRY_AUTH_TOKEN_SERVICE: service,
    REGISTRY_AUTH_TOKEN_ISSUER: 'oci-referee',
    REGISTRY_AUTH_TOKEN_JWKS: jwks,
  }
}

/** Judges access alone, and returns the outcome with whatever was written or printed. */
async function judged(url: string, identities: readonly string[]) {
  const names = identities.map((one) => one.split('=')[0]!)
  const ran = await cli(
    [
      ...[url, ...repositories, '--only', 'access', '--feature', 'referrers=no', ...quick],
      ...['--username', 'owner', '--identity', identities.join(';')],
    ],
    {
      env: Object.fromEntries([
        ['OCI_REFEREE_PASSWORD', passwordOf('owner')],
        ...names.map((name) => [`OCI_REFEREE_PASSWORD_${name.toUpperCase()}`, passwordOf(name)]),
      ]),
    },
  )
  const outcome = await outcomeOf(ran)
  const texts = [ran.stdout, ran.stderr, JSON.stringify(outcome)]
  for (const name of ['owner', ...names]) {
    const basic = Buffer.from(`${name}:${passwordOf(name)}`).toString('base64')
    for (const text of texts) for (const secret of [passwordOf(name), basic]) expect(text).not.toContain(secret)
  }
  // A token begins with the JSON of its header.
  for (const text of texts) expect(text).not.toContain('eyJ')
  return { ...ran, outcome }
}

const reasonOf = (outcome: Outcome, id: string) => checkIn(outcome, id).reason

test('with tokens for each repository it keeps the border', { timeout: 120_000 }, async (context) => {
  const url = await started(await tokenService(), context)
  const { code, outcome, stdout } = await judged(url, [
    'vendor=user:vendor,a:none,b:read+write+delete',
    'builder=user:builder,b:read+write',
    'reader=user:reader,a:read',
    'auditor=user:auditor,a:read,b:read',
    'anonymous=a:none',
  ])
  expect(outcome.findings, stdout).toEqual([])
  expect(code).toBe(0)
  expect(idsWith(outcome, 'skip').sort()).toEqual([
    'access/attach-listed',
    'access/digest-lists-nothing',
    'access/list-forms-refused',
    'access/list-refused',
    'access/other-list-refused',
    'access/wrong-password-no-login',
  ])
  expect(idsWith(outcome, 'pass').length).toBeGreaterThanOrEqual(35)
  expect(reasonOf(outcome, 'access/refusal-status')).toContain('a user is answered 401')
  expect(reasonOf(outcome, 'access/token-reach')).toMatch(/^refused with 401/)
  expect(outcome.leftovers).toEqual([])
})

test('differences between declared and given rights are reported', {
  timeout: 120_000,
}, async (context) => {
  const url = await started(await tokenService(), context)
  const { code, outcome } = await judged(url, [
    'reader=user:reader,a:read+write,b:read',
    'vendor=user:vendor,a:none,b:none',
  ])
  expect(code).toBe(1)
  const failed = [...idsWith(outcome, 'fail'), ...idsWith(outcome, 'blocked')]
  expect(failed).toEqual(
    expect.arrayContaining([
      ...['access/read-granted', 'access/write-granted'],
      ...['access/pull-refused', 'access/push-refused', 'access/delete-refused', 'access/upload-refused'],
    ]),
  )
  expect(textOf(checkIn(outcome, 'access/write-granted')).summary).toMatch(
    /^reader in team\/images may not write, as was/,
  )
  expect(textOf(checkIn(outcome, 'access/pull-refused')).summary).toMatch(/^vendor in vendor\/sboms may pull/)
})

// Bcrypt, as distribution asks for it, at its lowest cost.
const htpasswd = `owner:$2b$04$77qxhkYmAHnXSCx7BZkQXOuAhcp0rGP8sHGFWybICClGDcnakaRHe
guest:$2b$04$FqofVFJ8EkLoJ9osypb8qOFpLbc.IxjTV7NI0IQpWyCqzt9nJ2VZm
`

test('with htpasswd users may do everything, and nobody else anything', { timeout: 120_000 }, async (context) => {
  const path = join(await folder(), 'htpasswd')
  await writeFile(path, htpasswd)
  const url = await started(
    { REGISTRY_AUTH_HTPASSWD_REALM: 'a real registry', REGISTRY_AUTH_HTPASSWD_PATH: path },
    context,
  )
  const everything = 'guest=user:guest,a:read+write+delete,b:read+write+delete'
  const { code, outcome, stdout } = await judged(url, [everything, 'anonymous=a:none,b:none'])
  expect(outcome.findings, stdout).toEqual([])
  expect(code).toBe(0)
  expect(idsWith(outcome, 'pass')).toEqual(
    expect.arrayContaining([
      ...['access/read-granted', 'access/write-granted', 'access/delete-granted', 'access/challenge'],
      ...['access/anonymous-reads-refused', 'access/anonymous-writes-refused', 'access/existence-hidden'],
      ...['access/path-encoded', 'access/path-doubled-slashes', 'access/path-dot-segments', 'access/method-unusual'],
    ]),
  )
  expect(reasonOf(outcome, 'access/attach-accepted')).toContain(
    'needs an identity that may read and write in the second',
  )
  expect(reasonOf(outcome, 'access/pull-refused')).toContain('no user is declared without read')
})
