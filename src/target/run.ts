import { profileNames } from '../catalogue/profiles.ts'
import { nameOf } from '../check/existing.ts'
import type { Outcome, OutcomeOptions } from '../outcome/outcome.ts'
import type { Engine } from '../run/engine/engine.ts'
import { guarded } from '../run/engine/guarded.ts'
import { inProcessEngine } from '../run/engine/in-process.ts'
import { UsageError } from '../run/errors.ts'
import type { RunEvent } from '../run/events.ts'
import { type How, judge, outcomeOf } from '../run/judge.ts'
import { calledAs } from '../text/called-as.ts'
import { choiceOf, chosen, claims, scoredProfiles } from './choice.ts'
import { type Clients, connect } from './connect.ts'
import type { RunOptions } from './options.ts'
import { RegistrySubject } from './registry-subject.ts'

/**
 * Judges one registry and removes what it pushed. An abort of the signal ends it early: the outcome then says so and
 * holds what was judged until then.
 * @throws UsageError when nothing is selected
 * @throws CannotJudge when the target cannot be reached, is no registry, or lets this user do nothing
 * @example
 * const { connection, repositories, content, ...rest } = defaults
 * const outcome = await run({
 *   ...rest,
 *   connection: { ...connection, origin: 'http://localhost:5000' },
 *   repositories: { ...repositories, ...repositoriesOf('1') },
 *   content: { ...content, seed: '1' },
 * })
 */
export async function run(
  options: RunOptions,
  onEvent: (event: RunEvent) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
  engine?: Engine,
): Promise<Outcome> {
  const { length } = chosen({ ...choiceOf(options), shard: undefined })
  // A part may have nothing to do; the whole may not.
  if (length === 0) throw new UsageError(nothingSelected(options))
  // Not aborted by the signal: what was pushed is still to be removed.
  const clients = connect(options.connection, { readOnly: options.judging.readOnly })
  try {
    return await outcomeOf(judgeRegistry(options, clients, engine ?? (await engineFor(length)), signal), onEvent)
  } finally {
    await clients.close()
  }
}

/** So few checks need no test runner: to load it costs more than they do. */
const fewChecks = 10

async function engineFor(checks: number): Promise<Engine> {
  if (checks <= fewChecks) return guarded(inProcessEngine)
  return (await import('../run/engine/vitest.ts')).vitestEngine
}

/** The events of judging a registry that clients reach, on whatever way. */
export function judgeRegistry(
  options: RunOptions,
  clients: Clients,
  engine: Engine,
  signal?: AbortSignal,
): AsyncGenerator<RunEvent, void> {
  const subject = new RegistrySubject(options, clients, signal)
  return judge(subject, chosen(choiceOf(options)), engine, howOf(options), signal)
}

/** How a run judges, from its options. */
export function howOf({ connection, selection, content, judging }: RunOptions): How {
  const { strict, settleMs, readOnly } = judging
  const { only, skip, profiles, spec } = selection
  const options: OutcomeOptions = {
    strict,
    settleMs,
    timeoutMs: connection.timeoutMs,
    concurrency: connection.concurrency,
    only,
    skip,
    profiles,
    readOnly,
    existing: content.existing.map(nameOf),
  }
  return {
    spec,
    shard: selection.shard,
    seed: content.seed,
    options,
    claims: claims(profiles),
    claimed: profiles.length < profileNames.length ? profiles : [],
    scored: (features) => scoredProfiles({ profiles, readOnly }, features),
  }
}

function nothingSelected({ connection, selection, content, judging }: RunOptions): string {
  const hints = [
    ...(selection.profiles.length < profileNames.length ? ['--profile leaves out those of other profiles'] : []),
    ...(judging.readOnly ? ['--read-only leaves out those that push'] : []),
    ...(content.existing.length === 0 ? ['those of existing content need --existing'] : []),
    ...(connection.identities ? [] : ['those of access need --identity']),
  ]
  return `no check is selected: see \`${calledAs()} list\` for the ids that --only and --skip take (${hints.join(', ')})`
}
