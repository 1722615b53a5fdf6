import { describe, expect, test } from 'vitest'
import type { Command } from './command.ts'
import { nothing, reply } from './model.test-data.ts'
import { repositoryOf, type State } from './state.ts'
import { advance } from './step.ts'

const subject = { 'oci-subject': 'sha256:m1' }
const pushOf = (manifest: string, tag?: string, repository = 'A'): Command => ({
  op: 'push',
  repository,
  manifest,
  by: tag === undefined ? 'digest' : 'tag',
  tags: tag === undefined ? [] : [tag],
})
const mountOf = (blob: string): Command => ({ op: 'mount', repository: 'A', blob, from: 'B', session: 's' })

/** The state after commands that the target took, each with the response that takes it. */
function after(...commands: readonly (readonly [Command, ReturnType<typeof reply>])[]): State {
  return commands.reduce((state, [command, response]) => {
    const { state: next, disagreements } = advance(state, command, response)
    expect(disagreements).toEqual([])
    return next
  }, nothing)
}

const put = (repository = 'A', blob = 'b1') =>
  [{ op: 'post', repository, blob, digest: blob, session: 'p' } as const, reply(201)] as const
const rulesOf = (state: State, command: Command, response: ReturnType<typeof reply>) =>
  advance(state, command, response).disagreements.map(({ rule }) => rule)

describe('a push', () => {
  test('may be refused while a blob is absent, and may be taken', () => {
    expect(rulesOf(nothing, pushOf('m1'), reply(404))).toEqual([])
    expect(rulesOf(nothing, pushOf('m1'), reply(201))).toEqual([])
  })

  test('is taken once everything that it names is there', () => {
    expect(rulesOf(after(put()), pushOf('m1'), reply(404))).toEqual(['push-accepted'])
  })

  test('is taken while its subject is absent', () => {
    expect(rulesOf(after(put()), pushOf('r1'), reply(404))).toEqual(['push-accepted'])
    expect(rulesOf(after(put()), pushOf('r1'), reply(201, subject))).toEqual([])
  })

  test('of a docker type may be refused', () => {
    expect(rulesOf(after(put()), pushOf('old'), reply(400))).toEqual([])
  })

  test('of what names content by another algorithm may be refused', () => {
    const there = after(put('A', 'b3'), put())
    expect(rulesOf(there, pushOf('second'), reply(400))).toEqual([])
    expect(rulesOf(there, pushOf('m1'), reply(400))).toEqual(['push-accepted'])
  })

  test.each([
    ['by that tag', pushOf('r1', 'a')],
    ['with that tag as a parameter', { ...pushOf('r1'), tags: ['B', 'a'] } as Command],
  ])('that would move a tag may be refused %s', (_, command) => {
    expect(rulesOf(after(put(), [pushOf('m1', 'a'), reply(201)]), command, reply(409))).toEqual([])
  })

  test('with another status than 201 is not the same as a refusal', () => {
    const { state, disagreements } = advance(after(put()), pushOf('m1'), reply(200))
    expect(disagreements.map(({ rule }) => rule)).toEqual(['push-status'])
    expect(repositoryOf(state, 'A').manifests.has('m1')).toBe(true)
  })

  test('is never explained by an error of the server', () => {
    expect(rulesOf(nothing, pushOf('m1'), reply(500))).toEqual(['server-error'])
  })

  test('with a subject says so in OCI-Subject', () => {
    expect(rulesOf(after(put()), pushOf('r1'), reply(201))).toEqual(['subject-header'])
    expect(rulesOf(after(put()), pushOf('m1'), reply(201, subject))).toEqual(['subject-header-without-subject'])
  })

  test('makes only those tags of its query that the response names', () => {
    const command: Command = { op: 'push', repository: 'A', manifest: 'm1', by: 'digest', tags: ['a', 'B'] }
    const state = after(put(), [command, reply(201, { 'oci-tag': 'B-1' })])
    expect([...repositoryOf(state, 'A').tags.keys()]).toEqual(['B'])
  })

  test('by a tag of another manifest leaves that one in doubt', () => {
    const state = after(put(), [pushOf('m1', 'a'), reply(201)])
    expect(rulesOf(state, pushOf('list', 'a'), reply(409))).toEqual([])
    const moved = advance(state, pushOf('r1', 'a'), reply(201, subject)).state
    expect(repositoryOf(moved, 'A').manifests.get('m1')?.presence).toBe('maybe')
  })
})

describe('a delete', () => {
  const tagged = () => after(put(), [pushOf('m1', 'a'), reply(201)], [pushOf('r1', 'B'), reply(201, subject)])

  test('may be switched off, which 400 and 405 say', () => {
    for (const status of [400, 405]) {
      const command: Command = { op: 'delete-manifest', repository: 'A', manifest: 'm1' }
      const { state, disagreements } = advance(tagged(), command, reply(status))
      expect(disagreements).toEqual([])
      expect(repositoryOf(state, 'A').manifests.get('m1')?.presence).toBe('present')
    }
  })

  test('of what is there is not answered with 404', () => {
    expect(rulesOf(tagged(), { op: 'delete-tag', repository: 'A', tag: 'a' }, reply(404))).toEqual(['delete-tag'])
  })

  test('of what is not there is not done', () => {
    expect(rulesOf(nothing, { op: 'delete-blob', repository: 'A', blob: 'b1' }, reply(202))).toEqual(['delete-unknown'])
  })

  test('of a manifest takes its tags, and leaves its referrers in doubt', () => {
    const command: Command = { op: 'delete-manifest', repository: 'A', manifest: 'm1' }
    const { manifests, tags } = repositoryOf(advance(tagged(), command, reply(202)).state, 'A')
    expect([...tags]).toEqual([['B', { manifest: 'r1', presence: 'maybe' }]])
    expect([...manifests]).toEqual([['r1', { presence: 'maybe', listed: 'maybe' }]])
  })

  test('of the last tag alone leaves the manifest in doubt', () => {
    const command: Command = { op: 'delete-tag', repository: 'A', tag: 'a' }
    const presence = (state: State) => repositoryOf(advance(state, command, reply(202)).state, 'A').manifests.get('m1')
    expect(presence(tagged())).toEqual({ presence: 'maybe', listed: 'present' })
    const twice = advance(tagged(), pushOf('m1', 'c'), reply(201)).state
    expect(presence(twice)).toEqual({ presence: 'present', listed: 'present' })
  })

  test('of the last tag leaves in doubt what an index lists', () => {
    const listed = advance(tagged(), pushOf('list', 'c'), reply(201)).state
    const { state } = advance(listed, { op: 'delete-tag', repository: 'A', tag: 'a' }, reply(202))
    expect(repositoryOf(state, 'A').manifests.get('m1')?.presence).toBe('maybe')
    expect(repositoryOf(state, 'A').manifests.get('list')?.presence).toBe('present')
  })

  test('in one repository changes nothing in the other', () => {
    const both = advance(advance(tagged(), ...put('B')).state, pushOf('m1', 'a', 'B'), reply(201)).state
    const { state } = advance(both, { op: 'delete-manifest', repository: 'A', manifest: 'm1' }, reply(202))
    expect(repositoryOf(state, 'B')).toEqual(repositoryOf(both, 'B'))
  })
})

describe('an upload', () => {
  const open = (headers = {}) =>
    [{ op: 'open', repository: 'A', blob: 'b1', session: 's' } as const, reply(202, headers)] as const
  const chunk = (first: number, size: number): Command => ({ op: 'chunk', session: 's', first, size })
  const close = (digest: string, first = 0, size = 0): Command => ({ op: 'close', session: 's', first, size, digest })
  const took = (first: number, size: number) =>
    [chunk(first, size), reply(202, { range: `0-${first + size - 1}` })] as const

  test('takes chunks in order and refuses the others with 416', () => {
    const begun = after(open(), took(0, 4))
    expect(rulesOf(begun, chunk(6, 2), reply(416))).toEqual([])
    expect(rulesOf(begun, chunk(6, 2), reply(202, { range: '0-7' }))).toEqual(['chunk-order'])
    expect(rulesOf(begun, chunk(4, 2), reply(416))).toEqual(['chunk-accepted'])
    expect(rulesOf(begun, chunk(4, 2), reply(202, { range: '0-6' }))).toEqual(['chunk-range'])
  })

  test('is closed by no chunk out of order, whatever that is refused for', () => {
    const begun = after(open(), took(0, 4))
    for (const status of [416, 400]) expect(rulesOf(begun, close('b1', 6, 4), reply(status))).toEqual([])
    expect(rulesOf(begun, close('b1', 6, 4), reply(201))).toEqual(['chunk-order'])
  })

  test('goes on after a refusal with 416', () => {
    expect(rulesOf(after(open(), took(0, 4), [chunk(0, 2), reply(416)], took(4, 6)), close('b1'), reply(400))).toEqual([
      'blob-accepted',
    ])
  })

  test('may be refused after a chunk shorter than the registry asked for', () => {
    const begun = after(open({ 'oci-chunk-min-length': '8' }), took(0, 4))
    expect(rulesOf(begun, chunk(4, 2), reply(416))).toEqual([])
    expect(rulesOf(begun, chunk(6, 2), reply(400))).toEqual([])
    expect(rulesOf(begun, chunk(6, 2), reply(202, { range: '0-7' }))).toEqual(['chunk-order'])
  })

  test('may be closed under the digest of a blob that is there', () => {
    const there = after(put('A', 'b2'), open(), took(0, 10))
    expect(rulesOf(there, close('b2'), reply(201))).toEqual([])
  })

  test('is not closed under the digest of other bytes', () => {
    expect(rulesOf(after(open(), took(0, 10)), close('b2'), reply(201))).toEqual(['wrong-digest-refused'])
    expect(rulesOf(after(open(), took(0, 9)), close('b1'), reply(201))).toEqual(['wrong-digest-refused'])
    expect(rulesOf(after(open()), close('empty'), reply(201))).toEqual([])
  })

  test('that is over takes nothing', () => {
    const over = after(open(), [close('b1', 0, 10), reply(201)])
    expect(rulesOf(over, chunk(0, 4), reply(202, { range: '0-3' }))).toEqual(['session-over'])
    expect(rulesOf(over, close('b1', 0, 10), reply(404))).toEqual([])
  })

  test('that was never opened cannot be gone on with', () => {
    expect(advance(nothing, chunk(0, 4), reply(404))).toEqual({ state: nothing, disagreements: [] })
  })
})

describe('a mount', () => {
  test('of a blob that the other repository has is taken, or begins a session', () => {
    const state = after(put('B'))
    expect(rulesOf(state, mountOf('b1'), reply(201))).toEqual([])
    const { sessions } = advance(state, mountOf('b1'), reply(202)).state
    expect(sessions.get('s')).toMatchObject({ phase: 'open', received: 0, blob: 'b1' })
  })

  test('of a blob that nobody has begins a session', () => {
    expect(rulesOf(nothing, mountOf('b1'), reply(201))).toEqual(['mount'])
    expect(rulesOf(nothing, mountOf('b1'), reply(202))).toEqual([])
  })
})
