import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, quick, type Ran, served } from './cli.test-data.ts'
import { homeWith, withHelper } from './kept.test-data.ts'

/** Whole runs, on a machine that may be busy. */
const timeout = 120_000

const auth = { username: 'robot$ci', password: 'p:ss w0rd/+=é' }
const encoded = Buffer.from(`${auth.username}:${auth.password}`).toString('base64')
const only = ['--only', 'blobs/pull*', ...quick]
const host = (url: string) => new URL(url).host

function expectNoSecret({ stdout, stderr }: Ran): void {
  for (const secret of [auth.password, encoded, 'wr0ng']) expect(stdout + stderr).not.toContain(secret)
}

async function passes(ran: Ran): Promise<void> {
  expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
  expectNoSecret(ran)
}

test.concurrent("docker's entry for the very host is used", { timeout }, async () => {
  const { url } = await served({ auth })
  await passes(
    await cli([url, ...only], await homeWith('.docker/config.json', { auths: { [host(url)]: { auth: encoded } } })),
  )
})

test.concurrent('a credential helper is asked', { timeout }, async () => {
  const { url } = await served({ auth })
  const options = await homeWith('.docker/config.json', { credHelpers: { [host(url)]: 'vault' } })
  const lines = `[ "$(cat)" = '${host(url)}' ] && cat <<'END'\n${JSON.stringify({ Username: auth.username, Secret: auth.password })}\nEND`
  await passes(await cli([url, ...only], await withHelper(options, 'vault', lines)))
})

test.concurrent("podman's entry for the parent of both repositories is used", {
  timeout,
}, async () => {
  const { url } = await served({ auth })
  const { home } = await homeWith('auth.json', { auths: { [`${host(url)}/team`]: { auth: encoded } } })
  const named = ['--docker-config', join(home, 'auth.json'), '--repo', 'team/a', '--alt-repo', 'team/b']
  await passes(await cli([url, ...only, ...named]))
})

test.concurrent('other credentials for the other repository are no way to run', { timeout }, async () => {
  const { url } = await served({ auth })
  const { home } = await homeWith('auth.json', { auths: { [`${host(url)}/team/a`]: { auth: encoded } } })
  const file = join(home, 'auth.json')
  const ran = await cli([url, ...only, '--repo', 'team/a', '--alt-repo', 'team/b'], {
    env: { OCI_REFEREE_DOCKER_CONFIG: file },
  })
  expect(ran).toMatchObject({
    code: 2,
    stderr: `oci-referee: ${file} keeps other credentials for team/a than for team/b: name one user with --username, or none with --docker-config none\n`,
  })
})

test.concurrent('a named user comes before stored logins, `none` before everything', {
  timeout,
}, async () => {
  const { url } = await served({ auth })
  const wrong = Buffer.from('robot$ci:wr0ng').toString('base64')
  const options = await homeWith('.docker/config.json', { auths: { [host(url)]: { auth: wrong } } })
  const file = join(options.home, '.docker/config.json')
  const stale = await cli([url, ...only], options)
  expect(stale).toMatchObject({
    code: 3,
    stderr: `oci-referee: ${url}/v2/ responds with 401: the username or the password is wrong (found in ${file})\n`,
  })
  expectNoSecret(stale)
  const env = { ...options.env, OCI_USERNAME: auth.username, OCI_PASSWORD: auth.password }
  await passes(await cli([url, ...only], { env }))
  expect(await cli([url, ...only, '--docker-config', 'none'], options)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('it asks for credentials'),
  })
})

test.concurrent('what cannot be used is said in one line, with no secret in it', { timeout }, async () => {
  const broken = await homeWith('.docker/config.json', '{"auths": {"x": "wr0ng"')
  const file = join(broken.home, '.docker/config.json')
  const ran = await cli(['127.0.0.1:1', ...only], broken)
  expect(ran).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `oci-referee: ${file} is no JSON (--docker-config none leaves it alone)\n`,
  })
  expectNoSecret(ran)
  const missing = await cli(['127.0.0.1:1', ...only, '--docker-config', 'gone.json'])
  expect(missing).toMatchObject({
    code: 2,
    stderr: 'oci-referee: --docker-config: gone.json cannot be read (ENOENT)\n',
  })
  const failing = await withHelper(
    await homeWith('config.json', { credsStore: 'locked' }),
    'locked',
    'echo "the key ring is locked" >&2; exit 1',
  )
  await writeFile(join(failing.home, 'oci-referee.yaml'), 'dockerConfig: config.json\n')
  expect(await cli(['127.0.0.1:1', ...only], { ...failing, cwd: failing.home })).toMatchObject({
    code: 2,
    stderr:
      'oci-referee: --docker-config: docker-credential-locked get failed for 127.0.0.1:1: the key ring is locked (from the config file)\n',
  })
})
