import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from './command.ts'
import { type Event, linearizations, narrow } from './linearize.ts'
import { nothing, reply } from './model.test-data.ts'
import { observe } from './observe.ts'
import { isUnclear } from './overlap.ts'
import { keyOf, repositoryOf, type State } from './state.ts'
import { advance } from './step.ts'

const taken = (command: Command, status = 201, headers = {}): Event => ({ command, reply: reply(status, headers) })
const push = (manifest: string, tag: string): Command => ({
  op: 'push',
  repository: 'A',
  manifest,
  by: 'tag',
  tags: [tag],
})
const remove = (manifest: string): Command => ({ op: 'delete-manifest', repository: 'A', manifest })
const readTag = (tag: string, digest: string) =>
  ({
    of: 'content',
    query: { read: 'tag', method: 'GET', repository: 'A', tag },
    facts: { status: 200, body: digest, digest, type: 'application/vnd.oci.image.manifest.v1+json', length: 100 },
  }) as const

const start = advance(
  nothing,
  { op: 'post', repository: 'A', blob: 'b1', digest: 'b1', session: 'p' },
  reply(201),
).state
const tagOf = (state: State, tag: string) => repositoryOf(state, 'A').tags.get(tag)?.manifest

describe('requests that overlap', () => {
  test('two pushes of one tag leave either of them, and a read decides which', () => {
    const { states } = linearizations(start, [[taken(push('m1', 'a'))], [taken(push('old', 'a'))]])
    expect(states.map((state) => tagOf(state, 'a')).sort()).toEqual(['m1', 'old'])
    const read = (digest: string) => narrow(states.map((state) => observe(state, readTag('a', digest))))
    const decided = read('sha256:old')
    expect(decided.states.map((state) => tagOf(state, 'a'))).toEqual(['old'])
    expect(read('sha256:r1').disagreements.map(({ rule }) => rule)).toEqual(['tag-moved'])
  })

  test('the responses to a push and a delete explain their order', () => {
    const { states } = linearizations(start, [[taken(remove('m1'), 202)], [taken(push('m1', 'a'))]])
    expect(states).toHaveLength(1)
    expect(repositoryOf(states[0]!, 'A').manifests.has('m1')).toBe(false)
  })

  test('a read that no order explains is a difference', () => {
    const { states, disagreements } = linearizations(start, [[taken(push('m1', 'a'))], [readTag('a', 'sha256:old')]])
    expect(states).toEqual([])
    expect(disagreements.map(({ rule }) => rule)).toEqual(['tag-moved'])
  })

  test('orders that lead to the same state are one', () => {
    expect(linearizations(start, [[taken(push('m1', 'a'))], [taken(push('m1', 'B'))]]).states).toHaveLength(1)
    expect(linearizations(start, [[taken(push('m1', 'a'))], [taken(push('m1', 'a'))]]).states).toHaveLength(1)
  })
})

const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  fc
    .tuple(fc.constantFrom('m1', 'old', 'r2'), fc.constantFrom('a', 'B'), fc.constantFrom(201, 404))
    .map(([manifest, tag, status]) =>
      taken(push(manifest, tag), status, manifest === 'r2' ? { 'oci-subject': 'sha256:m1' } : {}),
    ),
  fc
    .tuple(fc.constantFrom('m1', 'old', 'r2'), fc.constantFrom(202, 404, 405))
    .map(([manifest, status]) => taken(remove(manifest), status)),
  fc
    .tuple(fc.constantFrom('a', 'B'), fc.constantFrom('sha256:m1', 'sha256:old'))
    .map(([tag, digest]) => readTag(tag, digest)),
)

/** Every order, without giving any up and without remembering any. */
function naive(state: State, branches: readonly (readonly Event[])[]): readonly State[] {
  if (branches.every((branch) => branch.length === 0)) return [state]
  return branches.flatMap(([event, ...rest], at) => {
    if (!event) return []
    const { state: next, disagreements } =
      'command' in event ? advance(state, event.command, event.reply) : observe(state, event)
    return disagreements.length > 0 ? [] : naive(next, branches.with(at, rest))
  })
}

function isAnythingDeletedTwice(branches: readonly (readonly Event[])[]): boolean {
  const deletes = branches.flat().flatMap((one) => ('command' in one && one.reply.status === 202 ? one.command : []))
  return new Set(deletes.map((one) => JSON.stringify(one))).size < deletes.length
}

test('the states are those of all orders tried one by one', () => {
  const branches = fc.array(fc.array(anyEvent, { maxLength: 2 }), { maxLength: 3 })
  fc.assert(
    fc.property(branches, (all) => {
      // Deletes that are accepted twice have a rule of their own.
      fc.pre(!isAnythingDeletedTwice(all))
      // The order of entries in a map is no part of a state.
      const expected = new Set(naive(start, all).map(keyOf))
      const { states, disagreements } = linearizations(start, all)
      expect(new Set(states.map(keyOf))).toEqual(expected)
      expect(states).toHaveLength(expected.size)
      expect(disagreements.length === 0).toBe(expected.size > 0)
    }),
    { numRuns: 300 },
  )
})

describe('what overlaps is judged with care', () => {
  const put = (session: string): Command => ({ op: 'open', repository: 'A', blob: 'b1', session })
  const opened = advance(start, put('s'), reply(202, { location: '/s' })).state
  const close: Command = { op: 'close', session: 's', first: 0, size: 99, digest: 'b1' }
  const cancel: Command = { op: 'cancel', session: 's' }
  const stored = { location: '/b1' }

  test('two deletes may both find what they delete', () => {
    const there = linearizations(start, [[taken(push('m1', 'a'))]]).states[0]!
    const both = [[taken(remove('m1'), 202)], [taken(remove('m1'), 202)]]
    expect(linearizations(there, both).states).toHaveLength(1)
  })

  test.each([
    ['both close it', [taken(close, 201, stored)], [taken(close, 201, stored)]],
    ['one of two closes is refused', [taken(close, 201, stored)], [taken(close, 404)]],
    ['one cancels what the other closes', [taken(cancel, 204)], [taken(close, 201, stored)]],
  ])('of a session nothing is certain where %s', (_, one, other) => {
    const { states } = linearizations(opened, [one, other])
    expect(states.length).toBeGreaterThan(0)
    expect(states.map((state) => state.sessions.get('s')?.phase)).not.toContain('open')
  })

  test('bytes under a digest that is not theirs are never right', () => {
    const wrong: Command = { op: 'close', session: 's', first: 0, size: 99, digest: 'b2' }
    const { states, disagreements } = linearizations(opened, [[taken(wrong, 201, stored)], [taken(close, 404)]])
    expect([states, disagreements.map(({ rule }) => rule)]).toEqual([[], ['wrong-digest-refused']])
  })

  test.each([
    [409, true],
    [429, true],
    [500, true],
    [404, false],
    [201, false],
  ])('after %i it is open what became of a request: %s', (status, expected) => {
    expect(isUnclear(status)).toBe(expected)
  })
})
