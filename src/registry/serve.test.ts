import { Agent, request as ask } from 'node:http'
import { expect, test } from 'vitest'
import { concat } from './body.ts'
import { digestOf } from './digest.ts'
import { createRegistry, serveRegistry } from './index.ts'
import { absentDigest, absentSubject, empty, emptyDigest, encode } from './testing.ts'

test('the registry serves a socket: push, list, HEAD, large bodies', async () => {
  const served = await serveRegistry(createRegistry({ limits: { blobBytes: 1_000_000 } }))
  const at = (path: string) => `${served.url}/v2/demo/${path}`
  try {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await fetch(`${served.url}/v2/`)).status).toBe(200)
    expect((await fetch(at(`blobs/uploads/?digest=${emptyDigest}`), { method: 'POST', body: empty })).status).toBe(201)
    const manifest = encode(
      JSON.stringify({
        schemaVersion: 2,
        config: { mediaType: 'application/x', digest: emptyDigest, size: 2 },
        layers: [],
        subject: absentSubject,
      }),
    )
    const put = await fetch(at(`manifests/${digestOf(manifest)}`), {
      method: 'PUT',
      headers: { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' },
      body: manifest,
    })
    expect([put.status, put.headers.get('OCI-Subject')]).toEqual([201, absentDigest])
    const head = await fetch(at(`manifests/${digestOf(manifest)}`), { method: 'HEAD' })
    expect([head.status, head.headers.get('Content-Length')]).toEqual([200, String(manifest.byteLength)])
    const list = (await (await fetch(at(`referrers/${absentDigest}`))).json()) as { manifests: { digest: string }[] }
    expect(list.manifests.map((entry) => entry.digest)).toEqual([digestOf(manifest)])

    const large = concat([Buffer.alloc(900_000, 'x')])
    const largePath = at(`blobs/uploads/?digest=${digestOf(large)}`)
    expect((await fetch(largePath, { method: 'POST', body: large })).status).toBe(201)
    const read = new Uint8Array(await (await fetch(at(`blobs/${digestOf(large)}`))).arrayBuffer())
    expect(digestOf(read)).toBe(digestOf(large))
    const tooLarge = concat([Buffer.alloc(5_000_000, 'y')])
    const refused = await fetch(at(`blobs/uploads/?digest=${digestOf(tooLarge)}`), { method: 'POST', body: tooLarge })
    expect(refused.status).toBe(413)
  } finally {
    await served.close()
  }
  await expect(fetch(`${served.url}/v2/`)).rejects.toThrow()
})

/** The Connection header of one response, over an agent that would keep the connection. */
function connectionHeader(url: string, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    ask(url, { agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.headers.connection))
    })
      .on('error', reject)
      .end()
  })
}

test('the variant that closes connections does so on the wire', async () => {
  const agent = new Agent({ keepAlive: true })
  const [keeping, closing] = await Promise.all([
    serveRegistry(createRegistry()),
    serveRegistry(createRegistry({ variants: ['connections-closed'] })),
  ])
  try {
    expect(await connectionHeader(`${keeping.url}/v2/`, agent)).toBe('keep-alive')
    expect(await connectionHeader(`${closing.url}/v2/`, agent)).toBe('close')
  } finally {
    agent.destroy()
    await Promise.all([keeping.close(), closing.close()])
  }
})

test('a taken port is an error', async () => {
  const served = await serveRegistry(createRegistry())
  try {
    const port = Number(new URL(served.url).port)
    await expect(serveRegistry(createRegistry(), { port })).rejects.toThrow(/EADDRINUSE/)
  } finally {
    await served.close()
  }
})
