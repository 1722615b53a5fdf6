import { parentPort } from 'node:worker_threads'
import { judgeTarget } from './judge-target.ts'
import type { Answered, Job } from './messages.ts'

// Judges what it is told, as many targets at once as it is sent: how many that are is up to the pool.
parentPort?.on('message', ({ id, target, seed }: Job) => {
  const response = (answered: Answered) => parentPort?.postMessage(answered)
  judgeTarget(target, seed).then(
    (seen) => response({ id, seen }),
    (cause: unknown) =>
      response({ id, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
})
