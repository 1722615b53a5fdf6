import { describe, expect, test } from 'vitest'
import { digestOf } from '../../fixtures/make/digest.ts'
import { notebook, type Reply, replying, sessionOver } from '../../src/check/in-process.test-data.ts'
import { Monitors } from '../../src/check/monitors.ts'
import { Repository } from '../../src/check/repository.ts'
import type { WireRequest } from '../../src/client/wire.ts'
import { suites } from '../index.ts'

const bytes = Buffer.from('some bytes')
const digest = digestOf(bytes)
const indexType = 'application/vnd.oci.image.index.v1+json'

/** What a monitor says after some requests to a target that responds so: its outcome, or what it expected. */
async function saying(
  id: string,
  reply: (request: WireRequest) => Reply,
  steps: (repo: Repository) => Promise<unknown>,
): Promise<string> {
  const monitors = new Monitors(suites.filter((check) => check.id === id))
  const shown = { ...notebook(), receive: monitors.receive.bind(monitors) }
  await steps(new Repository(sessionOver(replying(reply)), 'a', shown))
  const result = monitors.resultOf(id, { outcome: 'passed' })
  if (result.outcome !== 'violated') return result.outcome
  const { facts } = result.violation
  return facts.kind === 'header' ? `${facts.name}: ${facts.expected}` : facts.kind
}

describe('the size that HEAD tells', () => {
  const head = (length: string): Reply => ({ headers: { 'content-length': length } })
  const both = (length: string) => (request: WireRequest) =>
    request.method === 'HEAD' ? head(length) : { body: bytes.toString() }
  const headFirst = async (repo: Repository) => {
    await repo.getBlob(digest, 'HEAD')
    await repo.getBlob(digest)
  }

  test('is compared with bytes that come later', async () => {
    expect(await saying('responses/head-size', both('11'), headFirst)).toBe('Content-Length: 10')
    expect(await saying('responses/head-size', both('10'), headFirst)).toBe('passed')
  })

  test('is compared with no bytes of another digest', async () => {
    const other = (request: WireRequest) => (request.method === 'HEAD' ? head('10') : { body: 'others' })
    expect(await saying('responses/head-size', other, headFirst)).toBe('passed')
  })

  test('is missed where nothing is known of the content', async () => {
    const steps = (repo: Repository) => repo.get('latest', 'HEAD')
    expect(await saying('responses/head-size', () => ({}), steps)).toBe(
      'Content-Length: the size of the content in bytes',
    )
  })
})

describe('the type of a manifest', () => {
  const reply = (request: WireRequest): Reply =>
    request.method === 'PUT' ? { status: 201 } : { headers: { 'content-type': 'text/plain' } }
  const pushing =
    (...types: string[]) =>
    async (repo: Repository) => {
      for (const type of types) {
        await repo.send('PUT', 'manifests/latest', { headers: { 'content-type': type }, body: bytes })
      }
      await repo.get(digest)
    }

  test('is the one it was pushed with by tag', async () => {
    expect(await saying('responses/content-type', reply, pushing(indexType))).toBe(`Content-Type: ${indexType}`)
  })

  test('is any of those it was pushed with', async () => {
    expect(await saying('responses/content-type', reply, pushing(indexType, 'text/plain; charset=utf-8'))).toBe(
      'passed',
    )
  })
})

describe('the range of a session', () => {
  const chunks = (...ranges: string[]) => {
    let at = 0
    return (): Reply => ({ status: 202, headers: { location: `/session/${at}`, range: ranges[at++] ?? '' } })
  }
  const sending = async (repo: Repository) => {
    const headers = (range: string) => ({ headers: { 'content-range': range }, body: bytes })
    await repo.send('PATCH', '/session/first', headers('0-9'))
    await repo.send('PATCH', '/session/0', headers('10-19'))
  }

  test('ends where the chunk ends, from location to location', async () => {
    expect(await saying('responses/chunk-range', chunks('0-9', '0-19'), sending)).toBe('passed')
    expect(await saying('responses/chunk-range', chunks('0-9', '0-20'), sending)).toBe('Range: 0-19')
    expect(await saying('responses/chunk-range', chunks('0-9', '0-5'), sending)).toBe('Range: 0-9 or more')
    expect(await saying('responses/chunk-range', chunks('bytes=0-9'), sending)).toBe('Range: 0-<the last byte>')
  })
})

describe('a list that says it was filtered', () => {
  const filtered = (): Reply => ({
    headers: { 'oci-filters-applied': 'artifactType', link: '</v2/a/referrers/b?token=1>; rel="next"' },
  })

  test('may be the next page of a filtered one, whatever its URL', async () => {
    const steps = async (repo: Repository) => {
      await repo.askReferrers('b', { artifactType: 'c' })
      await repo.send('GET', '/v2/a/referrers/b?token=1')
    }
    expect(await saying('responses/filters-asked', filtered, steps)).toBe('passed')
  })

  test('may be no other one', async () => {
    const steps = (repo: Repository) => repo.send('GET', '/v2/a/referrers/b?token=1')
    expect(await saying('responses/filters-asked', filtered, steps)).toBe('OCI-Filters-Applied: undefined')
  })
})

describe('a response that is not the last one of its request', () => {
  test('is looked at as well', async () => {
    let count = 0
    const busy = (): Reply => (count++ === 0 ? { status: 429, headers: { 'retry-after': '-1' } } : {})
    const steps = (repo: Repository) => repo.send('GET', 'tags/list')
    expect(await saying('responses/retry-after', busy, steps)).toBe('Retry-After: seconds, or a date')
  })
})

describe('what another server responds', () => {
  const stored = (request: WireRequest): Reply =>
    request.path === '/store' ? { body: bytes.toString() } : { status: 307, headers: { location: '/store' } }

  test('need not have headers of the text', async () => {
    const steps = (repo: Repository) => repo.getBlob(digest)
    expect(await saying('responses/blob-digest', stored, steps)).toBe('skipped')
  })
})
