import { describe, expect, test } from 'vitest'
import type { Disagreement, Query } from '../../src/model/index.ts'
import { embedded } from './embedded.test-data.ts'
import { type History, lengthOf, type SingleStep, type Step } from './history.ts'
import { playOnce } from './replay.ts'
import { type ShortenOptions, shorten } from './shorten.ts'

const history = (steps: readonly Step[]): History => ({
  seed: 'a seed',
  repositories: ['A', 'B'],
  recipes: {
    blobs: { b1: { size: 16 }, b2: { size: 16 } },
    manifests: {
      m1: { kind: 'image', blobs: ['b1'], children: [], annotated: true },
      m2: { kind: 'image', blobs: ['b1', 'b2'], children: [], annotated: false },
      m3: { kind: 'artifact', subject: 'm1', blobs: ['b1'], children: [], artifactType: 't1', annotated: true },
    },
    tags: ['a', 'B'],
  },
  steps,
})
const tag = (manifest: string, name = 'a', repository = 'A'): SingleStep => {
  return { op: 'push', repository, manifest, by: 'tag', tags: [name], bring: true }
}
const remove = (manifest: string, repository = 'A'): SingleStep => ({ op: 'delete-manifest', repository, manifest })
const noise: readonly SingleStep[] = [
  { op: 'put', repository: 'A', blob: 'b2' },
  tag('m3', 'B', 'B'),
  { op: 'open', repository: 'B', blob: 'b1', session: 's1' },
  { op: 'page-tags', repository: 'A', n: 2 },
  tag('m3', 'B'),
]

/** Shortens a history that differs, and says how it came about. */
async function shortened(fault: string, whole: History, more: Partial<ShortenOptions> = {}) {
  const ground = embedded({ faults: [fault] })
  const once = await playOnce(ground, whole, { salt: '', isPatient: false, atEnd: false })
  const sighting = { ...once.found!, history: whole, atEnd: false }
  const { discovery, requests } = await shorten(ground, sighting, { salt: 'again', shrinkRequests: 200, ...more })
  return { ...discovery, requests }
}

test('what is left are the steps that show it, whatever came between', async () => {
  const steps = [tag('m1'), ...noise, tag('m2'), ...noise, remove('m1')]
  const { history: short, cameBack, requests } = await shortened('delete-takes-tag-that-moved-away', history(steps))
  expect(short.steps).toHaveLength(3)
  expect(short.steps.at(-1)).toEqual(remove('m1'))
  expect(cameBack).toEqual({ times: 1, of: 1 })
  // The last one that is played, and to make sure, may go beyond.
  expect(requests).toBeLessThan(300)
})

test('what shows one after another is told so', async () => {
  const together: Step = { op: 'together', branches: [[tag('m2'), remove('m1')], [tag('m3', 'B', 'B')]] }
  const { history: short } = await shortened('delete-takes-tag-that-moved-away', history([tag('m1'), together]))
  expect(short.steps.map(({ op }) => op)).toEqual(['push', 'push', 'delete-manifest'])
})

test('what the steps that are left do not touch is looked at in the end', async () => {
  const steps = [tag('m2', 'B'), tag('m1'), tag('m2'), tag('m3', 'B')]
  const more = { shrinkRequests: 1000 }
  const { history: short, atEnd } = await shortened('list-moves-with-tag', history(steps), more)
  expect(short.steps).toHaveLength(3)
  expect(atEnd).toBe(true)
})

test('what a list misses is told in as few steps as the rest', async () => {
  const push = (manifest: string): SingleStep => {
    return { op: 'push', repository: 'A', manifest, by: 'digest', tags: [], bring: true }
  }
  const steps = [push('m1'), ...noise, push('m3'), remove('m3'), ...noise, push('m3')]
  const { history: short, disagreement } = await shortened('referrer-pushed-again-unlisted', history(steps))
  expect(disagreement.rule).toBe('list-missing')
  expect(lengthOf(short)).toBe(3)
})

describe('what does not come back', () => {
  const disagreement: Disagreement = {
    rule: 'blob-present',
    repository: 'A',
    resource: 'blob b2',
    expected: [200],
    actual: 404,
  }
  const shownBy: Query = { read: 'blob', method: 'GET', repository: 'A', blob: 'b2' }

  test('stays as it was seen', async () => {
    const ground = embedded()
    const sighting = {
      disagreement,
      shownBy,
      history: history([tag('m2'), ...noise]),
      atEnd: false,
      port: ground.port(),
    }
    const { discovery } = await shorten(ground, sighting, { salt: 'again', shrinkRequests: 200 })
    expect(discovery).toMatchObject({ disagreement, history: sighting.history, cameBack: { times: 0, of: 1 } })
  })
})
