import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, filesIn, quick, type Ran, served } from './cli.test-data.ts'

const auth = { username: 'robot$ci', password: 'p:ss w0rd/+=é' }
const only = ['--only', 'referrers/listed', '--format', 'junit,json,markdown', ...quick]
const encoded = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')

/** Expects a pass, and the password in nothing that was printed or written. */
async function passes(ran: Ran): Promise<void> {
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const reports = await filesIn(join(ran.cwd, 'reports'))
  expect(reports).toEqual(['junit.xml', 'outcome.json', 'summary.md'])
  const texts = await Promise.all(reports.map((name) => readFile(join(ran.cwd, 'reports', name), 'utf8')))
  for (const text of [...texts, ran.stdout, ran.stderr]) {
    expect(text).not.toContain(auth.password)
    expect(text).not.toContain(encoded)
  }
}

test.concurrent('credentials are asked for when there are none', async () => {
  const { url } = await served({ auth })
  expect(await cli([url, ...only])).toMatchObject({
    code: 3,
    stdout: '',
    stderr: `oci-referee: ${url}/v2/ responds with 401: it asks for credentials, give them with --username and --password-stdin, or --docker-config\n`,
  })
})

test.concurrent('wrong credentials are told, and not repeated', async () => {
  const { url } = await served({ auth })
  const ran = await cli([url, '--username', 'robot$ci', '--password-stdin', ...only], { input: 'wr0ng\n' })
  expect(ran).toMatchObject({
    code: 3,
    stdout: '',
    stderr: `oci-referee: ${url}/v2/ responds with 401: the username or the password is wrong\n`,
  })
})

test.concurrent('a password on standard input', async () => {
  const { url } = await served({ auth })
  const ran = await cli([url, '--username', auth.username, '--password-stdin', ...only], {
    input: `${auth.password}\n`,
    env: { OCI_PASSWORD: 'another one' },
  })
  await passes(ran)
})

test.concurrent('credentials come from our environment before the official one', async () => {
  const { url } = await served({ auth })
  const env = { OCI_USERNAME: auth.username, OCI_REFEREE_PASSWORD: auth.password, OCI_PASSWORD: 'another one' }
  await passes(await cli([url, ...only], { env }))
})

test.concurrent('both under the names of the official suite', async () => {
  const { url } = await served({ auth })
  const env = { OCI_USERNAME: auth.username, OCI_PASSWORD: 'wr0ng' }
  const { code, stderr } = await cli([url, ...only], { env })
  expect(code).toBe(3)
  expect(stderr).toContain('responds with 401: the username or the password is wrong')
})
