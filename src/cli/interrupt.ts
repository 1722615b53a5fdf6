/** Signals of the operating system, as an abort signal and the exit code that shells expect. */
export interface Interruption {
  readonly signal: AbortSignal
  /** 130 after Ctrl-C, 143 after a polite kill; undefined while nothing happened. */
  readonly exitCode: () => number | undefined
  release(): void
}

/** The first signal ends the work in good order; a second one ends the process at once. */
export function onInterrupt(say: (text: string) => void): Interruption {
  const controller = new AbortController()
  let code: number | undefined
  const handler = (name: NodeJS.Signals) => {
    if (code !== undefined) process.exit(code)
    code = name === 'SIGINT' ? 130 : 143
    say('stopping in good order: what was judged is kept (once more to quit at once)')
    controller.abort()
  }
  process.on('SIGINT', handler)
  process.on('SIGTERM', handler)
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => {
      process.off('SIGINT', handler)
      process.off('SIGTERM', handler)
    },
  }
}
