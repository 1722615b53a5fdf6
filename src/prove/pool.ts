import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'
import { Tinypool } from 'tinypool'
import { judgeTarget, type TargetSeen } from './judge-target.ts'
import type { Job } from './messages.ts'
import type { Target } from './target.ts'

/** Judges targets, each by itself. */
export interface Pool {
  judge(target: Target): Promise<TargetSeen>
  close(): Promise<void>
}

/** Targets that one thread has under way: enough to fill the waits of one with the work of another. */
const targetsPerThread = 3

/** A pool of worker threads, one for each core. For compiled code only: a worker loads its own modules. */
export function threadPool(seed: string, threads = Math.min(availableParallelism(), 8)): Pool {
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    concurrentTasksPerWorker: targetsPerThread,
    // Much is made and soon forgotten: with little room for the young, a third of the time would go into collecting it.
    resourceLimits: { maxYoungGenerationSizeMb: 256 },
  })
  return {
    judge: (target) => pool.run({ target, seed } satisfies Job),
    close: () => pool.destroy(),
  }
}

/** The same without threads, a few targets at once. */
export function localPool(seed: string): Pool {
  const limit = pLimit(targetsPerThread)
  return { judge: (target) => limit(() => judgeTarget(target, seed)), close: async () => {} }
}
