import { setTimeout as wait } from 'node:timers/promises'
import type { Outcome } from '../../outcome/outcome.ts'
import { isRed } from '../../report/conclusion.ts'
import { CannotJudge } from '../../run/errors.ts'
import { connect } from '../../target/connect.ts'
import type { RunOptions } from '../../target/options.ts'

/** Milliseconds between two looks at whether the target is there. */
const everyMs = 200

/** What makes a watch go on. */
type Event = 'restarted' | 'key' | 'all' | 'quit'

/**
 * Judges again when the target comes back after a restart, or on a key: what failed, or everything where nothing did.
 * @param judgeOnce judges, reports, and returns the outcome
 * @returns when the user quits, or the signal is aborted
 */
export async function watch(
  options: RunOptions,
  judgeOnce: (options: RunOptions) => Promise<Outcome>,
  signal: AbortSignal,
): Promise<void> {
  const keys = new Keys()
  let red: readonly string[] = []
  try {
    let event: Event = 'all'
    while (event !== 'quit' && !signal.aborted) {
      const only = event === 'all' ? [] : red
      // It may come back before it is looked at again.
      let wasGone = !(await isThere(options))
      try {
        const again = only.length > 0 ? { ...options, selection: { ...options.selection, only } } : options
        const outcome = await judgeOnce(again)
        wasGone = outcome.stopped?.reason === 'target-lost'
        red = outcome.checks.filter((check) => isRed(check, outcome)).map(({ id }) => id)
      } catch (cause) {
        if (!(cause instanceof CannotJudge)) throw cause
        say(`oci-referee: ${cause.message}`)
      }
      if (signal.aborted) return
      const { length } = red
      const what = length === 0 ? 'all checks run' : length === 1 ? 'what failed runs' : `the ${length} that failed run`
      say(`watching: ${what} again when the target is restarted, or on Enter (a: all, q: quit)`)
      event = await nextEvent(options, keys, wasGone, signal)
    }
  } finally {
    keys.close()
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

async function nextEvent(options: RunOptions, keys: Keys, isGone: boolean, signal: AbortSignal): Promise<Event> {
  let wasGone = isGone
  while (!signal.aborted) {
    const key = keys.next()
    if (key !== undefined) return key
    const there = await isThere(options)
    if (there && wasGone) return 'restarted'
    if (!there && !wasGone) say('the target is gone: waiting for it')
    wasGone ||= !there
    await wait(everyMs, undefined, { signal }).catch(() => {})
  }
  return 'quit'
}

/** Whether something responds at all: what it responds is for a run to say. */
async function isThere({ connection }: RunOptions): Promise<boolean> {
  const { client, close } = connect({ ...connection, timeoutMs: 2_000 })
  try {
    await client.send({ method: 'GET', to: '/v2/', access: { action: 'pull' } }, { record: () => {} })
    return true
  } catch {
    return false
  } finally {
    await close()
  }
}

/** Keys that a person pressed, or that were piped in. */
class Keys {
  readonly #pressed: Event[] = []
  readonly #onData = (chunk: Buffer) => {
    for (const key of chunk.toString()) {
      if (key === '\u0003') process.kill(process.pid, 'SIGINT')
      else if (key === 'q') this.#pressed.push('quit')
      else if (key === 'a') this.#pressed.push('all')
      else if (key === '\r' || key === '\n') this.#pressed.push('key')
    }
  }

  constructor() {
    if (process.stdin.isTTY) process.stdin.setRawMode(true)
    process.stdin.on('data', this.#onData)
  }

  next(): Event | undefined {
    return this.#pressed.shift()
  }

  close(): void {
    process.stdin.off('data', this.#onData)
    if (process.stdin.isTTY) process.stdin.setRawMode(false)
    process.stdin.pause()
  }
}
