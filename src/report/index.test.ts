import { describe, expect, test } from 'vitest'
import type { Format } from './format.ts'
import { filesOf, formatNames, formats } from './index.ts'
import { sample } from './sample-outcome.test-data.ts'
import { textOf } from './text-of.test-data.ts'

describe('formats', () => {
  test.each([
    ['annotations', 'annotations.txt', /^::error title=/],
    ['badge', 'badge.svg', /^<svg /],
    ['official', 'official/results.yaml', /^# Written by oci-referee/],
    ['shields', 'badge.json', /^\{\n {2}"schemaVersion": 1,/],
    ['har', 'exchanges.har', /^\{\n "log"/],
    ['html', 'report.html', /^<!doctype html>\n<html lang="en">/],
    ['json', 'outcome.json', /^\{\n {2}"format"/],
    ['junit', 'junit.xml', /^<\?xml version="1\.0"/],
    ['markdown', 'summary.md', /^## /],
  ] as const)('%s goes to %s', async (name, file, start) => {
    expect(formats[name].file).toBe(file)
    const { render }: Format = formats[name]
    const text = await textOf(render(sample))
    expect(text).toMatch(start)
    expect(text).toMatch(/[^\n]\n$/)
  })

  test('no two share a file', () => {
    const files = formatNames.flatMap((name) => filesOf(name).map(([file]) => file))
    expect(files.length).toBeGreaterThan(formatNames.length)
    expect(new Set(files).size).toBe(files.length)
  })
})
