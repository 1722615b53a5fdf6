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
    const screenshot = watched()
    run(screenshot, 50, 100)
    expect(screen(screenshot.written)).toBe(`${'━'.repeat(20)}${'─'.repeat(20)} 50/100`)
  })

  test('shows what went wrong once verdicts are known', () => {
    const screenshot = watched()
    run(screenshot, 100)
    expect(screen(screenshot.written)).toBe(`${'━'.repeat(40)} 100/100`)
    judged(screenshot, 'fail', 2)
    judged(screenshot, 'pass', 98)
    expect(screen(screenshot.written)).toBe(`${'━'.repeat(40)} 100/100, 2 fail`)
    judged(screenshot, 'warn', 1)
    judged(screenshot, 'blocked', 3)
    expect(screen(screenshot.written)).toMatch(/ 100\/100, 2 fail, 3 blocked, 1 warn$/)
  })

  test('tells nothing of what passed, was skipped or is left open', () => {
    const screenshot = watched()
    run(screenshot, 3)
    for (const verdict of ['pass', 'skip', 'observed'] as const) judged(screenshot, verdict, 1)
    expect(screen(screenshot.written)).toMatch(/ 3\/100$/)
  })

  test('draws no more than ten times a second', () => {
    const screenshot = watched({ total: 10_000 })
    run(screenshot, 2000, 0.5)
    expect(screenshot.written.length).toBe(10)
    expect(screenshot.written.every((text) => text.startsWith('\r'))).toBe(true)
  })

  test('draws the last check at once', () => {
    const screenshot = watched()
    run(screenshot, 99)
    expect(screen(screenshot.written)).toMatch(/ 1\/100$/)
    run(screenshot, 1)
    expect(screen(screenshot.written)).toMatch(/ 100\/100$/)
  })

  test('draws verdicts no more than ten times a second as well', () => {
    const screenshot = watched()
    run(screenshot, 100)
    const before = screenshot.written.length
    for (let at = 0; at < 100; at++) screenshot.progress.verdict({ verdict: 'fail' })
    expect(screenshot.written).toHaveLength(before)
  })

  test('leaves nothing of itself and is silent afterwards', () => {
    const screenshot = watched()
    run(screenshot, 1)
    screenshot.progress.end()
    const before = screenshot.written.length
    run(screenshot, 99, 100)
    judged(screenshot, 'fail', 3)
    screenshot.progress.end()
    expect(screenshot.written).toHaveLength(before)
    expect(screen(screenshot.written)).toBe('')
  })

  test('writes nothing at the end of a run that never drew', () => {
    const { written, progress } = watched()
    progress.end()
    expect(written).toEqual([])
  })

  test.each([1, 5, 12, 20, 39, 60, 200])('never fills a line of %d columns', (width) => {
    for (const color of [true, false]) {
      const screenshot = watched({ width, color })
      run(screenshot, 70)
      for (const verdict of ['fail', 'blocked', 'warn'] as const) judged(screenshot, verdict, 10)
      expect(screenshot.written).toHaveLength(4)
      for (const text of screenshot.written)
        expect(stripVTControlCharacters(text).replace('\r', '').length).toBeLessThan(width)
    }
  })

  test('bears a run without checks, and more checks than were counted', () => {
    const screenshot = watched({ total: 0 })
    run(screenshot, 3)
    expect(screen(screenshot.written)).toContain(' 3/0')
  })

  test('colours only where it may', () => {
    const colourful = watched({ color: true })
    const plain = watched()
    for (const screenshot of [colourful, plain]) {
      run(screenshot, 50)
      judged(screenshot, 'fail', 1)
    }
    expect(colourful.written.join('')).toContain('\u001b[31m')
    expect(plain.written.join('')).not.toContain('\u001b[31m')
  })
})

describe('in a pipeline', () => {
  test('writes a plain line every tenth', () => {
    const screenshot = watched({ interactive: false, total: 200, color: true })
    run(screenshot, 200)
    screenshot.progress.end()
    const { written } = screenshot
    expect(written).toHaveLength(10)
    expect(written[0]).toBe('20 of 200 checks done\n')
    expect(written.at(-1)).toBe('200 of 200 checks done\n')
    expect(written.join('')).not.toContain('\r')
    expect(stripVTControlCharacters(written.join(''))).toBe(written.join(''))
  })

  test('passes over tenths of a run with few checks', () => {
    const screenshot = watched({ interactive: false, total: 3 })
    run(screenshot, 3)
    expect(screenshot.written).toEqual(['1 of 3 checks done\n', '2 of 3 checks done\n', '3 of 3 checks done\n'])
  })

  test('says nothing of verdicts: the report does', () => {
    const screenshot = watched({ interactive: false, total: 0 })
    judged(screenshot, 'fail', 5)
    screenshot.progress.end()
    judged(screenshot, 'fail', 5)
    expect(screenshot.written).toEqual([])
  })
})
