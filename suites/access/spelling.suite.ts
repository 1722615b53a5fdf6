import { type Check, type Context, check, given } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'
import type { Answer } from '../../src/client/client.ts'
import { at, fill, type Place, places, shelves } from './cast.ts'
import { expectKept, expectRefused } from './expect-access.ts'

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
    for (const place of places(context, 'read', { who: 'everybody' })) {
      const { here, elsewhere, side } = place
      const { image, tags, blob } = shelf[side]
      for (const base of spell(here.name, elsewhere.name)) {
        for (const method of ['GET', 'HEAD']) {
          expectRefused(await here.send(method, `${base}manifests/${image.digest}`), place, 'read by another spelling')
        }
        for (const path of [`manifests/${tags[0]}`, `blobs/${blob.digest}`, 'tags/list', `referrers/${image.digest}`]) {
          expectRefused(await here.send('GET', `${base}${path}`), place, 'read by another spelling')
        }
      }
      await expectNoDelete(place, context, spell)
    }
  })
}

async function expectNoDelete(place: Place, context: Context, spell: Spelling): Promise<void> {
  const { here, own, elsewhere, side, identity } = place
  if (identity.declared[side].includes('delete')) return
  const { image } = await fill(own, context.make.part(at(place)))
  for (const base of spell(here.name, elsewhere.name)) {
    expectRefused(await here.send('DELETE', `${base}manifests/${image.digest}`), place, 'delete by another spelling')
  }
  await expectKept(own, `manifests/${image.digest}`, identity.declared.name)
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
    for (const place of places(context, 'read', { who: 'everybody' })) {
      const { here, own, side, identity } = place
      const { image, tags } = await fill(own, context.make.part(at(place)))
      for (const method of ['POST', 'PATCH', 'OPTIONS']) {
        for (const wanted of ['GET', 'DELETE']) {
          const headers = overrides(wanted)
          const answers = [
            await here.send(method, `manifests/${image.digest}`, { headers }),
            await here.send(method, 'tags/list', { headers }),
          ]
          for (const answer of answers) expectNothing(answer, [Buffer.from(image.bytes).toString('utf8'), tags[1]])
        }
      }
      if (!identity.declared[side].includes('delete'))
        await expectKept(own, `manifests/${image.digest}`, identity.declared.name)
    }
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
