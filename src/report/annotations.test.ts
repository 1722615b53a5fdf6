import { expect, test } from 'vitest'
import { annotations } from './annotations.ts'
import { hostileSample, sample, sampleCheck, sampleWith } from './sample-outcome.test-data.ts'

const lines = (text: string) => text.trimEnd().split('\n')

test('findings are errors, warnings warn, the verdict is a notice', () => {
  expect(lines(annotations(sample))).toEqual([
    expect.stringMatching(/^::error title=referrers\/filter-header::a filtered list .*; expected .*; actual: /),
    expect.stringMatching(/^::warning title=blobs\/head-length::/),
    '::notice title=oci-referee::does not conform: 1 finding',
  ])
})

test('a run without a verdict is an error', () => {
  const stopped = { ...sample, stopped: { reason: 'interrupted', message: '100% of it, gone' } as const }
  expect(annotations(stopped)).toContain('::error title=oci-referee::could not be judged: 100%25 of it, gone')
})

test('no more than ten of one sort are told', () => {
  const many = Array.from({ length: 14 }, (_, at) => sampleCheck(`a/b${at}`, 'warn'))
  const warnings = lines(annotations(sampleWith([sampleCheck('a/b', 'pass'), ...many]))).filter((line) =>
    line.startsWith('::warning'),
  )
  expect(warnings).toHaveLength(10)
  expect(warnings.at(-1)).toContain('and 5 more')
})

test('a target starts no command of its own', () => {
  for (const line of lines(annotations(hostileSample('\n::set-output name=x::y\r\n::error::z'))))
    expect(line).toMatch(/^::(error|warning|notice) title=[^:,]*::/)
})
