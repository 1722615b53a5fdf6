import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasTinyproxy, startTinyproxy } from '../../fixtures/proxies/tinyproxy.ts'
import { authority, hasOpenssl } from '../client/certificates.test-data.ts'
import { createRegistry } from '../registry/index.ts'
import { atEnd, cli, filesIn, quick, served, servedBy } from './cli.test-data.ts'
import { inFrontOf } from './proxy.test-data.ts'

/** Whole runs, some after another, on a machine that may be busy. */
const timeout = 180_000

const there = await hasTinyproxy()
if (there !== true) console.warn(`${there}; tests through a real forward proxy are left out`)

/** The same place under an address that is not taken for this machine, so that proxies apply. */
const notLoopback = (url: string) => url.replace('127.0.0.1', '0.0.0.0')
const only = ['--only', 'blobs/pull*,manifests/push-by-*,referrers/filter-exact', ...quick]

async function proxyUntilTheEnd(...args: Parameters<typeof startTinyproxy>) {
  const proxy = await startTinyproxy(...args)
  atEnd(proxy.stop)
  return proxy
}

describe.runIf(there === true)('through tinyproxy', () => {
  test.concurrent('plain HTTP is forwarded, all of it', { timeout }, async () => {
    const proxy = await proxyUntilTheEnd()
    const cameBy: (string | undefined)[] = []
    const registry = await inFrontOf((await served()).url, ({ headers }) => {
      cameBy.push(headers.via)
      return false
    })
    const target = notLoopback(registry)
    const ran = await cli([target, ...only], { env: { HTTP_PROXY: proxy.url } })
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
    const requests = await proxy.requests()
    expect(requests).toContain(`GET ${target}/v2/`)
    expect(requests.filter((one) => one.startsWith('CONNECT'))).toEqual([])
    expect(requests.length).toBeGreaterThan(50)
    expect(cameBy).toHaveLength(requests.length)
    for (const via of cameBy) expect(via).toMatch(/tinyproxy/)
  })

  test.concurrent('NO_PROXY and this machine are asked directly', { timeout }, async () => {
    const proxy = await proxyUntilTheEnd()
    const { url } = await served()
    const env = { http_proxy: proxy.url, ALL_PROXY: proxy.url }
    for (const [target, more] of [
      [notLoopback(url), { no_proxy: 'registry.example,0.0.0.0' }],
      [notLoopback(url), { NO_PROXY: '0.0.0.0/8' }],
      [url, {}],
    ] as const) {
      expect(await cli([target, ...only], { env: { ...env, ...more } })).toMatchObject({ code: 0 })
    }
    expect(await proxy.requests()).toEqual([])
  })

  test.concurrent('a proxy password is in no report, and a missing one is explained', {
    timeout,
  }, async () => {
    const proxy = await proxyUntilTheEnd({ username: 'me', password: 'hunter22' })
    const target = notLoopback((await served()).url)
    const withUser = (user: string) => ({ env: { HTTP_PROXY: proxy.url.replace('//', `//${user}@`) } })
    const ran = await cli([target, ...only, '--format', 'junit,json,markdown'], withUser('me:hunter22'))
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
    const reports = await filesIn(join(ran.cwd, 'reports'))
    const texts = await Promise.all(reports.map((name) => readFile(join(ran.cwd, 'reports', name), 'utf8')))
    for (const text of [...texts, ran.stdout, ran.stderr]) {
      expect(text).not.toMatch(/hunter22|bWU6aHVudGVyMjI/)
    }
    const nobody = await cli([target, ...only], { env: { HTTP_PROXY: proxy.url } })
    expect(nobody).toMatchObject({
      code: 3,
      stdout: '',
      stderr: `oci-referee: ${target}/v2/ cannot be asked: the proxy ${proxy.url} asks for credentials, or refuses those in its address (status 407); check HTTP_PROXY or HTTPS_PROXY, or name the host in NO_PROXY
`,
    })
  })
})

describe.runIf(there === true && hasOpenssl())('through tinyproxy, over TLS', () => {
  const ca = authority()

  test.concurrent('HTTPS goes through tunnels', { timeout }, async () => {
    const { url } = await servedBy(createRegistry().fetch, ca.issue('registry', 'IP:0.0.0.0'))
    const proxy = await proxyUntilTheEnd()
    const target = notLoopback(url)
    const ran = await cli([target, '--ca', ca.certFile, ...only], { env: { HTTPS_PROXY: proxy.url } })
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
    const requests = await proxy.requests()
    expect(requests.length).toBeGreaterThan(0)
    expect(new Set(requests)).toEqual(new Set([`CONNECT ${target.replace('https://', '')}`]))
  })
})
