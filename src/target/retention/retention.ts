import { StepFailed } from '../../check/violation.ts'
import { AccessRefused } from '../../client/auth/authenticator.ts'
import { NoResponse } from '../../client/wire.ts'
import type { CheckOutcome, Outcome } from '../../outcome/outcome.ts'
import { CannotJudge } from '../../run/errors.ts'
import { entryOf } from '../../run/plan.ts'
import { cleanUp, Ledger } from '../cleanup.ts'
import { connect } from '../connect.ts'
import { lookAround } from '../discover/surroundings.ts'
import { inBrief } from '../in-brief.ts'
import type { RunOptions } from '../options.ts'
import { mainRepository, sessionOf } from '../session.ts'
import type { RetentionState } from './state.ts'
import { beginWatch, retentionOf, watch } from './watch.ts'

export interface RetentionRun {
  readonly state: RetentionState
  /** False: it was stopped, and can be gone on with. */
  readonly finished: boolean
}

/**
 * Watches how long a registry keeps referrers. A state to go on from continues an earlier watch; without one, what is
 * watched is pushed first. Once the time is over all of it is removed.
 * @throws CannotJudge when what is to be watched cannot be pushed
 */
export async function observeRetention(
  options: RunOptions,
  from: RetentionState | number,
  save: (state: RetentionState) => Promise<void>,
  signal: AbortSignal,
): Promise<RetentionRun> {
  const { connection, repositories, content } = options
  const { client, close } = connect(options.connection)
  const ledger = new Ledger()
  const session = sessionOf(client, options, ledger)
  try {
    const resumed = typeof from === 'number' ? undefined : from
    const repo = mainRepository(session, resumed?.repository ?? repositories.repository)
    if (!resumed) ledger.spare(await lookAround(client, repositories.named, true))
    const begun = resumed ?? (await beginWatch(repo, content.seed, connection.origin, from as number, ledger))
    await save(begun)
    const state = await watch(repo, begun, save, signal)
    const finished = Date.now() - Date.parse(state.started) >= state.durationMs
    if (!finished) return { state, finished }
    if (!repositories.keep) await cleanUp(client, state.pushed)
    await save({ ...state, over: true })
    return { state, finished }
  } catch (cause) {
    if (cause instanceof StepFailed || cause instanceof NoResponse || cause instanceof AccessRefused) {
      await cleanUp(client, ledger.items)
      throw new CannotJudge(
        `${connection.origin}: what is to be watched could not be pushed: ${cause instanceof StepFailed ? inBrief(cause.violation) : cause.message}`,
      )
    }
    throw cause
  } finally {
    await close()
  }
}

/** An outcome with what a watch found beside its other observations. */
export function withRetention(outcome: Outcome, state: RetentionState): Outcome {
  const observations = state.watched.map(({ question }, index): CheckOutcome => {
    const entry = entryOf({ id: question }, outcome.spec)
    return { ...entry, verdict: 'observed', ...retentionOf(state, index), notes: [], exchanges: [], durationMs: 0 }
  })
  const ids = new Set<string>(observations.map(({ id }) => id))
  const checks = [...outcome.checks.filter(({ id }) => !ids.has(id)), ...observations].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  )
  return { ...outcome, checks }
}
