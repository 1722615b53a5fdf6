import { Maker } from '../../fixtures/make/maker.ts'
import { profileNames } from '../catalogue/profiles.ts'
import { nameOf } from '../check/existing.ts'
import type { CheckResult } from '../check/runtime.ts'
import { targetLost } from '../check/runtime.ts'
import type { Feature } from '../check/session.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import type { Client } from '../client/client.ts'
import { Redactor } from '../client/redact.ts'
import { NoResponse } from '../client/wire.ts'
import { name, version } from '../version.ts'
import { type Choice, choiceOf, chosen, claims, declaredBy, wantedFeatures } from './choice.ts'
import { cleanUp, Ledger } from './cleanup.ts'
import { connect } from './connect.ts'
import { connectionOf } from './connection.ts'
import { discover } from './discover/discover.ts'
import { discoverReadable, existingFeature, expectExisting } from './discover/existing.ts'
import { ping } from './discover/ping.ts'
import { lookAround } from './discover/surroundings.ts'
import { startEngine } from './engine/engine.ts'
import { CannotJudge, UsageError } from './errors.ts'
import { findingsOf } from './findings.ts'
import { judge } from './judge.ts'
import type { RepositoryOptions, RunOptions } from './options.ts'
import type { FeatureOutcome, Leftover, Outcome, Stopped } from './outcome.ts'
import { type Planned, plan } from './plan.ts'
import { roleFeatures } from './roles.ts'
import { scoredProfiles, scoresOf } from './scores.ts'
import { mainRepository, sessionOf } from './session.ts'

/** What a run tells while it is under way. */
export interface RunEvents {
  onPlan?(planned: readonly Planned[]): void
  onResult?(result: CheckResult): void
  /** A phase has begun: asking the target, judging, cleaning up. */
  onPhase?(phase: 'asking' | 'judging' | 'removing'): void
}

/**
 * Judges one target and removes what it pushed. An abort of the signal ends it early: the outcome then says so and
 * holds what was judged until then.
 * @throws UsageError when nothing is selected
 * @throws CannotJudge when the target cannot be reached, is no registry, or lets this user do nothing
 */
export async function run(
  options: RunOptions,
  events: RunEvents = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Outcome> {
  const started = new Date()
  const began = performance.now()
  const { connection, repositories, selection, content, judging } = options
  const choice = choiceOf(options)
  const selected = chosen(choice)
  if (selected.length === 0) throw new UsageError(nothingSelected(choice))
  const redactor = new Redactor()
  const way = connectionOf(options)
  const { client, close } = connect(way, redactor)
  const ledger = new Ledger()
  try {
    events.onPhase?.('asking')
    const server = await ping(client, connection.credentials !== undefined, connection.credentialsFrom)
    // Only now: most runs that cannot be end here, and need no worker for that.
    const engine = startEngine({
      connection: way,
      repository: repositories.repository,
      alternateRepository: repositories.alternateRepository,
      spec: selection.spec,
      seed: content.seed,
      settleMs: judging.settleMs,
      checks: selected.map(({ id }) => id),
      existing: content.existing,
      ...(content.upgradeSeed !== undefined && { upgradeSeed: content.upgradeSeed }),
    })
    const features = await ask(client, options, ledger).catch(async (cause) => {
      await engine.dismiss()
      throw cause
    })
    features.push(...roleFeatures(connection.identities ?? []))
    const planned = plan(selected, selection.spec, features)
    events.onPlan?.(planned)
    events.onPhase?.('judging')
    const start = {
      features: features
        .filter(({ state }) => state === 'found' || state === 'declared')
        .map((one) => one.name as Feature),
      checks: planned.filter((one) => !one.notRun).map((one) => one.id),
    }
    const judged = await engine.judge(
      start,
      { onPushed: (items) => ledger.add(items), onResult: (result) => events.onResult?.(result) },
      signal,
    )
    const results = new Map(judged.results.map((result) => [result.id, result]))
    const stopped = stoppedBy(start.checks, results, judged.error, signal)
    const checks = judge(planned, results, judged.exchanges, {
      strict: judging.strict,
      notJudged: stopped?.message ?? 'it was not judged',
      claims: claims(selection.profiles),
    })
    events.onPhase?.('removing')
    // What an earlier run left is needed again when this one came to no end.
    if (!stopped) ledger.add(repositories.alsoRemove ?? [])
    const leftovers = await remove(client, repositories, ledger, stopped)
    const findings = findingsOf(checks)
    return {
      format: 'oci-referee/outcome/1',
      tool: { name, version },
      spec: selection.spec,
      target: {
        url: connection.origin,
        repository: repositories.repository,
        alternateRepository: repositories.alternateRepository,
        ...(server !== undefined && { server: redactor.text(server) }),
      },
      seed: content.seed,
      started: started.toISOString(),
      durationMs: Math.round(performance.now() - began),
      requests: judged.requests + client.requests,
      options: {
        strict: judging.strict,
        settleMs: judging.settleMs,
        timeoutMs: connection.timeoutMs,
        concurrency: connection.concurrency,
        only: selection.only,
        skip: selection.skip,
        ...(selection.profiles.length < profileNames.length && { profiles: selection.profiles }),
        ...(judging.readOnly && { readOnly: true }),
        ...(content.existing.length > 0 && { existing: content.existing.map(nameOf) }),
      },
      ...(stopped && { stopped }),
      features,
      profiles: scoresOf(scoredProfiles(choice, features), checks, findings),
      checks,
      findings,
      leftovers,
      exchanges: [...judged.exchanges.values()].sort((a, b) => a.id - b.id),
    }
  } finally {
    await close()
  }
}

function nothingSelected({ readOnly, existing, identities, profiles }: Choice): string {
  const hints = [
    ...(profiles.length < profileNames.length ? ['--profile leaves out those of other profiles'] : []),
    ...(readOnly ? ['--read-only leaves out those that push'] : []),
    ...(existing.length === 0 ? ['those of existing content need --existing'] : []),
    ...(identities ? [] : ['those of access need --identity']),
  ]
  return `no check is selected: see \`oci-referee list\` for the ids that --only and --skip take (${hints.join(', ')})`
}

async function ask(client: Client, options: RunOptions, ledger: Ledger): Promise<FeatureOutcome[]> {
  const { connection, repositories, selection, content, judging } = options
  const session = sessionOf(client, options, ledger)
  const repo = mainRepository(session, repositories.repository)
  const declared = declaredBy(selection)
  const wanted = wantedFeatures(choiceOf(options))
  const referrers = selection.spec !== '1.0'
  try {
    const named = await expectExisting(repo, content.existing)
    // An upgrade is verified where an earlier run pushed.
    if (!judging.readOnly && content.upgradeSeed === undefined)
      ledger.spare(await lookAround(client, repositories.named, repositories.allowContent))
    const found = judging.readOnly
      ? await discoverReadable(repo, named, { declared, wanted, referrers })
      : await discover({
          repo,
          alt: mainRepository(session, repositories.alternateRepository),
          make: new Maker(content.seed, 'discover'),
          declared,
          referrers,
          wanted,
          claimsPush: selection.profiles.includes('push'),
        })
    const seed = { name: 'upgrade-seed', state: 'declared', how: '--upgrade-verify' } as const
    return [...found, ...existingFeature(content.existing), ...(content.upgradeSeed === undefined ? [] : [seed])]
  } catch (cause) {
    if (!(cause instanceof NoResponse || cause instanceof AccessRefused || cause instanceof CannotJudge)) throw cause
    await cleanUp(client, ledger.items)
    throw cause instanceof CannotJudge
      ? cause
      : new CannotJudge(`${connection.origin} stopped answering while it was asked what it has: ${cause.message}`)
  }
}

function stoppedBy(
  wanted: readonly string[],
  results: ReadonlyMap<string, CheckResult>,
  error: string | undefined,
  signal: AbortSignal,
): Stopped | undefined {
  if (signal.aborted) return { reason: 'interrupted', message: 'the run was interrupted' }
  const all = [...results.values()]
  const lost = all.find((result) => result.blockedBy === targetLost)
  if (lost) return { reason: 'target-lost', message: `the target stopped answering in mid-run: ${lost.reason}` }
  const broken = all.find((result) => result.outcome === 'broken')
  if (broken) return { reason: 'internal', message: `the check ${broken.id} itself broke: ${broken.reason}` }
  if (error !== undefined) return { reason: 'internal', message: `the suites could not run: ${error}` }
  const missing = wanted.filter((id) => !results.has(id))
  if (missing.length === 0) return undefined
  return { reason: 'internal', message: `${missing.length} checks gave no result, the first of them ${missing[0]}` }
}

async function remove(
  client: Client,
  { keep }: RepositoryOptions,
  ledger: Ledger,
  stopped: Stopped | undefined,
): Promise<Leftover[]> {
  const left = (why: string) => ledger.items.map(({ repository, reference }) => ({ repository, reference, why }))
  if (keep) return left('--keep')
  if (stopped?.reason === 'target-lost') return left('the target does not answer any more')
  return await cleanUp(client, ledger.items)
}
