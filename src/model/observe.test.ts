import { describe, expect, test } from 'vitest'
import { elapse } from './collect.ts'
import type { Command } from './command.ts'
import { nothing, reply } from './model.test-data.ts'
import { observe } from './observe.ts'
import type { ContentFacts, ContentQuery, ListEntry, PartFacts, Reading, ReferrersFacts } from './query.ts'
import { repositoryOf, type State } from './state.ts'
import { advance } from './step.ts'
import { everything, touched } from './touched.ts'

const image = 'application/vnd.oci.image.manifest.v1+json'
const indexType = 'application/vnd.oci.image.index.v1+json'

/** `m1` under the tag `a`, its referrer `r1` by digest; in A. */
const pushed = [
  [{ op: 'post', repository: 'A', blob: 'b1', digest: 'b1', session: 'p' }, reply(201)],
  [{ op: 'push', repository: 'A', manifest: 'm1', by: 'tag', tags: ['a'] }, reply(201)],
  [{ op: 'push', repository: 'A', manifest: 'r1', by: 'digest', tags: [] }, reply(201, { 'oci-subject': 'sha256:m1' })],
] as const satisfies readonly (readonly [Command, unknown])[]
const state = pushed.reduce<State>((before, [command, response]) => advance(before, command, response).state, nothing)

const rulesOf = (from: State, reading: Reading) => observe(from, reading).disagreements.map(({ rule }) => rule)
const right = (name: string): ContentFacts => ({
  status: 200,
  body: `sha256:${name}`,
  digest: `sha256:${name}`,
  type: image,
  length: 100,
})
const absent: ContentFacts = { status: 404 }
const content = (query: Partial<ContentQuery> & Pick<ContentQuery, 'read'>, facts: ContentFacts): Reading => ({
  of: 'content',
  query: { method: 'GET', repository: 'A', ...query } as ContentQuery,
  facts,
})
const manifest = (name: string, facts: ContentFacts, repository = 'A') =>
  content({ read: 'manifest', manifest: name, repository }, facts)

describe('manifests and tags', () => {
  test('a manifest that is there is read as it was pushed', () => {
    expect(rulesOf(state, manifest('m1', right('m1')))).toEqual([])
    expect(rulesOf(state, manifest('m1', absent))).toEqual(['manifest-present'])
    expect(rulesOf(state, manifest('m1', { ...right('m1'), body: 'sha256:other' }))).toEqual(['manifest-bytes'])
    expect(rulesOf(state, manifest('m1', { ...right('m1'), type: 'text/html' }))).toEqual(['manifest-type'])
  })

  test('a missing digest is not the same as another digest', () => {
    const { digest: _, ...without } = right('m1')
    expect(rulesOf(state, manifest('m1', without))).toEqual(['manifest-digest-missing'])
    expect(rulesOf(state, manifest('m1', { ...without, digest: 'sha256:r1' }))).toEqual(['manifest-digest-header'])
  })

  test('a manifest of the other repository is not read in this one', () => {
    expect(rulesOf(state, manifest('m1', right('m1'), 'B'))).toEqual(['manifest-isolated'])
    expect(rulesOf(state, manifest('r2', right('r2')))).toEqual(['manifest-gone'])
    expect(rulesOf(state, manifest('r2', { status: 400 }))).toEqual(['manifest-unknown-status'])
  })

  test('a tag gives its manifest and no other', () => {
    const tag = (facts: ContentFacts, name = 'a') => content({ read: 'tag', tag: name }, facts)
    expect(rulesOf(state, tag(right('m1')))).toEqual([])
    expect(rulesOf(state, tag(right('r1')))).toEqual(['tag-moved'])
    expect(rulesOf(state, tag(absent))).toEqual(['tag-present'])
    expect(rulesOf(state, tag(right('m1'), 'c'))).toEqual(['tag-gone'])
  })

  test('what is in doubt is decided by the first read alone', () => {
    const doubtful = advance(state, { op: 'delete-tag', repository: 'A', tag: 'a' }, reply(202)).state
    const gone = observe(doubtful, manifest('m1', absent))
    expect(gone.disagreements).toEqual([])
    expect(rulesOf(gone.state, manifest('m1', right('m1')))).toEqual(['manifest-gone'])
    const there = observe(doubtful, manifest('m1', right('m1')))
    expect(there.disagreements).toEqual([])
    expect(rulesOf(there.state, manifest('m1', absent))).toEqual(['manifest-present'])
  })

  test('after a while only what is tagged is sure to be there', () => {
    const { manifests, blobs } = repositoryOf(elapse(state), 'A')
    expect([...manifests].map(([name, held]) => [name, held.presence])).toEqual([
      ['m1', 'present'],
      ['r1', 'maybe'],
    ])
    expect(blobs.get('b1')).toBe('present')
  })
})

describe('lists of referrers', () => {
  const entry: ListEntry = {
    mediaType: image,
    digest: 'sha256:r1',
    size: 100,
    artifactType: 'type of r1',
    annotations: { key: 'value' },
  }
  const list = (entries: readonly ListEntry[], rest: Partial<ReferrersFacts> = {}, query = {}): Reading => ({
    of: 'referrers',
    query: { read: 'referrers', repository: 'A', subject: 'm1', ...query },
    facts: { status: 200, type: indexType, entries, ...rest },
  })

  test('hold what is in the repository, once, and nothing else', () => {
    expect(rulesOf(state, list([entry]))).toEqual([])
    expect(rulesOf(state, list([]))).toEqual(['list-missing'])
    expect(rulesOf(state, list([entry, entry]))).toEqual(['list-duplicate'])
    expect(rulesOf(state, list([entry], {}, { repository: 'B' }))).toEqual(['list-isolated'])
    const other = { ...entry, digest: 'sha256:r2', artifactType: 'type of r2', annotations: {} }
    expect(rulesOf(state, list([entry, other]))).toEqual(['list-extra'])
  })

  test('show type, size, artifactType and annotations of each manifest', () => {
    for (const wrong of [{ mediaType: indexType }, { size: 1 }, { artifactType: undefined }]) {
      expect(rulesOf(state, list([{ ...entry, ...wrong }]))).toEqual(['list-entry-field'])
    }
    expect(rulesOf(state, list([{ ...entry, annotations: {} }]))).toEqual(['list-entry-annotations'])
  })

  test('are whole unless they say that they were filtered', () => {
    const filters = ['artifactType']
    const query = { artifactType: 'type of r2' }
    expect(rulesOf(state, list([entry], {}, query))).toEqual([])
    expect(rulesOf(state, list([], { filters }, query))).toEqual([])
    expect(rulesOf(state, list([], {}, query))).toEqual(['filter-header'])
    expect(rulesOf(state, list([entry], { filters }, query))).toEqual(['filter-extra'])
    expect(rulesOf(state, list([entry], { filters }))).toEqual(['filter-header-unasked'])
  })

  test('may be refused with 404 only where the repository is empty', () => {
    const unknown = { status: 404 }
    expect(rulesOf(state, list([], unknown))).toEqual(['list-status'])
    expect(rulesOf(nothing, list([], unknown))).toEqual([])
  })

  test('may be empty once their subject was deleted', () => {
    const { state: without } = advance(state, { op: 'delete-manifest', repository: 'A', manifest: 'm1' }, reply(202))
    expect(rulesOf(without, list([]))).toEqual([])
    expect(rulesOf(without, list([entry]))).toEqual([])
  })
})

describe('lists of tags', () => {
  const both = (['B', 'c'] as const).reduce<State>(
    (before, tag) =>
      advance(before, { op: 'push', repository: 'A', manifest: 'm1', by: 'tag', tags: [tag] }, reply(201)).state,
    state,
  )
  const whole = (tags: readonly string[], rest = {}): Reading => ({
    of: 'tags',
    query: { read: 'tags', repository: 'A' },
    facts: { status: 200, more: false, isNamed: true, tags, ...rest },
  })
  const page = (tags: readonly string[], n: number, last?: string, more = false): Reading => ({
    of: 'tags',
    query: { read: 'tags-page', repository: 'A', n, ...(last !== undefined && { last }) },
    facts: { status: 200, more, isNamed: true, tags },
  })

  test('hold every tag once, in either of two orders', () => {
    expect(rulesOf(both, whole(['B-1', 'a-1', 'c-1']))).toEqual([])
    expect(rulesOf(both, whole(['a-1', 'B-1', 'c-1']))).toEqual([])
    expect(rulesOf(both, whole(['c-1', 'B-1', 'a-1']))).toEqual(['tags-order'])
    expect(rulesOf(both, whole(['B-1', 'a-1']))).toEqual(['tags-missing'])
    expect(rulesOf(both, whole(['B-1', 'a-1', 'a-1', 'c-1']))).toEqual(['tags-duplicate'])
    expect(rulesOf(both, whole(['B-1', 'a-1', 'c-1', 'z']))).toEqual(['tags-extra'])
    expect(rulesOf(both, whole(['B-1', 'a-1', 'c-1'], { isNamed: false }))).toEqual(['tags-name'])
  })

  test('miss nothing where they go on for longer than anybody reads', () => {
    expect(rulesOf(both, whole(['B-1', 'a-1'], { more: true }))).toEqual([])
    expect(rulesOf(both, whole(['B-1', 'a-1', 'a-1'], { more: true }))).toEqual(['tags-duplicate'])
  })

  test('may hold tags of others where others write too', () => {
    const shared = { ...both, features: { ...both.features, alone: false } }
    expect(rulesOf(shared, whole(['B-1', 'a-1', 'c-1', 'z']))).toEqual([])
    expect(rulesOf(shared, page(['B-1', 'X', 'a-1'], 3))).toEqual([])
    expect(rulesOf(shared, page(['X', 'b'], 2, 'B', true))).toEqual(['tags-missing'])
  })

  test('may not be found after a tag that is not there', () => {
    const absent = (last: string): Reading => ({
      of: 'tags',
      query: { read: 'tags-page', repository: 'A', n: 2, last },
      facts: { status: 404, more: false, isNamed: false },
    })
    expect(rulesOf(both, absent('a'))).toEqual(['tags-status'])
    expect(rulesOf(state, absent('c'))).toEqual([])
  })

  test('hold what is no letter in any place', () => {
    const shared = { ...both, features: { ...both.features, alone: false } }
    expect(rulesOf(shared, whole(['_x', 'B-1', 'a-1', 'a_1', 'c-1', '-y']))).toEqual([])
    expect(rulesOf(shared, page(['a_1', 'c-1'], 2, 'a'))).toEqual([])
    expect(rulesOf(shared, whole(['B-1', 'ab', 'a-1', 'aa', 'c-1', 'c']))).toEqual(['tags-order'])
  })

  test('end after n tags, and begin after the last one', () => {
    expect(rulesOf(both, page(['B-1', 'a-1'], 2))).toEqual([])
    expect(rulesOf(both, page(['B-1', 'a-1', 'c-1'], 2))).toEqual(['tags-page-size'])
    expect(rulesOf(both, page(['B-1'], 2))).toEqual(['tags-missing'])
    expect(rulesOf(both, page(['B-1'], 2, undefined, true))).toEqual([])
    expect(rulesOf(both, page(['c-1'], 2, 'a'))).toEqual([])
    expect(rulesOf(both, page(['a-1', 'c-1'], 2, 'a'))).toEqual(['tags-extra'])
    expect(rulesOf(both, page([], 0, undefined, true))).toEqual(['tags-link'])
  })
})

describe('parts of a blob', () => {
  const part = (asked: { first?: number; last?: number }, facts: Partial<PartFacts>, repository = 'A'): Reading => ({
    of: 'part',
    query: { read: 'part', repository, blob: 'b1', ...asked },
    facts: { status: 206, isExact: true, ...facts },
  })
  const whole = { status: 200, body: 'sha256:b1', digest: 'sha256:b1', isExact: false }

  test.each([
    [{ first: 2, last: 5 }, 'bytes 2-5/10'],
    [{ first: 2, last: 5 }, 'bytes 2-5/*'],
    [{ first: 7 }, 'bytes 7-9/10'],
    [{ last: 3 }, 'bytes 7-9/10'],
    [{ last: 30 }, 'bytes 0-9/10'],
    [{ first: 7, last: 30 }, 'bytes 7-9/10'],
  ])('of %o are %s', (asked, range) => {
    expect(rulesOf(state, part(asked, { range }))).toEqual([])
    expect(rulesOf(state, part(asked, { range, isExact: false }))).toEqual(['part'])
    expect(rulesOf(state, part(asked, {}))).toEqual(['part'])
    expect(rulesOf(state, part(asked, { range: 'bytes 0-1/10' }))).toEqual(['part'])
    expect(rulesOf(state, part(asked, { status: 416, isExact: false }))).toEqual(['part'])
    expect(rulesOf(state, part(asked, whole))).toEqual([])
  })

  test.each([{ first: 10 }, { first: 12, last: 20 }, { last: 0 }])('of %o are none', (asked) => {
    expect(rulesOf(state, part(asked, { status: 416, isExact: false }))).toEqual([])
    expect(rulesOf(state, part(asked, whole))).toEqual([])
    expect(rulesOf(state, part(asked, { range: 'bytes 9-9/10', isExact: false }))).toEqual(['part'])
  })

  test('are those of a blob that is there, and of no other', () => {
    expect(rulesOf(state, part({ first: 2 }, { status: 404, isExact: false }))).toEqual(['part'])
    expect(rulesOf(state, part({ first: 2 }, { ...whole, body: 'sha256:b2' }))).toEqual(['blob-bytes'])
    expect(rulesOf(state, part({ first: 2 }, { range: 'bytes 2-9/10' }, 'B'))).toContain('blob-isolated')
    expect(rulesOf(state, part({ first: 2 }, { status: 404, isExact: false }, 'B'))).toEqual([])
    expect(rulesOf(state, part({ first: 2 }, { range: 'bytes 2-9/10', digest: 'sha256:b2' }))).toEqual([
      'blob-digest-header',
    ])
  })
})

describe('upload sessions', () => {
  const open = advance(nothing, { op: 'open', repository: 'A', blob: 'b1', session: 's' }, reply(202)).state
  const status = (facts: { status: number; range?: string; location: boolean }): Reading => ({
    of: 'session',
    query: { read: 'session', session: 's' },
    facts,
  })

  test('say how far they got, however nothing at all is written', () => {
    expect(rulesOf(open, status({ status: 204, location: true }))).toEqual([])
    const chunk: Command = { op: 'chunk', session: 's', first: 0, size: 4 }
    const begun = advance(open, chunk, reply(202, { range: '0-3' })).state
    expect(rulesOf(begun, status({ status: 204, range: '0-3', location: true }))).toEqual([])
    expect(rulesOf(begun, status({ status: 204, range: '0-4', location: true }))).toEqual(['session-range'])
    expect(rulesOf(begun, status({ status: 204, range: '0-3', location: false }))).toEqual(['session-location'])
    expect(rulesOf(begun, status({ status: 404, location: false }))).toEqual(['session-status'])
  })

  test('that may have run out are over when they say so', () => {
    const over = observe(elapse(open), status({ status: 404, location: false }))
    expect(over.disagreements).toEqual([])
    expect(rulesOf(over.state, status({ status: 204, location: true }))).toEqual(['session-over'])
  })
})

describe('what is read', () => {
  test('after a push is the manifest, tag and lists of both repositories', () => {
    const queries = touched(state, { op: 'push', repository: 'A', manifest: 'r1', by: 'tag', tags: ['c'] })
    for (const repository of ['A', 'B']) {
      expect(queries).toContainEqual({ read: 'manifest', method: 'HEAD', repository, manifest: 'r1' })
      expect(queries).toContainEqual({ read: 'tag', method: 'GET', repository, tag: 'c' })
      expect(queries).toContainEqual({ read: 'tags', repository })
      expect(queries).toContainEqual({ read: 'referrers', repository, subject: 'm1' })
      expect(queries).toContainEqual({ read: 'referrers', repository, subject: 'm1', artifactType: 'type of r1' })
    }
  })

  test('comes by digest before it comes in lists', () => {
    const queries = touched(state, { op: 'delete-tag', repository: 'A', tag: 'a' })
    const ofA = queries.filter((query) => 'repository' in query && query.repository === 'A')
    const at = (read: string) => ofA.map((query) => query.read).indexOf(read as 'manifest')
    const lastManifest = ofA.map((query) => query.read).lastIndexOf('manifest')
    expect(lastManifest).toBeGreaterThanOrEqual(0)
    expect(at('referrers')).toBeGreaterThan(lastManifest)
    expect(ofA).toContainEqual({ read: 'manifest', method: 'HEAD', repository: 'A', manifest: 'r1' })
  })

  test('in the end is every manifest, blob and tag in every repository', () => {
    const queries = everything(state)
    for (const repository of ['A', 'B']) {
      expect(queries.filter((query) => query.read === 'manifest' && query.repository === repository)).toHaveLength(14)
      expect(queries.filter((query) => query.read === 'tag' && query.repository === repository)).toHaveLength(6)
      expect(queries.filter((query) => query.read === 'blob' && query.repository === repository)).toHaveLength(8)
    }
  })
})
