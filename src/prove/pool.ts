import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { judgeTarget, type TargetSeen } from './judge-target.ts'
import type { Answered, Job } from './messages.ts'
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
  const workers = Array.from({ length: threads }, () => startWorker(seed))
  const gate = limited(threads * targetsPerThread)
  return {
    judge: (target) =>
      gate(() => {
        const idlest = workers.reduce((a, b) => (b.busy() < a.busy() ? b : a))
        return idlest.judge(target)
      }),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()))
    },
  }
}

/** The same without threads, a few targets at once. */
export function localPool(seed: string): Pool {
  const gate = limited(targetsPerThread)
  return { judge: (target) => gate(() => judgeTarget(target, seed)), close: async () => {} }
}

function startWorker(seed: string) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    // Much is made and soon forgotten: with little room for the young, a third of the time would go into collecting it.
    resourceLimits: { maxYoungGenerationSizeMb: 256 },
  })
  const waiting = new Map<number, { resolve(seen: TargetSeen): void; reject(cause: Error): void }>()
  let jobs = 0
  worker.on('message', (answered: Answered) => {
    const waiter = waiting.get(answered.id)
    waiting.delete(answered.id)
    if ('seen' in answered) waiter?.resolve(answered.seen)
    else waiter?.reject(new Error(answered.error))
  })
  const lost = (cause: Error) => {
    for (const { reject } of waiting.values()) reject(cause)
    waiting.clear()
  }
  worker.on('error', lost)
  worker.on('exit', () => lost(new Error('a worker thread ended before its time')))
  return {
    busy: () => waiting.size,
    judge: (target: Target) =>
      new Promise<TargetSeen>((resolve, reject) => {
        const id = jobs++
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, target, seed } satisfies Job)
      }),
    close: () => worker.terminate(),
  }
}

/** Lets a number of tasks run at once; the others wait their turn, first come, first served. */
export function limited(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = []
  let running = 0
  return async (task) => {
    if (running >= most) await new Promise<void>((resolve) => queue.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}
