// The one file that vitest loads: everything else is imported from here, natively, once.
import { test } from 'vitest'
import { handedOver } from './handover.ts'
import { problemOf } from './problem.ts'

const { names, tasks, onResult } = handedOver()

for (const name of names) {
  test.concurrent(name, { timeout: 0 }, async ({ skip }) => {
    const task = (await tasks).get(name)
    if (!task) return skip()
    const result = await task()
    onResult(result)
    if (result.outcome === 'skipped') skip(result.reason)
    const problem = problemOf(result)
    if (problem) throw problem
  })
}
