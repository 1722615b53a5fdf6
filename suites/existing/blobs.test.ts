import { expect, test } from 'vitest'
import { digestOf } from '../../fixtures/make/digest.ts'
import { RegistryContexts } from '../../src/check/contexts.ts'
import { type Reply, replying, sessionOver } from '../../src/check/in-process.test-data.ts'
import { Runner } from '../../src/check/runner.ts'
import { violationText } from '../../src/report/violation.ts'
import { existingPull } from './pull.suite.ts'

const body = 'some bytes'
const digest = digestOf(Buffer.from(body))
const other = digestOf(Buffer.from('other'))
const size = body.length
const image = (...layers: object[]) => JSON.stringify({ config: { digest, size }, layers })

/** What comes of judging the blobs of a target that answers so, and which blobs it was asked for. */
async function judged(manifests: Readonly<Record<string, string>>, blob: (method: string, digest: string) => Reply) {
  const asked = new Set<string>()
  const session = sessionOver(
    replying(({ method, path }) => {
      const reference = path.split('/').at(-1)!
      if (path.includes('/manifests/'))
        return manifests[reference] === undefined ? { status: 404 } : { body: manifests[reference] }
      asked.add(reference)
      return blob(method, reference)
    }),
  )
  const existing = [{ repository: 'team/app', reference: 'v1' }]
  const runner = new Runner(
    new RegistryContexts({ session, repository: 'team/app', alternateRepository: 'team/app', existing }),
  )
  const result = await runner.run(existingPull.find(({ id }) => id === 'existing/blob')!)
  const says = 'violation' in result ? violationText(result.violation).summary : 'reason' in result && result.reason
  return { outcome: result.outcome, says, asked: [...asked] }
}

test('blobs are those that the manifest names, and hash to their digests', async () => {
  expect(await judged({ v1: image() }, () => ({ body }))).toMatchObject({ outcome: 'passed', asked: [digest] })
  const wrong = await judged({ v1: image({ digest: other, size }) }, () => ({ body }))
  expect(wrong).toMatchObject({ outcome: 'violated', asked: [digest, other] })
  expect(wrong.says).toContain('returned a blob that does not hash to its digest')
})

test('what is large, or may lie elsewhere, is not asked for', async () => {
  const layers = [
    { digest: other, size: 5 * 1024 * 1024 },
    { digest: other, size, urls: ['http://elsewhere.example/'] },
    { digest: other },
  ]
  expect(await judged({ v1: image(...layers) }, () => ({ body }))).toMatchObject({ outcome: 'passed', asked: [digest] })
})

test('a blob that is not there fails nobody, unless HEAD finds it', async () => {
  expect(await judged({ v1: image() }, () => ({ status: 404 }))).toMatchObject({
    outcome: 'skipped',
    says: 'the target has no small blob of the named manifests',
  })
  const torn = await judged({ v1: image() }, (method) => ({ status: method === 'HEAD' ? 200 : 404 }))
  expect(torn.outcome).toBe('violated')
})

test('of an index the images count that are there', async () => {
  const child = `sha256:${'c'.repeat(64)}`
  const v1 = JSON.stringify({ manifests: [{ digest: `sha256:${'d'.repeat(64)}` }, { digest: child }] })
  expect(await judged({ v1, [child]: image() }, () => ({ body }))).toMatchObject({ outcome: 'passed', asked: [digest] })
  expect(await judged({ v1 }, () => ({ body }))).toMatchObject({ outcome: 'skipped', asked: [] })
})
