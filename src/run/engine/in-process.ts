import type { CheckResult } from '../../check/result.ts'
import type { Engine } from './engine.ts'
import { Queue } from './queue.ts'

/** Runs all tasks at once, without a test runner around them. */
export const inProcessEngine: Engine = {
  start: () => ({
    run(tasks) {
      const results = new Queue<CheckResult>()
      const all = [...tasks.values()].map(async (task) => results.push(await task()))
      Promise.all(all).then(
        () => results.end(),
        (cause) => results.end(cause),
      )
      return results
    },
    dismiss: async () => {},
  }),
}
