import { type Check, type Context, check, given } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'
import { accepted } from '../../src/check/repository.ts'
import type { Answer } from '../../src/client/client.ts'
import { atOnce, fill, labelOf, type Place, places, shelves } from './cast.ts'
import { expectKept, expectRefused } from './expect-access.ts'

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

/** Reads, and deletes, what a user may not, by each spelling. */
function spelled(
  id: 'access/path-encoded' | 'access/path-doubled-slashes' | 'access/path-dot-segments',
  spell: Spelling,
) {
  return check(id, shelves, async (shelf, context) => {
    await atOnce(places(context, 'read', { who: 'everybody' }), async (place) => {
      const { here, elsewhere, side } = place
      const { image, tags, blob } = shelf[side]
      const asked = spell(here.name, elsewhere.name).flatMap((base) => [
        ['HEAD', `${base}manifests/${image.digest}`] as const,
        ...[
          `manifests/${image.digest}`,
          `manifests/${tags[0]}`,
          `blobs/${blob.digest}`,
          'tags/list',
          `referrers/${image.digest}`,
        ].map((path) => ['GET', `${base}${path}`] as const),
      ])
      await atOnce(asked, async ([method, path]) => {
        expectRefused(await here.send(method, path, { headers }), place, 'read by another spelling')
      })
      await expectNoDelete(place, context, spell)
    })
  })
}

async function expectNoDelete(place: Place, context: Context, spell: Spelling): Promise<void> {
  const { here, own, elsewhere, side, identity } = place
  if (identity.declared[side].includes('delete')) return
  const { image } = await fill(own, context.make.part(labelOf(place)))
  await atOnce(spell(here.name, elsewhere.name), async (base) => {
    expectRefused(await here.send('DELETE', `${base}manifests/${image.digest}`), place, 'delete by another spelling')
  })
  await expectKept(own, image.digest, identity.declared.name)
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
          const answers = [
            await here.send(method, `manifests/${image.digest}`, overriding),
            await here.send(method, 'tags/list', overriding),
          ]
          for (const answer of answers) expectNothing(answer, [Buffer.from(image.bytes).toString('utf8'), tags[1]])
        }
      }
      if (!identity.declared[side].includes('delete')) await expectKept(own, image.digest, identity.declared.name)
    })
  }),
])

/** Such methods may be answered in many ways, as long as the answer shows nothing. */
function expectNothing(answer: Answer, secrets: readonly string[]): void {
  const text = answer.text()
  expect(!secrets.some((secret) => text.includes(secret)), {
    summary: `${request(answer)} shows what GET is refused`,
    expected: 'nothing of the repository',
    actual: `status ${answer.status} and content of it`,
    at: answer,
  })
}
