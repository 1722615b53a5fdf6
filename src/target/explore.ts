import { explorationBudget } from '../../suites/explore/budget.ts'
import { campaign, type Progress } from '../../suites/explore/campaign.ts'
import type { Discovery } from '../../suites/explore/discovery.ts'
import { featuresOf, leftOut } from '../../suites/explore/explore.suite.ts'
import { groundOf, type RepositoryGround } from '../../suites/explore/ground.ts'
import { type History, overlaps } from '../../suites/explore/history.ts'
import { replay } from '../../suites/explore/replay.ts'
import type { RegistryContext } from '../check/define.ts'
import type { Feature } from '../check/session.ts'
import { NoResponse } from '../client/wire.ts'
import { isThere, type Leftover } from '../outcome/outcome.ts'
import { CannotJudge } from '../run/errors.ts'
import { connect } from './connect.ts'
import { explorationLanes, type RunOptions } from './options.ts'
import { RegistrySubject } from './registry-subject.ts'

export interface HowToExplore {
  /** Milliseconds after which no new step is taken. */
  readonly forMs: number
  /** How many histories are run at most. */
  readonly runs: number
  /** The number of steps in a history. */
  readonly steps: number
  /** Histories of earlier explorations, which are played first. */
  readonly known: readonly History[]
  readonly onHistory: (progress: Progress) => void
  readonly onFound: (found: Discovery) => void
}

/**
 * Explores a registry by random histories until time or runs are used up, or the signal is aborted, and removes what
 * they pushed.
 * @throws CannotJudge when the target cannot be reached, or stops responding
 */
export function exploreTarget(
  options: RunOptions,
  how: HowToExplore,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  return onTarget(options, signal, async (ground, context) => {
    const { shard } = options.selection
    const end = performance.now() + how.forMs
    const isOver = () => signal.aborted || performance.now() >= end
    const common = { features: featuresOf(context), salt: '' }
    for (const [at, history] of how.known.entries()) {
      if (isOver()) return
      if (shard && at % shard.count !== shard.index - 1) continue
      const found = await replay(ground, history, { ...common, rounds: roundsOf(history), isOver })
      if (found) how.onFound(found)
    }
    await campaign(ground, {
      ...explorationBudget,
      ...common,
      seed: options.content.seed,
      leaveOut: leftOut((feature) => context.has(feature)),
      lanes: explorationLanes,
      isHere: (lane) => !shard || lane % shard.count === shard.index - 1,
      runs: how.runs,
      steps: how.steps,
      isOver,
      onHistory: how.onHistory,
      onFound: how.onFound,
    })
  })
}

/** What overlaps may come out right by chance, so it is played several times. */
function roundsOf(history: History): number {
  return overlaps(history) ? explorationBudget.rounds : 1
}

/**
 * Plays one history on a registry, several times where clients overlap in it, and removes what it pushed.
 * @param rounds how often; absent: as often as it takes
 * @returns what still differs from the model, if anything does
 * @throws CannotJudge when the target cannot be reached, or stops responding
 */
export async function replayOnTarget(
  options: RunOptions,
  history: History,
  signal: AbortSignal,
  rounds = roundsOf(history),
): Promise<{ readonly found: Discovery | undefined; readonly leftovers: readonly Leftover[] }> {
  let found: Discovery | undefined
  const leftovers = await onTarget(options, signal, async (ground, context) => {
    const isOver = () => signal.aborted
    found = await replay(ground, history, { features: featuresOf(context), salt: context.seed, rounds, isOver })
  })
  return { found, leftovers }
}

/** Does something in the two repositories of a target, and cleans up after it whatever comes. */
async function onTarget(
  options: RunOptions,
  signal: AbortSignal,
  work: (ground: RepositoryGround, context: RegistryContext) => Promise<void>,
): Promise<readonly Leftover[]> {
  const clients = connect(options.connection)
  try {
    const subject = new RegistrySubject(options, clients, signal)
    const features = await subject.discover()
    const there = features.filter(({ state }) => isThere(state))
    const notebook = { record: () => {}, note: () => {} }
    const names = new Set(there.map(({ name }) => name as Feature))
    const context = subject.contexts(names, 1).context('explore', notebook)
    try {
      await work(groundOf([context.repo, context.alt]), context)
    } catch (cause) {
      // A wait that the signal ended is no trouble.
      if (!signal.aborted) {
        await subject.cleanUp(undefined)
        if (cause instanceof NoResponse) throw new CannotJudge(`the target stopped responding: ${cause.message}`)
        throw cause
      }
    }
    return await subject.cleanUp(undefined)
  } finally {
    await clients.close()
  }
}
