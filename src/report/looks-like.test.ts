import { expect, test } from 'vitest'
import type { Finding, Outcome } from '../outcome/outcome.ts'
import { junit } from './junit.ts'
import { looksLikeText } from './looks-like.ts'
import { markdownSummary } from './markdown.ts'
import { sample } from './sample-outcome.test-data.ts'
import { summary } from './terminal.ts'

const looksLike = { fault: 'internal-name', description: 'Pages lose a <filter>', explains: 14, of: 16, sure: 1 }
const text = 'Pages lose a <filter>; explains 14 of 16 complaints'

const finding: Finding = { ...sample.findings[0]!, replay: [], looksLike }
const outcome: Outcome = { ...sample, findings: [finding] }

test('a finding that looks like nothing says nothing', () => {
  expect(looksLikeText(sample.findings[0]!)).toBeUndefined()
})

test('what a mistake would show and does not is part of the text', () => {
  expect(looksLikeText(finding)).toBe(text)
  expect(looksLikeText({ ...finding, looksLike: { ...looksLike, sure: 0.667 } })).toBe(
    `${text}; 66 % of what it would show is there`,
  )
})

test('every report has the description of a mistake, not its name', () => {
  const reports = [summary(outcome, { color: false, width: 120 }), markdownSummary(outcome), junit(outcome)]
  for (const report of reports) {
    expect(report).toMatch(/looks like:? +Pages lose a .*filter.*; explains 14 of 16 complaints/)
    expect(report).not.toContain('internal-name')
  }
})
