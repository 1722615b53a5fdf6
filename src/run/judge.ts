import type { ProfileName } from '../catalogue/profiles.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { Check } from '../check/define.ts'
import { Monitors } from '../check/monitors.ts'
import type { CheckResult } from '../check/result.ts'
import { Runner } from '../check/runner.ts'
import type { Feature } from '../check/session.ts'
import type { Exchange } from '../outcome/exchange.ts'
import {
  type FeatureOutcome,
  type Finding,
  isThere,
  type Look,
  type Outcome,
  type OutcomeOptions,
  type Stopped,
} from '../outcome/outcome.ts'
import type { RequestFacts } from '../outcome/violation.ts'
import { name, version } from '../version.ts'
import { knownMistakes } from './dictionary/index.ts'
import { withLooksLike } from './dictionary/looks-like.ts'
import type { Engine } from './engine/engine.ts'
import type { RunEvent } from './events.ts'
import { findingsOf } from './findings.ts'
import { latencyOf } from './latency.ts'
import { lookAgainByMonitors } from './monitors-again.ts'
import { plan } from './plan.ts'
import { replayable } from './replay.ts'
import { scoresOf } from './scores.ts'
import { lookAgain } from './second-look.ts'
import type { Shard } from './shard.ts'
import type { Subject } from './subject.ts'
import { weigh } from './weigh.ts'

/** How a run judges. */
export interface How {
  readonly spec: SpecVersion
  readonly seed: string
  /** As the outcome tells them. */
  readonly options: OutcomeOptions
  /** Profiles that the user names as claimed. */
  readonly claimed: readonly ProfileName[]
  /** Those of the claimed profiles that are scored. */
  readonly scored: (features: readonly FeatureOutcome[]) => readonly ProfileName[]
  /** Whether the subject claims to take such a request; absent: it claims everything. */
  readonly claims?: (request: RequestFacts) => boolean
  /** The part of a run that this is; absent: it is the whole of one. */
  readonly shard?: Shard | undefined
}

const interrupted: Stopped = { reason: 'interrupted', message: 'the run was interrupted' }

/** How long what is under way may take to end once a run is interrupted. Milliseconds. */
const stopWithinMs = 5_000

/**
 * What comes after the first look, each for itself, may take as long as that did, and at least so long: what is slow or
 * means ill fails so many checks that looking again at all of them would take hours. Milliseconds.
 */
const againMs = 30_000

/**
 * Judges one subject: asks what it has, plans, runs, weighs, finds causes, cleans up. A run over HTTP and a proof go
 * this same way. An abort of the signal ends it early: the outcome then says so and holds what was judged until then.
 * @param checks those that are chosen, whether or not they apply to this subject
 * @throws CannotJudge when the subject cannot be reached, is none, or lets this user do nothing
 * @example
 * for await (const event of judge(subject, checks, inProcessEngine, how)) {
 *   if (event.type === 'outcome') console.log(event.outcome.findings.length)
 * }
 */
export async function* judge<C>(
  subject: Subject<C>,
  checks: readonly Check<C>[],
  engine: Engine,
  how: How,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<RunEvent, void> {
  const started = new Date()
  const began = performance.now()
  const engineStarted = engine.start(checks.map(({ id }) => id))
  const features = await subject.discover().catch(async (cause) => {
    await engineStarted.dismiss()
    throw cause
  })
  yield { type: 'features', features }
  const planned = plan(checks, how.spec, features, how.claimed)
  yield { type: 'planned', planned }

  const there = present(features)
  const exchanges: Exchange[] = []
  const running = planned.filter(({ notRun }) => !notRun)
  const monitors = new Monitors(running.map(({ check }) => check))
  const runner = new Runner(subject.contexts(there, 1), { exchanges, monitors })
  const byId = new Map(running.map(({ id, check }) => [id as string, check]))
  const tasks = new Map(running.map(({ id, check }) => [id as string, () => runner.run(check)]))
  const results = new Map<string, CheckResult>()
  let trouble: string | undefined
  try {
    for await (const result of untilAborted(engineStarted.run(tasks, signal), signal)) {
      results.set(result.id, result)
      // A monitor has its result when all responses have come.
      if (!byId.get(result.id)?.monitor) yield { type: 'result', result }
    }
  } catch (cause) {
    trouble = cause instanceof Error ? cause.message : String(cause)
  }

  for (const [id, result] of results) {
    if (!byId.get(id)?.monitor) continue
    const judged = withMonitor(result, monitors)
    results.set(id, judged)
    yield { type: 'result', result: judged }
  }

  let stopped = stoppedBy([...tasks.keys()], results, trouble, signal)
  const { strict } = how.options
  const weighing = {
    strict,
    notJudged: stopped?.message ?? 'it was not judged',
    ...(how.claims && { claims: how.claims }),
  }
  let outcomes = weigh(planned, results, weighing)
  const mayTakeMs = Math.max(againMs, performance.now() - began)
  if (!stopped) {
    const isTimeUp = timer(mayTakeMs)
    const looks = new Map<string, Look>()
    const tried = new Set<string>()
    // A check that was blocked may fail by itself once the one that blocked it does not fail any more.
    for (let before = -1, endedEarly = false; tried.size > before && !endedEarly; ) {
      before = tried.size
      const at = { subject, features: there, checks: byId, outcomes, first: results, before: runner, tried, isTimeUp }
      const again = await lookAgain(at)
      endedEarly = again.endedEarly
      for (const [id, result] of again.results) results.set(id, result)
      for (const [id, look] of again.looks) looks.set(id, look)
      outcomes = weigh(planned, results, { ...weighing, looks })
    }
    if (!isTimeUp()) {
      for (const [id, look] of await lookAgainByMonitors(subject, there, byId, outcomes, exchanges)) looks.set(id, look)
      outcomes = weigh(planned, results, { ...weighing, looks })
    }
    if (signal.aborted) stopped = interrupted
  }
  for (const check of outcomes) yield { type: 'verdict', check }
  let findings: readonly Finding[] = findingsOf(outcomes)
  if (!stopped && findings.length > 0) {
    await subject.tidy()
    const replayed = await replayable(subject, there, byId, findings, outcomes, 4, timer(mayTakeMs))
    findings = replayed.findings
    for (const [finding, recording] of replayed.recordings) yield { type: 'recorded', finding, recording }
    if (signal.aborted) stopped = interrupted
  }
  const leftovers = await subject.cleanUp(stopped)
  findings = withLooksLike(findings, outcomes, knownMistakes())
  yield { type: 'removed', leftovers }
  const evidence = complete(exchanges, results)
  const outcome: Outcome = {
    format: 'oci-referee/outcome/1',
    tool: { name, version },
    spec: how.spec,
    target: subject.describe(),
    seed: how.seed,
    started: started.toISOString(),
    durationMs: Math.round(performance.now() - began),
    requests: subject.requests(),
    options: how.options,
    ...(how.shard && { shard: { ...how.shard, failedSteps: failedSteps(results) } }),
    ...(stopped && { stopped }),
    features,
    profiles: scoresOf(how.scored(features), outcomes, findings),
    checks: outcomes,
    findings,
    latency: latencyOf(evidence),
    leftovers,
    exchanges: evidence,
  }
  yield { type: 'outcome', outcome }
}

function failedSteps(results: ReadonlyMap<string, CheckResult>): string[] {
  return [...results.values()].flatMap(({ id, outcome }) => (outcome === 'step-failed' ? [id] : [])).sort()
}

/** Tells whether so many milliseconds have gone by since. */
function timer(ms: number): () => boolean {
  const until = performance.now() + ms
  return () => performance.now() >= until
}

/** The last word of a run. */
export async function outcomeOf(
  events: AsyncIterable<RunEvent>,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<Outcome> {
  let outcome: Outcome | undefined
  for await (const event of events) {
    onEvent(event)
    if (event.type === 'outcome') outcome = event.outcome
  }
  if (!outcome) throw new Error('the run ended without an outcome')
  return outcome
}

/** A monitor judges once all responses have come. */
function withMonitor(result: CheckResult, monitors: Monitors): CheckResult {
  const { id, notes, exchanges, durationMs } = result
  const weighed = monitors.resultOf(id, result)
  const shown = 'violation' in weighed ? weighed.violation.exchange : undefined
  const rests = shown === undefined || exchanges.includes(shown) ? exchanges : [...exchanges, shown]
  return { ...weighed, id, notes, exchanges: rests, durationMs }
}

function present(features: readonly FeatureOutcome[]): ReadonlySet<Feature> {
  const there = features.filter(({ state }) => isThere(state))
  return new Set(there.map(({ name }) => name as Feature))
}

/** Hands on what comes; once the signal is aborted, only what still comes within a few seconds. */
async function* untilAborted<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]()
  let timer: NodeJS.Timeout | undefined
  let begin = () => {}
  const late = new Promise<IteratorResult<T>>((resolve) => {
    begin = () => {
      timer = setTimeout(() => resolve({ done: true, value: undefined }), stopWithinMs)
    }
  })
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin, { once: true })
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), late])
      if (next.done) return
      yield next.value
    }
  } finally {
    // An abort after this is none of its business: it would keep the process alive.
    signal.removeEventListener('abort', begin)
    clearTimeout(timer)
  }
}

function stoppedBy(
  wanted: readonly string[],
  results: ReadonlyMap<string, CheckResult>,
  trouble: string | undefined,
  signal: AbortSignal,
): Stopped | undefined {
  if (signal.aborted) return interrupted
  const all = [...results.values()]
  const lost = all.find((result) => result.outcome === 'lost')
  if (lost) return { reason: 'target-lost', message: `the target stopped responding in mid-run: ${lost.reason}` }
  const broken = all.find((result) => result.outcome === 'broken')
  if (broken) return { reason: 'internal', message: `the check ${broken.id} itself broke: ${broken.reason}` }
  if (trouble !== undefined) return { reason: 'internal', message: trouble }
  const missing = wanted.filter((id) => !results.has(id))
  if (missing.length === 0) return undefined
  return { reason: 'internal', message: `${missing.length} checks gave no result, the first of them ${missing[0]}` }
}

/** Exchanges that results rest on. One that is under way yet is left as it is: its response may still come. */
function complete(exchanges: readonly Exchange[], results: ReadonlyMap<string, CheckResult>): Exchange[] {
  const used = new Set([...results.values()].flatMap((result) => result.exchanges))
  return exchanges.filter(({ id }) => used.has(id))
}
