import { Maker } from '../../fixtures/make/maker.ts'
import { pushExistingContent } from '../../suites/existing/content.ts'
import { pushUpgradeContent, upgradeContent } from '../../suites/upgrade/content.ts'
import type { Level } from '../catalogue/types.ts'
import type { Existing } from '../check/existing.ts'
import { createIdentityClients } from '../check/identity.ts'
import type { CheckResult } from '../check/result.ts'
import type { Session } from '../check/session.ts'
import { StepFailed } from '../check/violation.ts'
import { Authenticator } from '../client/auth/authenticator.ts'
import { Breakdowns } from '../client/breakdowns.ts'
import { Client } from '../client/client.ts'
import { Gate } from '../client/gate.ts'
import { Redactor } from '../client/redact.ts'
import { httpTransport } from '../client/transport.ts'
import { NoResponse, type Transport } from '../client/wire.ts'
import type { FeatureOutcome, Finding, Leftover, Outcome, Verdict } from '../outcome/outcome.ts'
import { createRegistry, type Registry, serveRegistry } from '../registry/index.ts'
import { inProcessEngine } from '../run/engine/in-process.ts'
import { CannotJudge } from '../run/errors.ts'
import { outcomeOf } from '../run/judge.ts'
import { Ledger } from '../target/cleanup.ts'
import type { Clients } from '../target/connect.ts'
import { defaults, maxBody, type RunOptions } from '../target/options.ts'
import { judgeRegistry } from '../target/run.ts'
import { mainRepository, sessionOf } from '../target/session.ts'
import type { Target } from './target.ts'
import { inProcess } from './transport.ts'
import { accessFor, identitiesFor, owner } from './users.ts'

/** What one check came to on one target: before and after levels and needs are weighed. */
export interface CheckSeen {
  readonly outcome: CheckResult['outcome'] | 'not-run'
  readonly verdict: Verdict
  /** Level of what it judges. */
  readonly level?: Level | null
  /** What sort of thing it found wrong, where it judges something. */
  readonly kind?: string
}

export interface TargetSeen {
  readonly target: Target
  /** By id. Empty when the target could not be judged. */
  readonly checks: Readonly<Record<string, CheckSeen>>
  readonly findings: readonly Finding[]
  /** Heads of findings that do not come out red again when they alone are run. */
  readonly greenReplays: readonly string[]
  /** What is still there after the clean-up. */
  readonly leftovers: readonly Leftover[]
  /** Why no check was judged at all. */
  readonly cannotJudge?: string
  readonly requests: number
  readonly ms: number
}

const repository = 'prove/a'
const alternateRepository = 'prove/b'
/** A repository of its own for what is there before a run. */
const existingRepository = 'prove/existing'
/** Bytes of a body that records keep. */
const keptBytes = 256
const virtualOrigin = 'http://127.0.0.1:5000'

/** So many runs with other seeds miss what shows in half of them with a chance of one in thirty. */
const maxChances = 5

/**
 * Judges one registry by every check that applies to it. Never rejects for what the registry does. One that shows what
 * is wrong with it by chance is judged again, with another seed, until it does.
 * @param only ids of checks: then these alone, and findings are not replayed
 */
export async function judgeTarget(target: Target, seed: string, only: readonly string[] = []): Promise<TargetSeen> {
  let result = await judgeWithSeed(target, seed, only)
  for (let chance = 2; target.byChance && result.findings.length === 0 && chance <= maxChances; chance++)
    result = await judgeWithSeed(target, `${seed} ${chance}`, only)
  return result
}

async function judgeWithSeed(target: Target, seed: string, only: readonly string[]): Promise<TargetSeen> {
  const registry = registryOf(target)
  const result = await judgeOnce(registry, target, seed, only)
  if (target.kind !== 'fault' || only.length > 0) return result
  // The command that a finding names has to show it.
  const greenReplays: string[] = []
  for (const { id, replay } of result.findings) {
    if (replay.length > 0 && !(await showsAgain(id, replay))) greenReplays.push(id)
  }
  return { ...result, greenReplays }

  /** On the registry as the run left it, or as it was at first; what shows by chance has another try. */
  async function showsAgain(id: string, replay: readonly string[]): Promise<boolean> {
    for (const where of [registry, registryOf(target), registry]) {
      const { checks } = await judgeOnce(where, target, seed, replay)
      if (checks[id]?.verdict === 'fail') return true
    }
    return false
  }
}

/** What came of the checks of one target when each ran once, before anything is weighed or looked at again. */
export interface FirstLook {
  readonly features: readonly FeatureOutcome[]
  readonly results: readonly CheckResult[]
}

/** Runs every check that applies to a target once, and ends there. */
export async function firstLook(target: Target, seed: string): Promise<FirstLook> {
  const registry = registryOf(target)
  const clients = await reach(registry, target)
  try {
    const options = await prepared(target, registry, clients, optionsFor(target, seed, clients.client.origin, []))
    const results: CheckResult[] = []
    let features: readonly FeatureOutcome[] = []
    let running = Number.POSITIVE_INFINITY
    for await (const event of judgeRegistry(options, clients, inProcessEngine)) {
      if (event.type === 'features') features = event.features
      if (event.type === 'planned') running = event.planned.filter(({ notRun }) => !notRun).length
      if (event.type === 'result') results.push(event.result)
      if (results.length >= running) break
    }
    return { features, results }
  } catch (cause) {
    if (cause instanceof CannotJudge) return { features: [], results: [] }
    throw cause
  } finally {
    await clients.close()
  }
}

function registryOf(target: Target): Registry {
  return createRegistry({
    faults: target.faults,
    variants: target.variants,
    ...(target.users && { access: accessFor(target.users, repository, alternateRepository) }),
  })
}

async function judgeOnce(
  registry: Registry,
  target: Target,
  seed: string,
  only: readonly string[] = [],
): Promise<TargetSeen> {
  const start = performance.now()
  const clients = await reach(registry, target)
  const requests = () => clients.client.requests + clients.identityClients.requests
  const done = (result: Pick<TargetSeen, 'checks' | 'findings' | 'leftovers' | 'cannotJudge'>): TargetSeen => ({
    target,
    greenReplays: [],
    ...result,
    requests: requests(),
    ms: Math.round(performance.now() - start),
  })
  try {
    const options = await prepared(target, registry, clients, optionsFor(target, seed, clients.client.origin, only))
    const results = new Map<string, CheckResult>()
    const outcome = await outcomeOf(judgeRegistry(options, clients, inProcessEngine), (event) => {
      if (event.type === 'result') results.set(event.result.id, event.result)
    })
    return done({ checks: checksIn(outcome, results), findings: outcome.findings, leftovers: outcome.leftovers })
  } catch (cause) {
    if (cause instanceof CannotJudge)
      return done({ checks: {}, findings: [], leftovers: [], cannotJudge: cause.message })
    throw cause
  } finally {
    await clients.close()
  }
}

function checksIn({ checks }: Outcome, results: ReadonlyMap<string, CheckResult>): Record<string, CheckSeen> {
  const entries = checks.map(({ id, verdict, level, violation }): [string, CheckSeen] => {
    const kind = verdict === 'observed' ? undefined : violation?.facts.kind
    return [id, { outcome: results.get(id)?.outcome ?? 'not-run', verdict, level, ...(kind !== undefined && { kind }) }]
  })
  return Object.fromEntries(entries)
}

function optionsFor(target: Target, seed: string, origin: string, only: readonly string[]): RunOptions {
  return {
    connection: {
      ...defaults.connection,
      origin,
      ...(target.users && { credentials: owner, identities: identitiesFor(target.users) }),
    },
    repositories: { ...defaults.repositories, repository, alternateRepository },
    selection: {
      ...defaults.selection,
      spec: target.spec,
      features: target.features,
      // Access faults run the access checks only; the rest cannot see them.
      only: only.length > 0 ? only : target.users && target.kind === 'fault' ? ['access'] : [],
    },
    content: { ...defaults.content, seed },
    judging: { ...defaults.judging, settleMs: target.settleMs },
  }
}

async function reach(registry: Registry, target: Target): Promise<Clients> {
  const { transport: send, origin, close } = await way(registry, target.onSockets)
  const gate = new Gate({ max: defaults.connection.concurrency })
  const transport = gate.through(send)
  const redactor = new Redactor()
  const common = { transport, origin, redactor, keep: keptBytes, breakdowns: new Breakdowns() }
  const authenticator = target.users && new Authenticator({ credentials: owner, transport, redactor })
  const client = new Client({ ...common, ...(authenticator && { authenticator }) })
  const identityClients = createIdentityClients(common, target.users ? identitiesFor(target.users) : [])
  return { client, identityClients, redactor, gate, close }
}

async function way(
  registry: Registry,
  onSockets: boolean,
): Promise<{ transport: Transport; origin: string; close(): Promise<void> }> {
  if (!onSockets) return { transport: inProcess(registry.fetch), origin: virtualOrigin, close: async () => {} }
  const served = await serveRegistry(registry)
  const { send, close } = httpTransport({ connections: 64, timeoutMs: 30_000, maxBody })
  return {
    transport: send,
    origin: served.url,
    close: async () => {
      await close()
      await served.close()
    },
  }
}

/** Pushes what is there before the run, and says so in its options. */
async function prepared(
  target: Target,
  registry: Registry,
  { client }: Clients,
  options: RunOptions,
): Promise<RunOptions> {
  // What is there before a run is none of its business at the end.
  const session = sessionOf(client, options, new Ledger())
  const upgradeSeed = target.upgrades ? await upgraded(registry, session) : undefined
  const existing = await existingIn(session)
  return { ...options, content: { ...options.content, existing, upgradeSeed } }
}

/** Pushes what is in a registry before a run. Nothing: the target does not take it, which other checks will tell. */
async function existingIn(session: Session): Promise<Existing[]> {
  try {
    return await pushExistingContent(mainRepository(session, existingRepository), new Maker(session.seed, 'existing'))
  } catch (cause) {
    if (cause instanceof StepFailed || cause instanceof NoResponse) return []
    throw cause
  }
}

/**
 * Pushes, as long as the referrers API is off, what a registry may hold when it gets the API, then turns it on.
 * @returns the seed of what was pushed; undefined when the target does not take it, which other checks will tell
 */
async function upgraded(registry: Registry, session: Session): Promise<string | undefined> {
  const seed = `${session.seed} before the API`
  registry.setReferrersApi(false)
  try {
    await pushUpgradeContent(mainRepository(session, repository), upgradeContent(new Maker(seed, 'upgrade')))
    return seed
  } catch (cause) {
    if (cause instanceof StepFailed || cause instanceof NoResponse) return undefined
    throw cause
  } finally {
    registry.setReferrersApi(true)
  }
}
