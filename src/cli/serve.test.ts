import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { atEnd, type CliOptions, cli, folder, linesOf, type Running, start } from './cli.test-data.ts'

const absent = `sha256:${'0'.repeat(64)}`

/** Serves and returns the origin that was printed. */
async function serving(args: readonly string[], options: CliOptions = {}): Promise<Running & { url: string }> {
  const running = await start(['serve', '--port', '0', ...args], options)
  let printed = ''
  running.child.stdout?.on('data', (chunk) => {
    printed += chunk
  })
  await running.printed('Ctrl-C ends it')
  return { ...running, url: /http:\/\/\S+/.exec(printed)![0] }
}

test.concurrent.for(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it in good order, with connections open',
  async (signal) => {
    const { url, child, ended } = await serving([])
    expect((await fetch(`${url}/v2/`)).status).toBe(200)
    expect((await fetch(`${url}/v2/team/app/referrers/${absent}`)).status).toBe(200)
    child.kill(signal)
    expect(await ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: `serving the reference registry on ${url} (Ctrl-C ends it, nothing is kept)\n`,
    })
  },
)

test.concurrent('--no-referrers leaves the API out', async () => {
  const { url } = await serving(['--no-referrers'])
  expect((await fetch(`${url}/v2/`)).status).toBe(200)
  expect((await fetch(`${url}/v2/team/app/referrers/${absent}`)).status).toBe(404)
})

test.concurrent('--fault and --variant', async () => {
  const { url } = await serving(['--fault', 'list-content-type-json', '--variant', 'warnings,order-reversed'])
  const list = await fetch(`${url}/v2/team/app/referrers/${absent}`)
  expect(list.headers.get('content-type')).toContain('application/json')
  expect(list.headers.get('warning')).toContain('299')
})

test.concurrent('--username asks for that user and password', async () => {
  const { url } = await serving(['--username', 'me', '--password-stdin'], { input: 'pass word\n' })
  expect((await fetch(`${url}/v2/`)).status).toBe(401)
  const authorization = `Basic ${Buffer.from('me:pass word').toString('base64')}`
  expect((await fetch(`${url}/v2/`, { headers: { authorization } })).status).toBe(200)
})

test.concurrent('--users gives each their rights, with tokens where the file says so', async () => {
  const file = join(await folder(), 'users.yaml')
  await writeFile(file, 'scheme: bearer\nusers: { ann: { password: pass, rights: { team/a: [pull] } } }\n')
  const { url } = await serving(['--users', file])
  const challenge = (await fetch(`${url}/v2/team/a/tags/list`)).headers.get('www-authenticate')
  expect(challenge).toBe(`Bearer realm="${url}/token",service="oci-referee",scope="repository:team/a:pull"`)
  const basic = `Basic ${Buffer.from('ann:pass').toString('base64')}`
  const scope = 'scope=repository:team/a:pull&scope=repository:team/b:pull'
  const asked = await fetch(`${url}/token?service=oci-referee&${scope}`, { headers: { authorization: basic } })
  const authorization = `Bearer ${((await asked.json()) as { token: string }).token}`
  const status = async (name: string) =>
    (await fetch(`${url}/v2/team/${name}/tags/list`, { headers: { authorization } })).status
  expect([await status('a'), await status('b')]).toEqual([404, 401])
})

test.concurrent('what cannot be served is told in one line', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  atEnd(() => new Promise<void>((resolve) => taken.close(() => resolve())))
  const { port } = taken.address() as { port: number }
  const cases: readonly [args: readonly string[], says: string][] = [
    [['--port', String(port)], `--port: 127.0.0.1:${port} cannot be listened on (EADDRINUSE); take another`],
    [['--port', 'http'], '--port: "http" is not a whole number from 0 to 65535'],
    [['--port', '70000'], '--port: "70000" is not a whole number from 0 to 65535'],
    [['--fault', 'list-stail'], '--fault: nothing is called "list-stail"; did you mean list-stale'],
    [['--variant', 'zzzzzzzz'], '--variant: nothing is called "zzzzzzzz"; see `oci-referee faults`'],
    [['--username', 'me'], '--username needs a password'],
    [['--fault', 'heads-open'], 'heads-open is about what users may do: say who there is with --users'],
    [['--users', 'no.yaml', '--username', 'me', '--password-stdin'], '--users and --username exclude each other'],
    [['--users', 'no.yaml'], '--users: no.yaml cannot be read (ENOENT)'],
    [['--prot', '1'], "unknown option '--prot'; did you mean --port?"],
  ]
  for (const [args, says] of cases) {
    const { code, stdout, stderr } = await cli(['serve', ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(linesOf(stderr)).toHaveLength(1)
    expect(stderr).toContain(says)
  }
})
