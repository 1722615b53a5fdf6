import { expect, test } from 'vitest'
import { type Clock, DelayLine } from './delay-line.ts'
import { ManualClock } from './manual-clock.ts'

function lineOn(clock: Clock, delayMs: number) {
  const handedOn: { item: string; at: number }[] = []
  const line = new DelayLine<string>(delayMs, (item) => handedOn.push({ item, at: clock.now() }), clock)
  return { line, handedOn }
}

test('each item leaves exactly its delay after it came in, in order', () => {
  const clock = new ManualClock()
  const { line, handedOn } = lineOn(clock, 50)
  line.put('a')
  line.put('b')
  clock.advance(30)
  line.put('c')
  clock.advance(19)
  expect(handedOn).toEqual([])
  clock.advance(100)
  expect(handedOn).toEqual([
    { item: 'a', at: 50 },
    { item: 'b', at: 50 },
    { item: 'c', at: 80 },
  ])
  expect(clock.waiting).toBe(0)
})

test('a timer that fires early hands nothing on before its time', () => {
  const clock = new ManualClock()
  const early: Clock = { now: () => clock.now(), after: (ms, action) => clock.after(ms > 1 ? ms - 1 : ms, action) }
  const { line, handedOn } = lineOn(early, 50)
  line.put('a')
  clock.advance(49)
  expect(handedOn).toEqual([])
  clock.advance(1)
  expect(handedOn).toEqual([{ item: 'a', at: 50 }])
})

test('what is put in while another item is handed on waits its own time', () => {
  const clock = new ManualClock()
  const at: number[] = []
  const line: DelayLine<number> = new DelayLine(
    10,
    (left) => {
      at.push(clock.now())
      if (left > 0) line.put(left - 1)
    },
    clock,
  )
  line.put(2)
  clock.advance(100)
  expect(at).toEqual([10, 20, 30])
})

test('clear forgets what waits, and the line still works', () => {
  const clock = new ManualClock()
  const { line, handedOn } = lineOn(clock, 10)
  line.put('lost')
  line.clear()
  expect(clock.waiting).toBe(0)
  line.put('kept')
  clock.advance(10)
  expect(handedOn.map(({ item }) => item)).toEqual(['kept'])
})
