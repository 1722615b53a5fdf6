import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textOf } from '../report/finding.ts'
import { checkIn, cli, filesIn, idsWith, outcomeOf, quick, type Ran, served } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'

const all = ['pull', 'push', 'delete'] as const
const passwords = { owner: 'own3r/+ é', vendor: 'v3ndor=secret', reader: 'r3ader:secret' }

/** A registry with users, and a run's options that declare them. */
async function withUsers(scheme: 'basic' | 'bearer') {
  const rights = { owner: { '*': all }, vendor: { b: all }, reader: { a: ['pull'] } } as const
  const { url } = await served({
    access: {
      scheme,
      users: Object.fromEntries(
        Object.entries(rights).map(([name, rights]) => [name, { password: passwords[name as 'owner'], rights }]),
      ),
    },
  })
  const names = ['--repo', 'a', '--alt-repo', 'b', '--username', 'owner']
  return [url, ...names, '--only', 'access', '--format', 'junit,json,markdown', ...quick]
}

const declared = [
  '--identity',
  'vendor=user:vendor,a:none,b:read+write+delete',
  '--identity',
  'reader=user:reader,a:read',
]

/** Everything that a run printed and wrote. */
async function written(ran: Ran): Promise<string[]> {
  const reports = await filesIn(join(ran.cwd, 'reports'))
  const texts = await Promise.all(reports.map((name) => readFile(join(ran.cwd, 'reports', name), 'utf8')))
  return [...texts, ran.stdout, ran.stderr]
}

/** The forms in which a secret could show. */
function formsOf(name: keyof typeof passwords): string[] {
  const password = passwords[name]
  const basic = Buffer.from(`${name}:${password}`).toString('base64')
  return [password, encodeURIComponent(password), Buffer.from(password).toString('base64'), basic]
}

test.concurrent.for(['basic', 'bearer'] as const)(
  'users who log in by %s pass, and no report has a secret',
  async (scheme) => {
    const ran = await cli([...(await withUsers(scheme)), ...declared, '--identity-passwords-stdin'], {
      env: { OCI_REFEREE_PASSWORD: passwords.owner },
      input: `vendor=${passwords.vendor}\nreader=${passwords.reader}\n`,
    })
    expect(ran.code, ran.stdout + ran.stderr).toBe(0)
    const outcome = await outcomeOf(ran)
    expect(outcome.features.filter(({ state }) => state === 'declared')).toEqual([
      {
        name: 'identities',
        state: 'declared',
        source: 'other-option',
        how: 'vendor (a:none, b:read+write+delete), reader (a:read, b:none)',
      },
      { name: 'vendor', state: 'declared', source: 'other-option', how: 'vendor (a:none, b:read+write+delete)' },
      { name: 'reader', state: 'declared', source: 'other-option', how: 'reader (a:read, b:none)' },
    ])
    expect(checkIn(outcome, 'access/anonymous-reads-refused').reason).toContain('declare it with --identity')
    expect(outcome.leftovers).toEqual([])
    for (const text of await written(ran)) {
      for (const secret of Object.keys(passwords).flatMap((name) => formsOf(name as 'owner'))) {
        expect(text).not.toContain(secret)
      }
      // A JWT begins with the JSON of its header.
      expect(text).not.toContain('eyJ')
    }
  },
)

test.concurrent.for(['basic', 'bearer'] as const)(
  'by %s, a wrong password is told as rights that are not there',
  async (scheme) => {
    const ran = await cli([...(await withUsers(scheme)), ...declared, '--only', 'access/*-granted'], {
      env: {
        OCI_REFEREE_PASSWORD: passwords.owner,
        OCI_REFEREE_PASSWORD_VENDOR: 'wr0ng',
        OCI_REFEREE_PASSWORD_READER: passwords.reader,
      },
    })
    expect(ran.code).toBe(1)
    const outcome = await outcomeOf(ran)
    expect(idsWith(outcome, 'fail')).toContain('access/read-granted')
    expect(textOf(checkIn(outcome, 'access/read-granted'))).toMatchObject({
      summary: expect.stringMatching(/^vendor in b may not read, as was declared/),
      expected: [expect.stringContaining('is the password right')],
    })
    for (const text of await written(ran)) expect(text).not.toContain('wr0ng')
  },
)

test('without identities only checks that need none are judged', async () => {
  const ran = await cli(await withUsers('basic'), { env: { OCI_REFEREE_PASSWORD: passwords.owner } })
  expect(ran.code).toBe(0)
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'pass')).toEqual(['access/challenge', 'access/challenge-scheme'])
  expect(outcome.checks).toHaveLength(2)
  const { code, line } = await gaveUp(['localhost:1', '--only', 'access/attach-accepted'], {})
  expect(code).toBe(2)
  expect(line).toContain('no check is selected')
  expect(line).toContain('those of access need --identity')
})

test.each([
  [declared, {}, '--identity: vendor needs a password: set OCI_REFEREE_PASSWORD_VENDOR'],
  [['--identity', 'vendor=a:pull'], {}, '--identity: a of vendor is "pull"; write none, or read, write, delete'],
  [[], { OCI_REFEREE_IDENTITIES: 'vendor' }, 'OCI_REFEREE_IDENTITIES: begin with a name'],
  [['--password-stdin', '--identity-passwords-stdin'], {}, '--password-stdin and --identity-passwords-stdin exclude'],
] as const)('%j and %j cannot be', async (args, env, says) => {
  const { code, line } = await gaveUp(['localhost:1', ...args], env)
  expect(code).toBe(2)
  expect(line).toContain(says)
})

test.concurrent('standard input holds a line for each', async () => {
  const ran = await cli([...(await withUsers('basic')), ...declared, '--identity-passwords-stdin'], {
    env: { OCI_REFEREE_PASSWORD: passwords.owner },
    input: passwords.reader,
  })
  expect(ran).toMatchObject({
    code: 2,
    stderr: 'oci-referee: --identity-passwords-stdin: each line is NAME=PASSWORD\n',
  })
})
