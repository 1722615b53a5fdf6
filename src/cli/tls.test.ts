import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasOpenssl } from '../client/certificates.test-data.ts'
import { createRegistry } from '../registry/index.ts'
import { cli, fake, folder, quick, servedBy } from './cli.test-data.ts'

const only = ['--only', 'referrers/listed', ...quick]

/** A fresh certificate that nobody signed but itself, for 127.0.0.1. */
async function selfSigned(): Promise<{ key: string; cert: string; file: string }> {
  const at = await folder()
  const [key, file] = [join(at, 'key.pem'), join(at, 'cert.pem')]
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const names = ['-subj', '/CN=registry.example', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', file], { stdio: 'ignore' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(file, 'utf8'), file }
}

describe.runIf(hasOpenssl())('a certificate that nobody trusts', () => {
  test.concurrent('is told, with what helps', async () => {
    const { url } = await servedBy(createRegistry().fetch, await selfSigned())
    const { code, stderr, stdout } = await cli([url, ...only])
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toBe(
      `oci-referee: ${url}/v2/ cannot be asked: TLS failed: self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT); trust its certificate with --ca FILE, or accept any with --insecure\n`,
    )
  })

  test.concurrent('is fine with --ca', async () => {
    const tls = await selfSigned()
    const { url } = await servedBy(createRegistry().fetch, tls)
    expect(await cli([url, ...only, '--ca', tls.file])).toMatchObject({ code: 0 })
  })

  test.concurrent('is trusted again by the line that replays a finding', async () => {
    const tls = await selfSigned()
    const { url } = await servedBy(createRegistry({ faults: ['filter-header-missing'] }).fetch, tls)
    const ran = await cli([url, '--only', 'referrers/filter-header', ...quick, '--ca', tls.file])
    const printed = /Replay one finding:\n((?: +.*\n?)+)/.exec(ran.stdout)![1]!.replace(/\\?\n/g, ' ').trim()
    const [, ...words] = printed.split(/ +/)
    expect(words).toContain('--ca')
    expect(await cli([...words, ...quick])).toMatchObject({ code: 1 })
  })

  test.concurrent('is trusted by the script of a finding as its first lines say', async () => {
    const tls = await selfSigned()
    const { url } = await servedBy(createRegistry({ faults: ['blob-head-404'] }).fetch, tls)
    const cwd = await folder()
    await cli([url, '--only', 'blobs/head', ...quick, '--insecure'], { cwd })
    const script = join(cwd, 'reports', 'repro', 'blobs-head.sh')
    // Not synchronously: the registry is served by this very process.
    const codeOf = (env: Record<string, string>) =>
      new Promise((resolve) => {
        execFile('sh', [script, url], { env: { PATH: process.env['PATH'] ?? '', ...env } }, (error) =>
          resolve(error?.code ?? 0),
        )
      })
    expect(await codeOf({ REGISTRY_INSECURE: '1' })).toBe(1)
    expect(await codeOf({ CURL_CA_BUNDLE: tls.file })).toBe(1)
    expect(await codeOf({})).toBe(2)
  })

  test.concurrent('is fine with OCI_TLS=insecure, which means HTTPS without a scheme', async () => {
    const { url } = await servedBy(createRegistry().fetch, await selfSigned())
    const host = url.replace('https://', '')
    expect(await cli([host, ...only], { env: { OCI_TLS: 'insecure' } })).toMatchObject({ code: 0 })
  })

  test.concurrent('is fine with --insecure', async () => {
    // What responds there is no registry: getting that far needs no more than trust.
    const { url } = await servedBy(async () => new Response('', { status: 404 }), await selfSigned())
    const { code, stderr } = await cli([url, ...only, '--insecure'])
    expect(code).toBe(3)
    expect(stderr).toContain(`${url}/v2/ responds with 404, so this is no registry`)
  })

  test.concurrent('of another host is not fine with --ca', async () => {
    const [served, trusted] = [await selfSigned(), await selfSigned()]
    const { url } = await servedBy(createRegistry().fetch, served)
    const { code, stderr } = await cli([url, ...only, '--ca', trusted.file])
    expect(code).toBe(3)
    expect(stderr).toContain('TLS failed')
  })

  test.concurrent('for another name says that --ca is no help', async () => {
    const tls = await selfSigned()
    const { url } = await servedBy(createRegistry().fetch, tls)
    const { code, stderr } = await cli([url.replace('127.0.0.1', 'localhost'), ...only, '--ca', tls.file])
    expect(code).toBe(3)
    expect(stderr).toMatch(/\(ERR_TLS_CERT_ALTNAME_INVALID\); is it the right host\? --insecure accepts any/)
  })

  test.concurrent('asked over plain HTTP', async () => {
    const { url } = await servedBy(createRegistry().fetch, await selfSigned())
    const { code, stderr } = await cli([url.replace('https', 'http'), ...only])
    expect(code).toBe(3)
    expect(stderr).toContain('does the port speak TLS? then write https://')
  })
})

test.concurrent('HTTPS asked of a plain HTTP port says so in plain words', async () => {
  const url = (await fake((_, response) => response.end('{}'))).replace('http', 'https')
  const { code, stderr } = await cli([url, ...only])
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: `oci-referee: ${url}/v2/ cannot be asked: the port does not speak TLS; is it plain HTTP? then write http://\n`,
  })
})
