import { expect, test } from 'vitest'
import { RegistryContexts } from '../../src/check/contexts.ts'
import { sessionOver, throughFetch } from '../../src/check/in-process.test-data.ts'
import { Runner } from '../../src/check/runner.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { refusals } from './refusals.suite.ts'

const megabyte = 1024 * 1024

/** What checks come to on a registry that refuses some requests, and the longest body that was sent. */
async function judged(variants: readonly string[], refuses: (request: Request) => boolean) {
  const { fetch } = createRegistry({ variants })
  let longest = 0
  const session = sessionOver(
    throughFetch(async (request) => {
      longest = Math.max(longest, (await request.clone().arrayBuffer()).byteLength)
      return refuses(request) ? new Response(null, { status: 400 }) : fetch(request)
    }),
  )
  const runner = new Runner(new RegistryContexts({ session, repository: 'team/a', alternateRepository: 'team/b' }))
  const check = refusals.find(({ id }) => id === 'blobs/chunk-after-refusal')!
  return { outcome: (await runner.run(check)).outcome, longest }
}

/** A chunk that goes on, or ends, where another one was refused before. */
function afterRefusal(): (request: Request) => boolean {
  const refused = new Set<string>()
  return ({ method, url, headers }) => {
    if (method !== 'PATCH') return false
    const [path, first] = [new URL(url).pathname, headers.get('content-range')?.split('-')[0]]
    if (refused.has(path)) return true
    if (first !== '0' && first !== '700') refused.add(path)
    return false
  }
}

test('long chunks are not tried where short ones are taken', async () => {
  const { outcome, longest } = await judged([], afterRefusal())
  expect(outcome).toBe('violated')
  expect(longest).toBeLessThan(megabyte)
})

test('long chunks are tried where short ones are refused untold', async () => {
  const { outcome, longest } = await judged(['chunks-of-a-megabyte-not-told'], () => false)
  expect(outcome).toBe('passed')
  expect(longest).toBeGreaterThan(megabyte)
})
