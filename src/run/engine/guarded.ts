import type { Engine } from './engine.ts'

/**
 * An engine during whose run nothing that is thrown where nobody awaits it ends the process: it is the engine that
 * fails then, so that what was judged is still reported, and what was pushed removed.
 * @example judge(subject, checks, guarded(inProcessEngine), how)
 */
export function guarded(engine: Engine): Engine {
  return {
    start(names) {
      const started = engine.start(names)
      return {
        dismiss: () => started.dismiss(),
        async *run(tasks, signal) {
          let trouble: unknown
          const onThrown = (cause: unknown) => {
            trouble ??= cause ?? new Error('nothing was thrown where nobody awaits it')
          }
          process.on('uncaughtException', onThrown)
          process.on('unhandledRejection', onThrown)
          try {
            yield* started.run(tasks, signal)
          } finally {
            process.off('uncaughtException', onThrown)
            process.off('unhandledRejection', onThrown)
          }
          if (trouble !== undefined) throw trouble
        },
      }
    },
  }
}
