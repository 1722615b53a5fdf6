import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { Verdict } from '../outcome/outcome.ts'
import { createProgress, type ProgressOptions } from './progress.ts'

function watched(options: Partial<ProgressOptions> = {}) {
  const written: string[] = []
  const clock = { time: 0 }
  const progress = createProgress({
    write: (text) => written.push(text),
    interactive: true,
    width: 60,
    total: 100,
    color: false,
    now: () => clock.time,
    ...options,
  })
  return { written, clock, progress }
}

/** What is left on the screen. */
function screen(written: readonly string[]): string {
  return written
    .join('')
    .split('\n')
    .map((line) => line.split('\r\u001b[K').at(-1))
    .join('\n')
}

type Watched = ReturnType<typeof watched>

/** So many checks run, one after another, with some time between them. */
function run({ progress, clock }: Watched, checks: number, ms = 0): void {
  for (let done = 0; done < checks; done++) {
    clock.time += ms
    progress.done()
  }
}

/** So many checks get this verdict; then time passes for one more. */
function judged({ progress, clock }: Watched, verdict: Verdict, checks: number): void {
  for (let done = 1; done < checks; done++) progress.verdict({ verdict })
  clock.time += 100
  progress.verdict({ verdict })
}

describe('on a terminal', () => {
  test('draws one line that shows how far the run is', () => {
    const seen = watched()
    run(seen, 50, 100)
    expect(screen(seen.written)).toBe(`${'━'.repeat(20)}${'─'.repeat(20)} 50/100`)
  })

  test('shows what went wrong once verdicts are known', () => {
    const seen = watched()
    run(seen, 100)
    expect(screen(seen.written)).toBe(`${'━'.repeat(40)} 100/100`)
    judged(seen, 'fail', 2)
    judged(seen, 'pass', 98)
    expect(screen(seen.written)).toBe(`${'━'.repeat(40)} 100/100, 2 fail`)
    judged(seen, 'warn', 1)
    judged(seen, 'blocked', 3)
    expect(screen(seen.written)).toMatch(/ 100\/100, 2 fail, 3 blocked, 1 warn$/)
  })

  test('tells nothing of what passed, was skipped or is left open', () => {
    const seen = watched()
    run(seen, 3)
    for (const verdict of ['pass', 'skip', 'observed'] as const) judged(seen, verdict, 1)
    expect(screen(seen.written)).toMatch(/ 3\/100$/)
  })

  test('draws no more than ten times a second', () => {
    const seen = watched({ total: 10_000 })
    run(seen, 2000, 0.5)
    expect(seen.written.length).toBe(10)
    expect(seen.written.every((text) => text.startsWith('\r'))).toBe(true)
  })

  test('draws the last check at once', () => {
    const seen = watched()
    run(seen, 99)
    expect(screen(seen.written)).toMatch(/ 1\/100$/)
    run(seen, 1)
    expect(screen(seen.written)).toMatch(/ 100\/100$/)
  })

  test('draws verdicts no more than ten times a second as well', () => {
    const seen = watched()
    run(seen, 100)
    const before = seen.written.length
    for (let at = 0; at < 100; at++) seen.progress.verdict({ verdict: 'fail' })
    expect(seen.written).toHaveLength(before)
  })

  test('leaves nothing of itself and is silent afterwards', () => {
    const seen = watched()
    run(seen, 1)
    seen.progress.end()
    const before = seen.written.length
    run(seen, 99, 100)
    judged(seen, 'fail', 3)
    seen.progress.end()
    expect(seen.written).toHaveLength(before)
    expect(screen(seen.written)).toBe('')
  })

  test('writes nothing at the end of a run that never drew', () => {
    const { written, progress } = watched()
    progress.end()
    expect(written).toEqual([])
  })

  test.each([1, 5, 12, 20, 39, 60, 200])('never fills a line of %d columns', (width) => {
    for (const color of [true, false]) {
      const seen = watched({ width, color })
      run(seen, 70)
      for (const verdict of ['fail', 'blocked', 'warn'] as const) judged(seen, verdict, 10)
      expect(seen.written).toHaveLength(4)
      for (const text of seen.written)
        expect(stripVTControlCharacters(text).replace('\r', '').length).toBeLessThan(width)
    }
  })

  test('bears a run without checks, and more checks than were counted', () => {
    const seen = watched({ total: 0 })
    run(seen, 3)
    expect(screen(seen.written)).toContain(' 3/0')
  })

  test('colours only where it may', () => {
    const colourful = watched({ color: true })
    const plain = watched()
    for (const seen of [colourful, plain]) {
      run(seen, 50)
      judged(seen, 'fail', 1)
    }
    expect(colourful.written.join('')).toContain('\u001b[31m')
    expect(plain.written.join('')).not.toContain('\u001b[31m')
  })
})

describe('in a pipeline', () => {
  test('writes a plain line every tenth', () => {
    const seen = watched({ interactive: false, total: 200, color: true })
    run(seen, 200)
    seen.progress.end()
    const { written } = seen
    expect(written).toHaveLength(10)
    expect(written[0]).toBe('20 of 200 checks done\n')
    expect(written.at(-1)).toBe('200 of 200 checks done\n')
    expect(written.join('')).not.toContain('\r')
    expect(stripVTControlCharacters(written.join(''))).toBe(written.join(''))
  })

  test('passes over tenths of a run with few checks', () => {
    const seen = watched({ interactive: false, total: 3 })
    run(seen, 3)
    expect(seen.written).toEqual(['1 of 3 checks done\n', '2 of 3 checks done\n', '3 of 3 checks done\n'])
  })

  test('says nothing of verdicts: the report does', () => {
    const seen = watched({ interactive: false, total: 0 })
    judged(seen, 'fail', 5)
    seen.progress.end()
    judged(seen, 'fail', 5)
    expect(seen.written).toEqual([])
  })
})
