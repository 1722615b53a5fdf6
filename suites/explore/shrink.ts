import type { History } from './history.ts'
import { simpler } from './simplify.ts'

/**
 * Runs a history anew and says whether it fails as before. The salt differs from run to run: content and tags made
 * with it meet nothing that an earlier run left behind.
 */
export type Fails = (history: History, salt: string) => Promise<boolean>

export interface Budget {
  /** How often histories may be run in all. */
  readonly runs: number
  /** How often a history is run before it counts as one that passes, where the target is not steady. */
  readonly patience: number
  /** Whether something else than the number of runs is used up, such as requests. */
  readonly isOver?: () => boolean
  /** The history is one that fails whenever it is run, so it need not be run first. */
  readonly isKnown?: boolean
}

export interface Shrunk {
  readonly history: History
  readonly runs: number
  /** How often the shrunk history failed, of how many times it was run. */
  readonly cameBack: { readonly times: number; readonly of: number }
  /** Nothing can be left out any more; false: the budget ended first. */
  readonly isMinimal: boolean
}

/**
 * Looks for the shortest history that still fails (delta debugging): leaves out halves, quarters, single steps, makes
 * the steps that are left and their content plainer, and leaves out any two steps of few.
 */
export async function shrink(history: History, fails: Fails, budget: Budget): Promise<Shrunk> {
  const trial = new Trial(fails, budget)
  const before = budget.isKnown ? { times: 1, of: 1 } : await trial.count(history)
  if (before.times === 0) return { history, runs: trial.runs, cameBack: before, isMinimal: false }
  trial.isSteady = before.times === before.of
  let best = history
  for (;;) {
    const shorter = await plainer(await withoutSteps(best, trial), trial)
    const next = shorter === best ? await withoutTwo(best, trial) : shorter
    const isDone = next === best
    best = next
    if (isDone || trial.isOver) break
  }
  const isMinimal = !trial.isOver
  // What always failed did so just now.
  const cameBack = best === history ? before : trial.isSteady ? { times: 1, of: 1 } : await trial.count(best)
  return { history: best, runs: trial.runs, cameBack, isMinimal }
}

/** Runs histories as long as the budget lasts. */
class Trial {
  /** Every run so far failed: one run is enough to know that a history passes. */
  isSteady = false
  readonly #fails: Fails
  readonly #budget: Budget
  #runs = 0

  constructor(fails: Fails, budget: Budget) {
    this.#fails = fails
    this.#budget = budget
  }

  get runs(): number {
    return this.#runs
  }

  get isOver(): boolean {
    return this.#runs >= this.#budget.runs || this.#budget.isOver?.() === true
  }

  /** Whether a history fails; one that failed once does. */
  async fails(history: History): Promise<boolean> {
    const patience = this.isSteady ? 1 : this.#budget.patience
    for (let tries = 0; tries < patience && !this.isOver; tries++) if (await this.#run(history)) return true
    return false
  }

  /** How often a history fails. Runs it once at least, whatever is left of the budget. */
  async count(history: History): Promise<{ times: number; of: number }> {
    const result = { times: 0, of: 0 }
    do {
      if (await this.#run(history)) result.times += 1
      result.of += 1
    } while (result.of < this.#budget.patience && !this.isOver)
    return result
  }

  #run(history: History): Promise<boolean> {
    this.#runs += 1
    return this.#fails(history, String(this.#runs))
  }
}

/** Leaves out stretches of steps, the longest first, from the end to the beginning; the last step shows it, as a rule. */
async function withoutSteps(history: History, trial: Trial): Promise<History> {
  let best = history
  const tried = async (start: number, end: number) => {
    const candidate = without(best, (at) => at >= start && at < end)
    if (await trial.fails(candidate)) best = candidate
  }
  for (let length = Math.ceil((history.steps.length - 1) / 2); length >= 1; length = half(length)) {
    let end = best.steps.length - 1
    while (end > 0 && !trial.isOver) {
      const start = Math.max(0, end - length)
      await tried(start, end)
      end = start
    }
  }
  if (best.steps.length > 0 && !trial.isOver) await tried(best.steps.length - 1, best.steps.length)
  return best
}

function half(length: number): number {
  return length === 1 ? 0 : Math.ceil(length / 2)
}

/** With more steps than this, there are too many pairs of them. */
const fewSteps = 8

/** Leaves out any two steps that have others between them: what the one did the other undid. */
async function withoutTwo(history: History, trial: Trial): Promise<History> {
  const { length } = history.steps
  if (length > fewSteps) return history
  for (let first = 0; first < length; first++) {
    for (let second = first + 1; second < length && !trial.isOver; second++) {
      const candidate = without(history, (at) => at === first || at === second)
      if (await trial.fails(candidate)) return candidate
    }
  }
  return history
}

function without(history: History, isLeftOut: (at: number) => boolean): History {
  return { ...history, steps: history.steps.filter((_, at) => !isLeftOut(at)) }
}

/** Takes the first plainer form that still fails, again and again. */
async function plainer(history: History, trial: Trial): Promise<History> {
  let best = history
  for (let found = true; found && !trial.isOver; ) {
    found = false
    for (const candidate of simpler(best)) {
      if (trial.isOver) break
      if (!(await trial.fails(candidate))) continue
      best = candidate
      found = true
      break
    }
  }
  return best
}
