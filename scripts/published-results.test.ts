import { expect, test } from 'vitest'
import { sample, sampleCheck } from '../src/report/sample-outcome.test-data.ts'
import { checkSetOf, compareWithPublished } from './published-results.ts'

const published = { checks: [sampleCheck('tags/list', 'pass'), sampleCheck('blobs/get', 'fail')] }

test('the same verdicts are no difference', () => {
  expect(compareWithPublished(published, published)).toEqual({ differences: [], newSince: [] })
})

test('a check that was added since is listed and is no difference', () => {
  const today = { checks: [...published.checks, sampleCheck('blobs/new', 'fail')] }
  expect(compareWithPublished(published, today)).toEqual({ differences: [], newSince: ['blobs/new'] })
})

test('another verdict is a difference', () => {
  const better = sampleCheck('blobs/get', 'pass')
  const { differences } = compareWithPublished(published, { checks: [published.checks[0]!, better] })
  expect(differences).toEqual([{ id: 'blobs/get', published: 'fail', today: better }])
})

test('a published check that is not judged any more is a difference', () => {
  const { differences } = compareWithPublished(published, { checks: published.checks.slice(1) })
  expect(differences).toEqual([{ id: 'tags/list', published: 'pass' }])
})

test('a result says by which checks it was made', () => {
  expect(checkSetOf({ tool: sample.tool, checks: published.checks })).toBe('oci-referee 0.1.0 with 2 checks')
})
