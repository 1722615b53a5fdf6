import { expect, test } from 'vitest'
import type { RetentionState, Sighting } from './state.ts'
import { pauseOf, retentionOf } from './watch.ts'

const there: Sighting = { stored: true, listed: true }
const unlisted: Sighting = { stored: true, listed: false }
const gone: Sighting = { stored: false, listed: false }

type Samples = readonly (readonly [at: number, sightings: Sighting])[]

function stateWith(samples: Samples): RetentionState {
  return {
    format: 'oci-referee/retention/1',
    origin: 'http://r',
    repository: 'a',
    started: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    watched: [],
    samples: samples.map(([at, one]) => ({ at, sightings: [there, one] })),
    pushed: [],
  }
}

function reasonFor(samples: Samples): string {
  return retentionOf(stateWith(samples), 1).reason
}

test('kept, in the unit that fits', () => {
  expect(
    reasonFor([
      [0, there],
      [950, there],
    ]),
  ).toBe('kept for the 950 ms it was watched')
  expect(reasonFor([[89_000, there]])).toBe('kept for the 89 s it was watched')
  expect(reasonFor([[600_000, there]])).toBe('kept for the 10 min it was watched')
  expect(reasonFor([[9_000_000, there]])).toBe('kept for the 2.5 h it was watched')
})

test('gone, between two samples', () => {
  expect(
    reasonFor([
      [0, there],
      [5_000, there],
      [10_000, gone],
      [15_000, gone],
    ]),
  ).toBe('gone after 5 s to 10 s')
  expect(reasonFor([[100, gone]])).toBe('gone after 0 ms to 100 ms')
})

test('stored and not listed is told beside', () => {
  expect(
    reasonFor([
      [0, there],
      [2_000, unlisted],
      [4_000, gone],
    ]),
  ).toBe('gone after 2 s to 4 s, not listed after 2 s')
  expect(
    reasonFor([
      [0, unlisted],
      [3_000, unlisted],
    ]),
  ).toBe('kept for the 3 s it was watched, not listed after 0 ms')
})

test('no sample, no claim', () => {
  expect(reasonFor([])).toBe('not seen: no sample was answered')
})

test('sixty samples, neither too dense nor too sparse', () => {
  expect(pauseOf(1_000)).toBe(250)
  expect(pauseOf(60_000)).toBe(1_000)
  expect(pauseOf(24 * 3_600_000)).toBe(300_000)
})

test('how long it was is not what lasts of it', () => {
  const lasting = (...sightings: Sighting[]) =>
    retentionOf(stateWith(sightings.map((one, at) => [at * 1000, one])), 1).lasting
  expect(lasting(there, there)).toBe('kept, listed')
  expect(lasting(there, unlisted)).toBe('kept, not listed')
  expect(lasting(there, gone)).toBe('gone, listed')
})
