import { expect, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import { createRegistry, type Registry } from '../registry/index.ts'
import { cli, filesIn, heldBy, nothing, outcomeOf, quick, servedBy, start } from './cli.test-data.ts'

const only = ['--only', 'referrers/listed,manifests,blobs', ...quick]
const named = ['--repo', 'team/app', '--alt-repo', 'vendor/app']

/** A registry with an image of somebody's in team/app, whose config is the empty one. */
async function inhabited(options: Parameters<typeof createRegistry>[0] = {}) {
  const registry = createRegistry(options)
  const asked: string[] = []
  const { url } = await servedBy((request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    return registry.fetch(request)
  })
  const send = async (method: string, path: string, body?: Uint8Array, type = 'application/octet-stream') => {
    const headers = { 'content-type': type }
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`)
  }
  const image = new Maker('somebody', 'image').image()
  for (const { bytes, digest } of image.blobs) await send('POST', `/v2/team/app/blobs/uploads/?digest=${digest}`, bytes)
  await send('PUT', '/v2/team/app/manifests/v1.0', image.bytes, image.mediaType)
  return { registry, url, asked, before: heldBy(registry) }
}

test.concurrent('repositories that were named and hold content are left alone', async () => {
  const { registry, url, asked, before } = await inhabited()
  asked.length = 0
  const ran = await cli([url, ...named, ...only])
  expect(ran).toMatchObject({
    code: 3,
    stdout: '',
    stderr:
      'oci-referee: team/app holds content already (v1.0): name an empty repository, or say --allow-content to judge it all the same\n',
  })
  expect(asked.filter((line) => !/^(GET|HEAD) /.test(line))).toEqual([])
  expect(heldBy(registry)).toEqual(before)
  expect(await filesIn(ran.cwd)).toEqual([])
})

test.concurrent('told to run all the same, nothing that was there before is touched', async () => {
  const { registry, url, before } = await inhabited()
  expect(before.blobs.length).toBeGreaterThan(1)
  const ran = await cli([url, ...named, ...only, '--allow-content'])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect((await outcomeOf(ran)).leftovers).toEqual([])
  expect(heldBy(registry)).toEqual(before)
})

test.concurrent.each(['SIGINT', 'SIGTERM'] as const)('%s in mid-run leaves what was there before', async (signal) => {
  const { registry, url, before } = await inhabited({ variants: ['slow-responses'] })
  const running = await start([url, ...named, ...only, '--allow-content'])
  await running.printed(' checks done')
  running.child.kill(signal)
  const ran = await running.ended
  expect(ran.code).toBe(signal === 'SIGINT' ? 130 : 143)
  expect((await outcomeOf(ran)).leftovers).toEqual([])
  expect(heldBy(registry)).toEqual(before)
})

test.concurrent('an image whose config is the empty one keeps it', async () => {
  const registry: Registry = createRegistry()
  const { url } = await servedBy(registry.fetch)
  const empty = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
  await fetch(`${url}/v2/team/app/blobs/uploads/?digest=${empty}`, { method: 'POST', body: '{}' })
  const ran = await cli([url, ...named, '--only', 'referrers', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(heldBy(registry)).toEqual({ ...nothing, blobs: [`team/app@${empty}`] })
})

test.concurrent('an upgrade is not seeded among the content of others', async () => {
  const { registry, url, before } = await inhabited()
  const ran = await cli([url, ...named, '--upgrade-seed'])
  expect(ran).toMatchObject({ code: 3, stdout: '' })
  expect(ran.stderr).toContain('team/app holds content already (v1.0)')
  expect(heldBy(registry)).toEqual(before)
})

test.concurrent('tags that could not be tags are not printed', async () => {
  const registry = createRegistry()
  const { url } = await servedBy((request) =>
    request.url.includes('/tags/list')
      ? Promise.resolve(Response.json({ name: 'team/app', tags: ['\u001b[2J', { a: 1 }, 'ok', 'more'] }))
      : registry.fetch(request),
  )
  const { code, stderr } = await cli([url, ...named, ...only])
  expect(code).toBe(3)
  expect(stderr).toContain('holds content already (a malformed tag, a malformed tag, ok, ...)')
})
