import { expect, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import type { Context } from '../../src/check/define.ts'
import { notebook, origin, type Reply, replying, sessionOver } from '../../src/check/in-process.test-data.ts'
import { Repository } from '../../src/check/repository.ts'
import { recordOf, Violation } from '../../src/check/violation.ts'
import { violationText } from '../../src/report/violation.ts'
import { expectPullable } from './expect-pullable.ts'

const image = new Maker('a seed', 'expect-pullable.test').image()
const itself: Reply = { body: Buffer.from(image.bytes).toString('utf8') }

/** What a failed expectation says. */
function factsOf(thrown: unknown) {
  expect(thrown).toBeInstanceOf(Violation)
  return violationText(recordOf(thrown as Violation))
}

/** Judges a push answered with this Location; the target answers every GET with a reply. */
async function judging(location: string | undefined, reply: Reply = itself) {
  const session = sessionOver(
    replying(({ method }) =>
      method === 'PUT' ? { status: 201, headers: location === undefined ? {} : { location } } : reply,
    ),
  )
  const book = notebook()
  const repo = new Repository(session, 'a', book)
  const put = await repo.send('PUT', `manifests/${image.digest}`, { body: image.bytes })
  const thrown = await expectPullable({ repo, notebook: book } as unknown as Context, put, image).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  return { thrown, asked: session.sent.slice(1), notes: book.notes }
}

test.each([
  ['absolute', `${origin}/v2/a/manifests/x`, '/v2/a/manifests/x'],
  ['a path', '/v2/a/manifests/x?y=z', '/v2/a/manifests/x?y=z'],
  ['relative to the request', 'x', '/v2/a/manifests/x'],
])('a Location is followed: %s', async (_, location, path) => {
  const { thrown, asked } = await judging(location)
  expect(thrown).toBeUndefined()
  expect(asked.map((request) => [request.method, request.path, request.headers['accept']])).toEqual([
    ['GET', path, image.mediaType],
  ])
})

test.each([
  ['missing', undefined, 'no Location header', 'no'],
  ['no URL', 'http://[', 'Location: http://[', 'wrong'],
])('a Location that is %s fails', async (_, location, actual, word) => {
  const { thrown, asked } = await judging(location)
  expect(factsOf(thrown)).toMatchObject({
    actual,
    summary: expect.stringMatching(new RegExp(`^${word} Location header .* PUT /v2/a`)),
  })
  expect(asked).toEqual([])
})

test('a Location on another origin is noted, not followed', async () => {
  const { thrown, asked, notes } = await judging('http://other.example/x')
  expect([thrown, asked]).toEqual([undefined, []])
  expect(notes).toEqual([{ type: 'not-followed', origin: 'http://other.example' }])
})

test.each<[string, Reply, string]>([
  ['nothing', { status: 404 }, 'status 404'],
  ['other bytes', { body: '{}' }, '2 bytes'],
])('a Location at which there is %s fails', async (_, reply, actual) => {
  const { thrown } = await judging('/x', reply)
  expect(factsOf(thrown)).toMatchObject({ actual })
})
