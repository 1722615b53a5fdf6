import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { BroadcastChannel } from 'node:worker_threads'
import type { Pushed } from '../../check/journal.ts'
import type { CheckResult } from '../../check/runtime.ts'
import type { Exchange } from '../../client/exchange.ts'
import type { FromWorker, Job, Start, ToWorker } from './messages.ts'

export interface EngineEvents {
  onResult(result: CheckResult): void
  onPushed(items: readonly Pushed[]): void
}

export interface EngineOutcome {
  readonly results: readonly CheckResult[]
  /** By id; ids of exchanges that no result rests on are missing. */
  readonly exchanges: ReadonlyMap<number, Exchange>
  readonly requests: number
  /** Set when the engine itself failed: nothing that is missing from the results was judged. */
  readonly error?: string
}

/** How long the worker may take to finish what is under way once it is told to stop. */
const stopWithinMs = 5_000

/** A worker that has been started and waits to be told which checks run. */
export interface Engine {
  /**
   * Lets the checks run and hands on their results as they come. Resolves when all are done, when the signal stops
   * them, or when the worker dies: then with what was there until then.
   */
  judge(start: Start, events: EngineEvents, signal: AbortSignal): Promise<EngineOutcome>
  /** Ends a worker that is not needed after all. */
  dismiss(): Promise<void>
}

/** Starts a vitest worker for a job. It takes half a second: enough to ask the target what it has meanwhile. */
export function startEngine(unnamed: Omit<Job, 'channel'>): Engine {
  const job = { ...unnamed, channel: `oci-referee:${randomUUID()}` }
  const channel = new BroadcastChannel(job.channel)
  const tell = (message: ToWorker) => channel.postMessage(message)
  const results: CheckResult[] = []
  const exchanges = new Map<number, Exchange>()
  let requests = 0
  let events: EngineEvents | undefined
  const { promise: ready, resolve: isReady } = deferred()
  const { promise: end, resolve: hasEnded } = deferred()
  channel.onmessage = (event) => {
    const message = (event as MessageEvent).data as FromWorker
    switch (message.type) {
      case 'ready':
        return isReady()
      case 'pushed':
        return events?.onPushed(message.items)
      case 'result':
        for (const exchange of message.exchanges) exchanges.set(exchange.id, exchange)
        results.push(message.result)
        return events?.onResult(message.result)
      case 'end':
        requests = message.requests
        return hasEnded()
    }
  }
  const run = runVitest(job).catch((cause: unknown) => (cause instanceof Error ? cause.message : String(cause)))

  return {
    async judge(start, listener, signal) {
      events = listener
      const { promise: stopped, resolve: isStopped } = deferred()
      const onAbort = () => {
        tell({ type: 'stop' })
        setTimeout(isStopped, stopWithinMs).unref()
      }
      signal.addEventListener('abort', onAbort)
      try {
        await Promise.race([ready, run])
        if (signal.aborted) onAbort()
        else tell({ type: 'start', ...start })
        const error = await Promise.race([run, stopped])
        // Results travel on a channel of their own and may come in after vitest's last word.
        if (!error) await Promise.race([end, stopped, pause(stopWithinMs)])
        return { results, exchanges, requests, ...(error && { error }) }
      } finally {
        signal.removeEventListener('abort', onAbort)
        channel.close()
      }
    },
    async dismiss() {
      await Promise.race([ready, run])
      tell({ type: 'stop' })
      await Promise.race([run, pause(stopWithinMs)])
      channel.close()
    },
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
}

/** Resolves with what went wrong in vitest itself, undefined when every registered check got its turn. */
async function runVitest(job: Job): Promise<string | undefined> {
  const { startVitest } = await import('vitest/node')
  const root = join(import.meta.dirname, '..', '..', '..')
  let trouble: string | undefined
  const letSignalsBe = refuseSignalListeners()
  const quiet = new Writable({ write: (_chunk, _encoding, done) => done() })
  const vitest = await startVitest(
    'test',
    [],
    {
      root,
      // Nothing of the folder that this is run from or installed in may change a run.
      config: false,
      watch: false,
      include: ['src/run/engine/entry.suite.js'],
      exclude: [],
      pool: 'threads',
      isolate: false,
      maxWorkers: 1,
      fileParallelism: false,
      sequence: { concurrent: true },
      maxConcurrency: 256,
      testTimeout: 0,
      cache: false,
      passWithNoTests: true,
      server: { deps: { external: [/\.js$/] } },
      provide: { job },
      reporters: [
        {
          onInit: letSignalsBe,
          onTestRunEnd(modules, unhandled) {
            const errors = [...unhandled, ...modules.flatMap((module) => module.errors())]
            if (errors[0]) trouble = errors[0].message
          },
        },
      ],
    },
    { logLevel: 'silent', clearScreen: false },
    { stdout: quiet, stderr: quiet },
  ).finally(letSignalsBe)
  // vitest names a failed run in the exit code of the process; here the verdict decides that.
  process.exitCode = 0
  await vitest.close()
  return trouble
}

/**
 * Vitest ends the process on Ctrl-C. Here what was judged is still to be reported and what was pushed to be removed, so
 * the listeners that it adds are taken away again. Returns what lets listeners be added as usual.
 */
function refuseSignalListeners(): () => void {
  const refuse = (name: string | symbol, listener: () => void) => {
    if (name === 'SIGINT' || name === 'SIGTERM') queueMicrotask(() => process.off(name, listener))
  }
  process.on('newListener', refuse)
  return () => void process.off('newListener', refuse)
}
