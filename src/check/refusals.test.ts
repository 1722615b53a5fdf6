import { expect, test } from 'vitest'
import type { WireRequest } from '../client/wire.ts'
import { RegistryContexts } from './contexts.ts'
import { type Context, check } from './define.ts'
import { expectStatus, expect as expectThat } from './expect.ts'
import { type Reply, replying, sessionOver } from './in-process.test-data.ts'
import { expectReferrers } from './repository.ts'
import { Runner } from './runner.ts'

const empty: Reply = { headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' }, body: { manifests: [] } }

/** What a check comes to on a target that refuses the first pushes of manifests and holds nothing. */
async function outcome(refused: number, judge: (context: Context) => Promise<void>, status = 400) {
  let manifests = 0
  const reply = ({ method, path }: WireRequest): Reply => {
    if (method === 'POST') return { status: 202, headers: { location: '/v2/one/blobs/uploads/1' } }
    if (method === 'PUT' && path.includes('/manifests/')) return { status: ++manifests > refused ? 201 : status }
    if (method === 'PUT') return { status: 201 }
    return path.includes('/referrers/') ? empty : { status: 404 }
  }
  const session = sessionOver(replying(reply))
  const runner = new Runner(new RegistryContexts({ session, repository: 'one', alternateRepository: 'two' }))
  return runner.run(check('referrers/listed', judge))
}

const refusedPush = {
  outcome: 'step-failed',
  violation: { facts: { kind: 'status', expected: [201], actual: 400 }, request: { method: 'PUT', status: 400 } },
}

test('that a list lacks what was refused is no violation', async () => {
  const list = async ({ repo, make }: Context) => {
    const subject = make.absent()
    const referrers = [make.artifact({ subject }), make.artifact({ subject })]
    for (const one of referrers) await repo.put(one)
    await expectReferrers(repo, subject, referrers)
  }
  expect(await outcome(2, list)).toMatchObject(refusedPush)
  // One of them was accepted, and has to be there.
  expect(await outcome(1, list)).toMatchObject({ outcome: 'violated', violation: { facts: { kind: 'entry-missing' } } })
})

test('that what was refused is not found is no violation', async () => {
  const pull =
    (reference: 'tag' | 'digest') =>
    async ({ repo, make }: Context) => {
      const image = make.image()
      await repo.put(image, { tag: 'v1' })
      expectStatus(await repo.get(reference === 'tag' ? 'v1' : image.digest), 200)
    }
  for (const reference of ['tag', 'digest'] as const) {
    expect(await outcome(1, pull(reference))).toMatchObject(refusedPush)
    expect(await outcome(0, pull(reference))).toMatchObject({ outcome: 'violated' })
  }
})

test('a push that is refused with 404 is a violation itself', async () => {
  const push = async ({ repo, make }: Context) => expectStatus(await repo.put(make.image()), 201)
  expect(await outcome(1, push, 404)).toMatchObject({ outcome: 'violated', violation: { request: { method: 'PUT' } } })
})

test('that a tag whose push was refused is not listed is no violation', async () => {
  const listed = async ({ repo, make }: Context) => {
    await repo.put(make.image(), { tag: 'v1' })
    const at = await repo.send('GET', 'tags/list')
    expectThat(false, { problem: 'tags-missing', expected: 'v1', actual: 'none', lacks: ['v1'], at })
  }
  expect(await outcome(1, listed)).toMatchObject(refusedPush)
  expect(await outcome(0, listed)).toMatchObject({ outcome: 'violated' })
})

test('what was refused and then accepted has to be there', async () => {
  const again = async ({ repo, make }: Context) => {
    const image = make.image()
    for (let time = 0; time < 2; time++) await repo.put(image)
    expectStatus(await repo.get(image.digest), 200)
  }
  expect(await outcome(2, again)).toMatchObject(refusedPush)
  expect(await outcome(1, again)).toMatchObject({ outcome: 'violated' })
})
