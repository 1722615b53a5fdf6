import { expect, test } from 'vitest'
import { sample } from '../../src/report/sample-outcome.test-data.ts'
import { overviewPage, resultsTable } from './published.ts'

const score = (conforms: 'yes' | 'no' | 'unjudged') => ({ conforms, pass: 1, fail: 0, blocked: 0, warn: 0, skip: 0 })
const profile = (name: 'pull' | 'push' | 'referrers' | 'tag-schema', conforms: 'yes' | 'no' | 'unjudged') => ({
  ...{ name, core: score(conforms), extended: score('yes') },
})
const result = (...profiles: ReturnType<typeof profile>[]) => ({
  ...{ name: 'one', version: '1.0', reproduce: '', outcome: { ...sample, profiles } },
})

test('a row shows the core of each profile, or what takes its place', () => {
  const [, , api, schema] = resultsTable([
    result(profile('pull', 'yes'), profile('push', 'no'), profile('referrers', 'yes')),
    result(profile('tag-schema', 'no')),
  ]).split('\n')
  expect(api).toBe('| [one](reports/published/one.md) 1.0 | ✓ | ✗ | – | – | ✓ | 1 |')
  expect(schema).toBe('| [one](reports/published/one.md) 1.0 | – | – | – | – | ✗ (tag schema) | 1 |')
})

test('the overview counts what each outcome has', () => {
  expect(overviewPage([result()])).toContain('| [one](one.md) | 1.0 | 1 | 1 | 2 | 1 | 2 | 1 | oci-referee 0.1.0 with')
})
