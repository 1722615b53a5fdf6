import { beforeAll, describe, test } from 'vitest'
import type { CheckOutcome, Outcome } from '../outcome/outcome.ts'
import { isRed } from '../report/conclusion.ts'
import { textOf } from '../report/finding.ts'
import { entryOf } from '../run/plan.ts'
import { choiceOf, chosen } from '../target/choice.ts'
import { judge, runOptions } from './judge.ts'
import type { JudgeOptions } from './options.ts'

/** A whole run, and what it waits for at its end. Milliseconds. */
const timeout = 600_000

/**
 * Registers a test for each check in a vitest file: the registry is judged once, before the first of them.
 * @param target `http://host:port`, or what finds it once the hooks of the file have started it
 * @example
 * import { referee } from 'oci-referee/vitest'
 *
 * referee('http://localhost:5000', { only: ['referrers'] })
 */
export function referee(target: string | (() => string | Promise<string>), options: JudgeOptions = {}): void {
  // Which checks there are does not depend on where the registry is.
  const selected = chosen(choiceOf(runOptions('http://localhost', options)))
  const spec = runOptions('http://localhost', options).selection.spec
  describe('OCI Distribution Specification', () => {
    let outcome: Outcome | undefined
    let checks: ReadonlyMap<string, CheckOutcome> = new Map()
    beforeAll(async () => {
      outcome = await judge(typeof target === 'string' ? target : await target(), options)
      checks = new Map(outcome.checks.map((check) => [check.id as string, check]))
    }, timeout)

    for (const check of selected) {
      test(`${check.id}: ${entryOf(check, spec).title}`, ({ skip }) => {
        const found = checks.get(check.id)
        if (!found || !outcome) throw new Error(outcome?.stopped?.message ?? 'it was not judged')
        if (found.verdict === 'skip') skip(found.reason)
        if (isRed(found, outcome)) throw new Error(messageOf(found))
      })
    }
  })
}

function messageOf(check: CheckOutcome): string {
  if (check.verdict === 'blocked') return `blocked by ${check.blockedBy}: ${check.reason ?? ''}`
  const { summary, expected, actual } = textOf(check)
  return `${summary}\nexpected: ${expected.join(', or ')}\nactual:   ${actual}`
}
