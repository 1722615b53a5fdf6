import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
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

describe('on a terminal', () => {
  test('draws one line that shows how far the run is', () => {
    const { written, progress } = watched()
    progress.update({ pass: 48, fail: 2 })
    expect(screen(written)).toBe(`${'━'.repeat(20)}${'─'.repeat(20)} 50/100, 2 fail`)
  })

  test('draws no more than ten times a second', () => {
    const { written, clock, progress } = watched({ total: 10_000 })
    for (let done = 1; done <= 2000; done++) {
      clock.time = done / 2
      progress.update({ pass: done })
    }
    expect(written.length).toBe(10)
    expect(written.every((text) => text.startsWith('\r'))).toBe(true)
  })

  test('draws the last check at once', () => {
    const { written, progress } = watched()
    progress.update({ pass: 99 })
    progress.update({ pass: 98, warn: 2 })
    expect(screen(written)).toContain('100/100, 2 warn')
  })

  test('keeps lines above the bar', () => {
    const { written, progress } = watched()
    progress.line('before')
    progress.update({ pass: 1 })
    progress.line('between')
    expect(screen(written)).toBe(`before\nbetween\n${'─'.repeat(40)} 1/100`)
  })

  test('leaves nothing of itself and is silent afterwards', () => {
    const { written, progress } = watched()
    progress.update({ pass: 1 })
    progress.end()
    const before = written.length
    progress.update({ pass: 100 })
    progress.line('late')
    progress.end()
    expect(written).toHaveLength(before)
    expect(screen(written)).toBe('')
  })

  test('writes nothing at the end of a run that never drew', () => {
    const { written, progress } = watched()
    progress.end()
    expect(written).toEqual([])
  })

  test.each([1, 5, 12, 20, 39, 60, 200])('never fills a line of %d columns', (width) => {
    for (const color of [true, false]) {
      const { written, progress } = watched({ width, color })
      progress.update({ pass: 40, fail: 10, blocked: 10, warn: 10 })
      expect(written).toHaveLength(1)
      expect(stripVTControlCharacters(written[0]!).replace('\r', '').length).toBeLessThan(width)
    }
  })

  test('bears a run without checks, and more checks than were told', () => {
    const { written, progress } = watched({ total: 0 })
    progress.update({})
    progress.update({ pass: 3 })
    expect(screen(written)).toContain(' 3/0')
  })

  test('colours only where it may', () => {
    const colourful = watched({ color: true })
    colourful.progress.update({ fail: 50 })
    expect(colourful.written.join('')).toContain('\u001b[31m')
    const plain = watched()
    plain.progress.update({ fail: 50 })
    expect(plain.written.join('')).not.toContain('\u001b[31m')
  })

  test('obeys nothing in a line', () => {
    const { written, progress } = watched()
    progress.line('\u001b[2Jgone\nnext')
    expect(written).toEqual(['\\x1b[2Jgone\\nnext\n'])
  })
})

describe('in a pipeline', () => {
  test('writes a plain line every tenth', () => {
    const { written, progress } = watched({ interactive: false, total: 200, color: true })
    for (let done = 0; done <= 200; done++) progress.update({ pass: done })
    progress.end()
    expect(written).toHaveLength(10)
    expect(written[0]).toBe('20 of 200 checks done\n')
    expect(written.at(-1)).toBe('200 of 200 checks done\n')
    expect(written.join('')).not.toContain('\r')
    expect(stripVTControlCharacters(written.join(''))).toBe(written.join(''))
  })

  test('does not catch up with tenths that it missed', () => {
    const { written, progress } = watched({ interactive: false })
    progress.update({ pass: 35 })
    progress.update({ pass: 36, fail: 1, blocked: 2 })
    progress.update({ pass: 37, fail: 1, blocked: 2 })
    expect(written).toEqual(['35 of 100 checks done\n', '40 of 100 checks done, 1 fail, 2 blocked\n'])
  })

  test('writes lines until its end', () => {
    const { written, progress } = watched({ interactive: false, total: 0 })
    progress.update({})
    progress.line('hello \u0007')
    progress.end()
    progress.line('late')
    expect(written).toEqual(['hello \\x07\n'])
  })
})
