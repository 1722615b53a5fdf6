import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { PoolRunnerInitializer } from 'vitest/node'
import type { CheckResult } from '../../check/result.ts'
import type { Engine, Tasks } from './engine.ts'
import { handOver } from './handover.ts'
import { Queue } from './queue.ts'

/**
 * Runs tasks as vitest tests, all at once, in the thread that calls: exchanges, bodies and clients stay where they are
 * made. One run at a time in a process.
 */
export const vitestEngine: Engine = {
  start(names) {
    const results = new Queue<CheckResult>()
    let release: (tasks: Tasks) => void = () => {}
    const tasks = new Promise<Tasks>((resolve) => {
      release = resolve
    })
    handOver({ names, tasks, onResult: (result) => results.push(result) })
    const ended = runVitest()
    ended.then(
      () => results.end(),
      (cause) => results.end(cause),
    )
    return {
      run(chosen) {
        release(chosen)
        return results
      },
      async dismiss() {
        release(new Map())
        await ended.catch(() => {})
      },
    }
  },
}

/** @throws Error when vitest itself fails, so that not every registered test got its turn */
async function runVitest(): Promise<void> {
  const [{ startVitest }, worker] = await Promise.all([import('vitest/node'), import('vitest/worker')])
  const root = join(import.meta.dirname, '..', '..', '..')
  let trouble: Error | undefined
  const restore = keepProcess((error) => {
    trouble ??= error
  })
  const quiet = new Writable({ write: (_chunk, _encoding, done) => done() })
  try {
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
        pool: sameThread(worker),
        // The suite file is read anew in each run; what it imports is shared, and read natively.
        isolate: true,
        maxWorkers: 1,
        fileParallelism: false,
        sequence: { concurrent: true },
        // Tasks wait for each other's scenarios: a bound on how many are under way would be a deadlock.
        maxConcurrency: 1_000_000,
        testTimeout: 0,
        cache: false,
        passWithNoTests: true,
        disableConsoleIntercept: true,
        server: { deps: { inline: [/entry\.suite\.js$/], external: [/\.js$/] } },
        reporters: [
          {
            onTestRunEnd(modules, unhandled) {
              const [error] = [...unhandled, ...modules.flatMap((module) => module.errors())]
              if (error) trouble ??= new Error(`the suites could not run: ${error.message}`)
            },
          },
        ],
      },
      { logLevel: 'silent', clearScreen: false },
      { stdout: quiet, stderr: quiet },
    )
    await vitest.close()
  } finally {
    restore()
  }
  if (trouble) throw trouble
}

/**
 * A pool that runs tests in this very thread. Messages are copied as between threads: vitest counts on either side
 * keeping its own.
 */
function sameThread({ init, runBaseTests, setupEnvironment }: typeof import('vitest/worker')): PoolRunnerInitializer {
  return {
    name: 'same-thread',
    createPoolWorker: () => {
      const [toPool, toWorker] = [new EventEmitter(), new EventEmitter()]
      const post = (side: EventEmitter) => (message: unknown) => {
        const copy: unknown = structuredClone(message)
        queueMicrotask(() => side.emit('message', copy))
      }
      init({
        post: post(toPool),
        on: (listener) => toWorker.on('message', listener),
        off: (listener) => toWorker.off('message', listener),
        runTests: (state, traces) => runBaseTests('run', state, traces),
        collectTests: (state, traces) => runBaseTests('collect', state, traces),
        setup: setupEnvironment,
      })
      return {
        name: 'same-thread',
        on: (event, listener) => toPool.on(event, listener),
        off: (event, listener) => toPool.off(event, listener),
        send: post(toWorker),
        deserialize: (data) => data,
        start: async () => {},
        stop: async () => {},
      }
    },
  }
}

/** What vitest would answer to by ending the process, or keep to itself even after its end. */
const ownEvents: readonly (string | symbol)[] = ['SIGINT', 'SIGTERM', 'uncaughtException', 'unhandledRejection']

/**
 * Vitest changes the process that it runs in: it ends it on Ctrl-C, where here what was judged is still to be reported
 * and what was pushed to be removed; it lets nobody else end it; it sets variables of the environment and an exit code.
 * @param onError takes what is thrown where nobody awaits it
 * @returns what undoes all that
 */
function keepProcess(onError: (error: Error) => void): () => void {
  const environment = { ...process.env }
  const { exit, exitCode } = process
  const onThrown = (cause: unknown) => onError(cause instanceof Error ? cause : new Error(String(cause)))
  const refuse = (name: string | symbol, listener: () => void) => {
    if (ownEvents.includes(name)) queueMicrotask(() => process.off(name, listener))
  }
  // A second Ctrl-C ends the process at once, in mid-run too.
  Object.defineProperty(process, 'exit', { configurable: true, enumerable: true, get: () => exit, set: () => {} })
  process.on('uncaughtException', onThrown)
  process.on('unhandledRejection', onThrown)
  process.on('newListener', refuse)
  return () => {
    process.off('newListener', refuse)
    process.off('uncaughtException', onThrown)
    process.off('unhandledRejection', onThrown)
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
    Object.assign(process.env, environment)
    process.exitCode = exitCode
    Object.defineProperty(process, 'exit', { configurable: true, enumerable: true, writable: true, value: exit })
  }
}
