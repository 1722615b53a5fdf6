import { describe, expect, test } from 'vitest'
import { hasNginx, type NginxOptions, startNginx } from '../../fixtures/proxies/nginx.ts'
import { authority, hasOpenssl } from '../client/certificates.test-data.ts'
import { atEnd, cli, heldBy, nothing, quick, served } from './cli.test-data.ts'

/** Whole runs, some after another, on a machine that may be busy. */
const timeout = 180_000

const there = await hasNginx()
if (there !== true) console.warn(`${there}; tests behind it are left out`)

describe.runIf(there === true && hasOpenssl())('behind nginx', () => {
  const ca = authority()
  const server = ca.issue('nginx', 'IP:127.0.0.1')
  const client = ca.issue('a client')
  const stranger = authority().issue('stranger')
  const trusted = ['--ca', ca.certFile]
  const shown = ['--cert', client.certFile, '--key', client.keyFile]
  const auth = { username: 'robot', password: 'hunter22' }

  async function behind(options: Partial<NginxOptions> = {}) {
    const { registry, url } = await served({ auth })
    const nginx = await startNginx({ upstream: url, cert: server.certFile, key: server.keyFile, ...options })
    atEnd(nginx.stop)
    const judged = (...args: string[]) =>
      cli([nginx.origin, '--username', auth.username, ...trusted, ...quick, ...args], {
        env: { OCI_REFEREE_PASSWORD: auth.password },
      })
    return { nginx, registry, judged }
  }

  test.concurrent('TLS, and blobs that lie on another origin, which sees no credentials', { timeout }, async () => {
    const authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
    const { nginx, registry, judged } = await behind({ blobsElsewhere: { authorization } })
    const ran = await judged('--only', 'blobs,referrers/listed')
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
    const requests = await nginx.requests()
    const [own, other] = [nginx.origin, nginx.elsewhere].map((origin) =>
      requests.filter((one) => one.origin === origin),
    )
    expect(own!.filter(({ status }) => status === 307).length).toBeGreaterThan(3)
    expect(own!.filter(({ authorized }) => authorized).length).toBeGreaterThan(20)
    expect(other!.length).toBeGreaterThan(3)
    expect(new Set(other!.map(({ method, authorized, client }) => `${method} ${authorized} ${client}`))).toEqual(
      new Set(['GET false ', 'HEAD false ']),
    )
    expect(heldBy(registry)).toEqual(nothing)
  })

  test.concurrent('mutual TLS: the registry gets the certificate, a blob store does not', {
    timeout,
  }, async () => {
    const authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
    const { nginx, judged } = await behind({ clientsOf: ca.certFile, blobsElsewhere: { authorization } })
    const ran = await judged('--only', 'blobs/pull*,referrers/listed', ...shown)
    expect(ran, ran.stdout + ran.stderr).toMatchObject({ code: 0 })
    const lines = (await nginx.requests()).map(({ origin, client }) => `${origin} ${client}`)
    expect(new Set(lines)).toEqual(new Set([`${nginx.origin} CN=a client`, `${nginx.elsewhere} `]))
  })

  test.concurrent('mutual TLS: a missing or foreign certificate is explained', {
    timeout,
  }, async () => {
    const { nginx, judged } = await behind({ clientsOf: ca.certFile })
    const says = `oci-referee: ${nginx.origin}/v2/ responds with 400: it asks for a certificate of this client that it trusts, give one with --cert and --key\n`
    for (const args of [[], ['--cert', stranger.certFile, '--key', stranger.keyFile]]) {
      expect(await judged('--only', 'referrers/listed', ...args)).toMatchObject({ code: 3, stdout: '', stderr: says })
    }
  })
})
