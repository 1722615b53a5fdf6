import { mkdir, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { atEnd, type CliOptions, cli, fake, filesIn, folder, linesOf, quick } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'
import { endlessly, floodHeaders, trickle } from './proxy.test-data.ts'

/** Expects that nothing was judged, in this process. */
async function unasked(args: readonly string[]): Promise<string> {
  const { code, line } = await gaveUp(['--only', 'referrers/listed', ...quick, ...args])
  expect(code).toBe(3)
  return line
}

/** Runs the tool and expects that it cannot judge: one line on standard error, no report, exit code 3. */
async function unjudged(args: readonly string[], options: CliOptions = {}): Promise<string> {
  const { code, stdout, stderr, cwd } = await cli(['--only', 'referrers/listed', ...quick, ...args], options)
  expect({ code, stdout }, stderr).toEqual({ code: 3, stdout: '' })
  expect(linesOf(stderr)).toHaveLength(1)
  expect(stderr).toMatch(/^oci-referee: .+\n$/)
  expect(stderr).not.toMatch(/\bat .*\.(js|ts):\d+|internal error/)
  expect(await filesIn(cwd)).toEqual([])
  return stderr.replace(/^oci-referee: |\n$/g, '')
}

test('no such host', async () => {
  expect(await unasked(['registry.invalid'])).toMatch(
    /^https:\/\/registry\.invalid\/v2\/ cannot be asked: .*(no such host|could not be looked up); check the spelling of the host$/,
  )
})

test('nobody listens on the port', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  const says = `http://127.0.0.1:${port}/v2/ cannot be asked: the connection was refused; is it running, and is the port right? (without one: oci-referee --embedded, or oci-referee serve)`
  expect(await unasked([`127.0.0.1:${port}`])).toBe(says)
  // The process says so in one line.
  expect(await unjudged([`127.0.0.1:${port}`])).toBe(says)
})

test('the port takes connections and never responds', async () => {
  const url = await fake(() => {})
  expect(await unasked([url, '--timeout', '300ms'])).toBe(
    `${url}/v2/ cannot be asked: no response within the time allowed (300 ms); is it running, and does it respond? (--timeout sets how long to wait)`,
  )
})

test('the response trickles without end', async () => {
  const url = await fake((_, response) => trickle(response))
  expect(await unasked([url, '--timeout', '400ms'])).toContain('the body did not end within 400 ms; is it running')
})

test('the port speaks another protocol', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {}).on('data', () => socket.destroySoon())
    socket.write('220 mail.example ESMTP ready\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.address() as { port: number }
  expect(await unasked([`127.0.0.1:${port}`])).toBe(
    `http://127.0.0.1:${port}/v2/ cannot be asked: what responds there does not speak HTTP; is the port right?`,
  )
})

const listeners: readonly [what: string, listener: RequestListener, says: string][] = [
  [
    'a web page',
    (_, response) => response.setHeader('content-type', 'text/html').end('<!doctype html><title>Welcome</title>'),
    'responds with a web page (status 200), so this is no registry: check the host and the port',
  ],
  [
    'a web page that says it is something else',
    (_, response) => response.setHeader('content-type', 'text/plain').end('  <HTML><body>Sign in'),
    'responds with a web page (status 200), so this is no registry',
  ],
  [
    'a web page that is missing',
    (_, response) => response.writeHead(404, { 'content-type': 'text/html' }).end('<html>'),
    'responds with a web page (status 404), so this is no registry',
  ],
  [
    'nothing under /v2/',
    (_, response) => response.writeHead(404).end('{}'),
    'responds with 404, so this is no registry: check the host and the port',
  ],
  [
    'a login page elsewhere',
    (_, response) => response.writeHead(302, { location: 'https://login.invalid/sign-in?token=s3cr3t' }).end(),
    'redirects to https://login.invalid/sign-in: name the registry itself',
  ],
  [
    'a login page on another port',
    (request, response) => {
      const port = Number(request.headers.host?.split(':')[1])
      const at = `http://localhost:${port}/sign-in?token=s3cr3t`
      if (request.url === '/v2/') response.writeHead(302, { location: at }).end()
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>')
    },
    '/sign-in: name the registry itself',
  ],
  [
    'redirects in a circle',
    (_, response) => response.writeHead(307, { location: '/v2/' }).end(),
    '/v2/: name the registry itself',
  ],
  [
    '401 without a challenge',
    (_, response) => response.writeHead(401).end(),
    'responds with 401 without a WWW-Authenticate header that says how to log in (Basic or Bearer), so no client can',
  ],
  [
    '401 with a challenge that no registry client knows',
    (_, response) => response.writeHead(401, { 'www-authenticate': 'Negotiate' }).end(),
    'responds with 401 without a WWW-Authenticate header that says how to log in (Basic or Bearer)',
  ],
  [
    '401 with a token service that is gone',
    (_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://127.0.0.1:1/token",service="r"' }).end(),
    'the token service http://127.0.0.1:1 gave no token: the connection was refused',
  ],
  [
    'a balancer without a registry behind it',
    (_, response) => response.writeHead(503).end('no healthy upstream'),
    'responds with 503, so the registry itself is not reached: is it running, behind what responds there?',
  ],
  ['403', (_, response) => response.writeHead(403).end(), 'responds with 403: this user is not let in'],
  [
    'headers without end',
    (_, response) => floodHeaders(response),
    'the headers of the response are larger than a client accepts; this is no registry',
  ],
  [
    'a body without end',
    (_, response) => endlessly(response),
    'the body did not end within 16777216 bytes; this is no registry',
  ],
]

test.for(listeners)('%s', async ([, listener, says]) => {
  const line = await unasked([await fake(listener)])
  expect(line).toContain(says)
  expect(line).not.toContain('s3cr3t')
})

test('a proxy that responds in the name of the target is named', async () => {
  const proxy = await fake((_, response) => response.writeHead(404).end('nothing here'))
  const { code, line } = await gaveUp(['http://registry.invalid', ...quick], {
    HTTP_PROXY: proxy.replace('//', '//me:s3cr3t@'),
  })
  expect({ code, line }).toEqual({
    code: 3,
    line: `http://registry.invalid/v2/ responds with 404, so this is no registry: check the host and the port (through the proxy ${proxy}; NO_PROXY leaves it out)`,
  })
})

test.concurrent('a user who may not push', async () => {
  const url = await fake((request, response) => response.writeHead(request.method === 'POST' ? 403 : 200).end('{}'))
  expect(await unjudged([url, '--repo', 'team/a', '--alt-repo', 'team/b'])).toBe(
    'team/a: starting a push responds with 403; give credentials that may write there, or other names with --repo and --alt-repo',
  )
})

test.concurrent('repositories that have to be made first', async () => {
  const url = await fake((request, response) => response.writeHead(request.method === 'POST' ? 404 : 200).end('{}'))
  expect(await unjudged([url])).toContain('starting a push responds with 404; create the repository first')
})

test.concurrent('a target that dies while it is asked what it has', async () => {
  let pings = 0
  const url = await fake((request, response) => {
    if (request.url === '/v2/' && pings++ === 0) response.end('{}')
    else request.socket.destroy()
  })
  expect(await unjudged([url])).toContain(`${url} stopped responding while it was asked what it has: `)
})

test('reports of an earlier run do not outlive one that cannot judge', async () => {
  const cwd = await folder()
  const reports = join(cwd, 'reports')
  await mkdir(reports)
  for (const name of ['outcome.json', 'junit.xml', 'notes.txt']) await writeFile(join(reports, name), 'earlier')
  const { code } = await cli(['http://127.0.0.1:1', '--only', 'referrers/listed'], { cwd })
  expect(code).toBe(3)
  expect(await filesIn(reports)).toEqual(['notes.txt'])
})
