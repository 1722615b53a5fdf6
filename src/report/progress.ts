import picocolors from 'picocolors'
import type { Verdict } from '../outcome/outcome.ts'
import { count } from '../text/count.ts'

export interface ProgressOptions {
  readonly write: (text: string) => void
  /** True on a terminal: one line that is drawn again and again. False: a plain line every tenth. */
  readonly interactive: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** Number of checks in the run. */
  readonly total: number
  readonly color: boolean
  /** Milliseconds of any clock that never goes back. */
  readonly now?: () => number
}

export interface Progress {
  /** One more check has run. What it comes to is known once all have. */
  done(): void
  /** One check has its verdict. Numbers of verdicts are those of the report. */
  verdict(check: { readonly verdict: Verdict }): void
  /** Takes the bar away. Nothing is written afterwards. */
  end(): void
}

/** Milliseconds between two drawings. */
const pause = 100
const eraseLine = '\r\u001b[K'
// Skipped checks are no news while a run is under way.
const newsworthy = ['fail', 'blocked', 'warn'] as const satisfies readonly Verdict[]

/** Shows how far a run is: a bar that is drawn at most ten times a second, or plain lines where nobody watches. */
export function createProgress(options: ProgressOptions): Progress {
  const show = options.interactive ? bar(options) : lines(options)
  const verdicts = new Map<Verdict, number>()
  let done = 0
  let ended = false
  const update = () => {
    if (!ended) show.update(done, newsOf(verdicts))
  }
  return {
    done() {
      done++
      update()
    },
    verdict({ verdict }) {
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1)
      update()
    },
    end() {
      if (!ended) show.end()
      ended = true
    },
  }
}

interface Display {
  update(done: number, news: string): void
  end(): void
}

function bar({ write, width, total, color, now = () => performance.now() }: ProgressOptions): Display {
  const paint = picocolors.createColors(color)
  let drawn: number | undefined

  const draw = (done: number, news: string) => {
    drawn = now()
    const words = ` ${done}/${total}${news}`
    // A full line would move the cursor to the next one.
    const room = Math.min(40, width - 1 - words.length)
    const filled = total > 0 ? Math.min(room, Math.floor((room * done) / total)) : 0
    const tint = news === '' ? paint.green : paint.red
    const painted = room < 5 ? '' : tint('━'.repeat(filled)) + paint.dim('─'.repeat(room - filled))
    write(`${eraseLine}${painted}${words.slice(0, Math.max(0, width - 1))}`)
  }

  return {
    update(done, news) {
      if (drawn === undefined || now() - drawn >= pause || (done >= total && news === '')) draw(done, news)
    },
    end() {
      if (drawn !== undefined) write(eraseLine)
    },
  }
}

function lines({ write, total }: ProgressOptions): Display {
  let tenth = 0
  return {
    update(done) {
      const reached = total > 0 ? Math.floor((done * 10) / total) : 0
      if (reached <= tenth) return
      tenth = reached
      write(`${done} of ${count(total, 'check')} done\n`)
    },
    end() {},
  }
}

/** ", 2 fail, 1 warn", or nothing. */
function newsOf(verdicts: ReadonlyMap<Verdict, number>): string {
  return newsworthy
    .filter((verdict) => verdicts.has(verdict))
    .map((verdict) => `, ${verdicts.get(verdict)} ${verdict}`)
    .join('')
}
