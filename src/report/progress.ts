import picocolors from 'picocolors'
import { type Totals, totalsOf, type Verdict } from '../run/outcome.ts'
import { count } from '../text/count.ts'
import { oneLine } from '../text/safe.ts'

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
  /** Tells how many checks are done, by verdict; verdicts left out count as none. */
  update(done: Partial<Totals>): void
  /** Prints a line of its own, above the bar. */
  line(text: string): void
  /** Takes the bar away. Nothing is written afterwards. */
  end(): void
}

const pause = 100
const eraseLine = '\r\u001b[K'
// Skipped checks are no news while a run is under way.
const told = ['fail', 'blocked', 'warn'] as const satisfies readonly Verdict[]

/** Shows how far a run is: a bar that is drawn at most ten times a second, or plain lines where nobody watches. */
export function createProgress(options: ProgressOptions): Progress {
  return options.interactive ? bar(options) : lines(options)
}

function bar({ write, width, total, color, now = () => performance.now() }: ProgressOptions): Progress {
  const paint = picocolors.createColors(color)
  let totals: Totals = totalsOf([])
  let drawn: number | undefined
  let ended = false

  const draw = () => {
    drawn = now()
    const done = sum(totals)
    const words = ` ${done}/${total}${news(totals)}`
    // A full line would move the cursor to the next one.
    const room = Math.min(40, width - 1 - words.length)
    const filled = total > 0 ? Math.min(room, Math.floor((room * done) / total)) : 0
    const red = totals.fail + totals.blocked > 0
    const painted =
      room < 5 ? '' : (red ? paint.red : paint.green)('━'.repeat(filled)) + paint.dim('─'.repeat(room - filled))
    write(`${eraseLine}${painted}${words.slice(0, Math.max(0, width - 1))}`)
  }

  return {
    update(done) {
      if (ended) return
      totals = { ...totalsOf([]), ...done }
      if (drawn === undefined || now() - drawn >= pause || sum(totals) >= total) draw()
    },
    line(text) {
      if (ended) return
      write(`${drawn === undefined ? '' : eraseLine}${oneLine(text, 1000)}\n`)
      if (drawn !== undefined) draw()
    },
    end() {
      if (!ended && drawn !== undefined) write(eraseLine)
      ended = true
    },
  }
}

function lines({ write, total }: ProgressOptions): Progress {
  let tenth = 0
  let ended = false
  return {
    update(done) {
      const totals = { ...totalsOf([]), ...done }
      const reached = total > 0 ? Math.floor((sum(totals) * 10) / total) : 0
      if (ended || reached <= tenth) return
      tenth = reached
      write(`${sum(totals)} of ${count(total, 'check')} done${news(totals)}\n`)
    },
    line(text) {
      if (!ended) write(`${oneLine(text, 1000)}\n`)
    },
    end() {
      ended = true
    },
  }
}

function sum(totals: Totals): number {
  return Object.values(totals).reduce((total, number) => total + number, 0)
}

/** ", 2 fail, 1 warn", or nothing. */
function news(totals: Totals): string {
  return told
    .filter((verdict) => totals[verdict] > 0)
    .map((verdict) => `, ${totals[verdict]} ${verdict}`)
    .join('')
}
