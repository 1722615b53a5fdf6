import { describe, expect, test } from 'vitest'
import { Maker } from '../../../fixtures/make/maker.ts'
import { notebook, sessionOver, throughFetch } from '../../check/in-process.test-data.ts'
import { Repository } from '../../check/repository.ts'
import type { Feature } from '../../check/session.ts'
import { NoResponse, type Transport, type WireRequest } from '../../client/wire.ts'
import { createRegistry } from '../../registry/index.ts'
import { CannotJudge } from '../../run/errors.ts'
import { type Discovery, discover } from './discover.ts'

type Replacement = number | Error | undefined

/** The embedded registry, but for requests to which a function has a response: undefined leaves one to the registry. */
function target(instead: (request: WireRequest) => Replacement = () => undefined, variants: readonly string[] = []) {
  const inner = throughFetch(createRegistry({ variants }).fetch)
  const transport: Transport = async (request) => {
    const other = instead(request)
    if (other instanceof Error) throw other
    return other === undefined ? inner(request) : { status: other, headers: {}, body: Buffer.of() }
  }
  const session = sessionOver(transport)
  const ask = async (wanted: readonly Feature[], more: Partial<Discovery> = {}) => {
    const found = await discover({
      repo: new Repository(session, 'one', notebook()),
      alt: new Repository(session, 'two', notebook()),
      make: new Maker('a seed', 'discover'),
      declared: {},
      referrers: true,
      wanted: new Set(wanted),
      ...more,
    })
    return found.map(({ name, state, source, how }) => `${name} ${state} (${source}): ${how}`)
  }
  return { ask, session }
}

/** Responses to deletes of manifests in turn, the last one for ever. */
function deletesInTurn(...responses: readonly Replacement[]) {
  let asked = 0
  const instead = ({ method, path }: WireRequest) => {
    if (method !== 'DELETE' || !path.includes('/manifests/')) return undefined
    return responses[Math.min(asked++, responses.length - 1)]
  }
  return { ...target(instead), asked: () => asked }
}

describe('a feature', () => {
  test('is found where the registry has it', async () => {
    const { ask } = target()
    expect(await ask(['referrers', 'delete-manifest'])).toEqual([
      'referrers found (probe): GET of a list returned one',
      'delete-manifest found (probe): DELETE of a manifest returned 202',
    ])
  })

  test('is absent where it is refused', async () => {
    const { ask } = target(undefined, ['referrers-api-absent'])
    expect(await ask(['referrers'])).toEqual(['referrers absent (probe): GET of a list returned 404'])
  })

  test('is found where content is accepted and not given back', async () => {
    const { ask } = target(({ method, path }) => (method === 'GET' && path.includes('sha512') ? 404 : undefined))
    expect(await ask(['sha512', 'sha512-subject'])).toEqual([
      'sha512 found (probe): GET by sha512 digest returned 404',
      'sha512-subject found (probe): GET of the list of a sha512 digest returned 404',
    ])
  })

  test('that the user declares is not asked for', async () => {
    const { ask, session } = target()
    expect(await ask(['delete-manifest', 'delete-tag'], { declared: { 'delete-manifest': false } })).toEqual([
      'delete-manifest declined (feature-option): declared by the user',
      expect.stringMatching(/^delete-tag found/),
    ])
    expect(session.sent.filter(({ path }) => path.includes('/manifests/sha256:') && path.includes('one'))).toEqual([])
  })

  test('of a later text is absent without a request', async () => {
    const { ask, session } = target()
    expect(await ask(['referrers'], { referrers: false })).toEqual([
      'referrers absent (probe): not part of the text that is judged by',
    ])
    expect(session.sent.filter(({ path }) => path.includes('/manifests/'))).toEqual([])
  })
})

describe('an unclear feature', () => {
  test('is asked again, and absent by a proper refusal', async () => {
    const { ask, asked } = deletesInTurn(500, 400)
    expect(await ask(['delete-manifest'])).toEqual([
      'delete-manifest absent (probe): DELETE of a manifest returned 400',
    ])
    expect(asked()).toBe(2)
  })

  test('is asked again, and found where it works', async () => {
    const { ask, asked } = deletesInTurn(503, undefined)
    expect(await ask(['delete-manifest'])).toEqual(['delete-manifest found (probe): DELETE of a manifest returned 202'])
    expect(asked()).toBe(2)
  })

  test('counts as there after three tries', async () => {
    const { ask, asked } = deletesInTurn(500)
    expect(await ask(['delete-manifest'])).toEqual([
      'delete-manifest unclear (probe): DELETE of a manifest returned 500',
    ])
    expect(asked()).toBe(3)
  })

  test('without a response is asked again as long as the target lives', async () => {
    const { ask } = deletesInTurn(new NoResponse('timeout', 'no response within 1 s'), 405)
    expect(await ask(['delete-manifest'])).toEqual([
      'delete-manifest absent (probe): DELETE of a manifest returned 405',
    ])
  })

  test('gets fresh content each time', async () => {
    const { ask, session } = deletesInTurn(500)
    await ask(['delete-manifest'])
    const deleted = session.sent.filter(({ method, path }) => method === 'DELETE' && path.includes('/manifests/'))
    expect(new Set(deleted.map(({ path }) => path)).size).toBe(3)
  })
})

test('a target that does not respond at all is for nobody to judge', async () => {
  const gone = new NoResponse('refused', 'gone')
  await expect(target(() => gone).ask(['delete-manifest'])).rejects.toBe(gone)
})

test.each([401, 403, 404])('a push that is refused with %d cannot be judged', async (status) => {
  const { ask } = target(({ method }) => (method === 'POST' ? status : undefined))
  const asked = ask([])
  await expect(asked).rejects.toThrow(CannotJudge)
  await expect(asked).rejects.toThrow(`one: starting a push responds with ${status}; `)
})
