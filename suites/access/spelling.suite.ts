import { type Check, type Context, check, given } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import { accepted } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { short } from '../../src/text/shorten.ts'
import { atOnce, fill, labelOf, type Place, places, shelves } from './cast.ts'
import { expectAbsent, expectKept } from './expect-access.ts'

const headers = { accept: accepted }

/** Ways to write where a repository is. Paths are sent as they are written here. */
type Spelling = (name: string, elsewhere: string) => readonly string[]

const encoded: Spelling = (name) => [
  `/v2/${name.replaceAll('/', '%2F')}/`,
  `/v2/${name.replaceAll('/', '%2f')}/`,
  `/v2/${name.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}/`,
  `/v2/${name.replaceAll('/', '%252F')}/`,
]

const doubled: Spelling = (name) => [`/v2//${name}/`, `/v2/${name}//`, `/v2/${name.replace('/', '//')}/`]

const dotted: Spelling = (name, elsewhere) => {
  const depth = elsewhere.split('/').length
  const up = (step: string) => Array(depth).fill(step).join('')
  return [
    `/v2/./${name}/`,
    `/v2/${name}/./`,
    `/v2/${elsewhere}/${up('../')}${name}/`,
    `/v2/${elsewhere}/${up('%2e%2e/')}${name}/`,
    `/v2/${elsewhere}/${up('..%2f')}${name}/`,
    `/v2/${elsewhere}/${up('..%2f')}${name.replaceAll('/', '%2f')}/`,
    `/v2/${elsewhere}/manifests/../${up('../')}${name}/`,
  ]
}

/** Reads, pushes and deletes what a user may not, by each spelling. */
function spelled(
  id: 'access/path-encoded' | 'access/path-doubled-slashes' | 'access/path-dot-segments',
  spell: Spelling,
) {
  return check(id, shelves, async (shelf, context) => {
    await atOnce(places(context, 'read', { who: 'everybody' }), async (place) => {
      const { here, elsewhere, side } = place
      const { image, tags, blob, referrer } = shelf[side]
      const secrets = [image.bytes, blob.bytes, ...[...tags, referrer.digest].map((text) => Buffer.from(text))]
      const asked = spell(here.name, elsewhere.name).flatMap((base) => [
        ['HEAD', `${base}manifests/${tags[0]}`] as const,
        ...[
          `manifests/${image.digest}`,
          `manifests/${tags[0]}`,
          `blobs/${blob.digest}`,
          'tags/list',
          `referrers/${image.digest}`,
        ].map((path) => ['GET', `${base}${path}`] as const),
      ])
      await atOnce(asked, async ([method, path]) => {
        const response = await here.send(method, path, { headers })
        expectNothing(response, secrets)
        expectNoHeader(response, image.digest)
      })
      await expectNoChange(place, context, spell)
    })
  })
}

async function expectNoChange(place: Place, context: Context, spell: Spelling): Promise<void> {
  const { here, own, elsewhere, side, identity } = place
  const { name, [side]: rights } = identity.declared
  const make = context.make.part(labelOf(place))
  const { image } = await fill(own, make)
  const fresh = make.image()
  await Promise.all(fresh.blobs.map((blob) => own.ensureBlob(blob)))
  own.willHold(fresh)
  const type = { 'content-type': fresh.mediaType }
  // What comes of it counts, not what is answered: such a path may be anything to a server.
  await atOnce(spell(here.name, elsewhere.name), async (base) => {
    if (!rights.includes('delete')) await here.send('DELETE', `${base}manifests/${image.digest}`)
    if (rights.includes('write')) return
    await here.send('PUT', `${base}manifests/${fresh.digest}`, { headers: type, body: fresh.bytes })
  })
  if (!rights.includes('delete')) await expectKept(own, image.digest, name)
  if (!rights.includes('write')) await expectAbsent(own, fresh.digest, name)
}

const overrides = (method: string) => ({
  'x-http-method-override': method,
  'x-http-method': method,
  'x-method-override': method,
})

/** What is granted by the usual spelling is told there. */
const plainly = [
  'access/pull-refused',
  'access/head-refused',
  'access/blob-refused',
  'access/tags-refused',
  'access/list-refused',
  'access/delete-refused',
  'access/push-refused',
  'access/anonymous-reads-refused',
] as const

/** Rights do not depend on how a request is written. */
export const spelling: readonly Check[] = given({ features: ['identities'], needs: plainly }, [
  spelled('access/path-encoded', encoded),
  spelled('access/path-doubled-slashes', doubled),
  spelled('access/path-dot-segments', dotted),
  check('access/method-unusual', async (context) => {
    await atOnce(places(context, 'read', { who: 'everybody' }), async (place) => {
      const { here, own, side, identity } = place
      const { image, tags } = await fill(own, context.make.part(labelOf(place)))
      for (const method of ['POST', 'PATCH', 'OPTIONS']) {
        for (const wanted of ['GET', 'DELETE']) {
          const overriding = { headers: overrides(wanted) }
          const responses = [
            await here.send(method, `manifests/${image.digest}`, overriding),
            await here.send(method, 'tags/list', overriding),
          ]
          for (const response of responses) expectNothing(response, [image.bytes, Buffer.from(tags[1])])
        }
      }
      if (!identity.declared[side].includes('delete')) await expectKept(own, image.digest, identity.declared.name)
    })
  }),
])

/** Odd requests may be answered in many ways, as long as the response shows nothing. */
function expectNothing(response: RegistryResponse, secrets: readonly Uint8Array[]): void {
  const body = Buffer.from(response.body)
  // What was asked for by name may be repeated.
  const shown = secrets.some(
    (secret) => body.includes(Buffer.from(secret)) && !response.url.includes(Buffer.from(secret).toString()),
  )
  expect(!shown, {
    problem: 'hidden-content-shown',
    expected: 'nothing of the repository',
    actual: `status ${response.status} and content of it`,
    at: response,
  })
}

/** HEAD tells the digest behind a tag, if anything. */
function expectNoHeader(response: RegistryResponse, digest: string): void {
  expect(response.header('docker-content-digest') !== digest || response.url.includes(digest), {
    problem: 'hidden-digest-told',
    expected: 'no Docker-Content-Digest',
    actual: `status ${response.status} and ${short(digest)}`,
    at: response,
  })
}
