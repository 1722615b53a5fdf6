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
 * Looks for the shortest history that still fails (delta debugging): leaves out halves, quarters, single steps, then
 * makes the steps that are left and their content plainer.
 */
export async function shrink(history: History, fails: Fails, budget: Budget): Promise<Shrunk> {
  const trial = new Trial(fails, budget)
  const before = await trial.count(history)
  if (before.times === 0) return { history, runs: trial.runs, cameBack: before, isMinimal: false }
  trial.isSteady = before.times === before.of
  let best = history
  for (;;) {
    const shorter = await plainer(await withoutSteps(best, trial), trial)
    const isDone = shorter === best
    best = shorter
    if (isDone || trial.isOver) break
  }
  const isMinimal = !trial.isOver
  const cameBack = best === history ? before : await trial.count(best)
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

/** Leaves out stretches of steps, the longest first, from the end to the beginning. */
async function withoutSteps(history: History, trial: Trial): Promise<History> {
  let best = history
  for (
    let length = Math.ceil(history.steps.length / 2);
    length >= 1;
    length = length === 1 ? 0 : Math.ceil(length / 2)
  ) {
    let end = best.steps.length
    while (end > 0 && !trial.isOver) {
      const start = Math.max(0, end - length)
      const steps = best.steps.filter((_, at) => at < start || at >= end)
      const candidate = { ...best, steps }
      if (await trial.fails(candidate)) best = candidate
      end = start
    }
  }
  return best
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
