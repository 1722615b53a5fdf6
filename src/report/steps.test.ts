import { describe, expect, test } from 'vitest'
import { junit } from './junit.ts'
import { markdownSummary } from './markdown.ts'
import { sampleCheck, sampleWith, stateViolation } from './sample-outcome.test-data.ts'
import { summary } from './terminal.ts'

const history = ['Push the image m1 to A by digest.', ['Push it to A by the tag a.', 'Delete the image m1 from A.']]
const violation = stateViolation('a tag that is there is not found', ['200'], '404')
const outcome = sampleWith([
  sampleCheck('explore/overlapping-manifests', 'fail', {
    violation: { ...violation, facts: { ...violation.facts, history } as typeof violation.facts },
  }),
])
const steps = [
  '1. Push the image m1 to A by digest.',
  '2. At the same time:',
  '   - Push it to A by the tag a.',
  '   - Delete the image m1 from A.',
]

describe('the steps of a history are numbered lines', () => {
  test('on a terminal', () => {
    const lines = summary(outcome, { color: false, width: 100 }).split('\n')
    const first = lines.findIndex((line) => line.startsWith('    after       1. '))
    expect(lines.slice(first, first + 4).map((line) => line.slice(16))).toEqual(steps)
  })

  test('in Markdown', () => {
    expect(markdownSummary(outcome)).toContain(`Steps:\n\n\`\`\`\n${steps.join('\n')}\n\`\`\``)
  })

  test('in JUnit', () => {
    expect(junit(outcome)).toContain(`after:\n${steps.map((line) => `  ${line}`).join('\n')}\n`)
  })
})
