import { setMaxListeners } from 'node:events'
import { Maker } from '../../fixtures/make/maker.ts'
import { pushExistingContent } from '../../suites/existing/content.ts'
import { suites } from '../../suites/index.ts'
import { pushUpgradeContent, upgradeContent } from '../../suites/upgrade/content.ts'
import type { Check } from '../check/define.ts'
import type { Existing } from '../check/existing.ts'
import { Blocked } from '../check/failure.ts'
import { createIdentityClients } from '../check/identity.ts'
import { type CheckResult, Runtime } from '../check/runtime.ts'
import type { Feature, Session } from '../check/session.ts'
import { Authenticator } from '../client/auth/authenticator.ts'
import { Client } from '../client/client.ts'
import { Redactor } from '../client/redact.ts'
import { httpTransport } from '../client/transport.ts'
import { NoResponse, type Transport } from '../client/wire.ts'
import { createRegistry, type Registry, serveRegistry } from '../registry/index.ts'
import { discover } from '../run/discover/discover.ts'
import { existingFeature } from '../run/discover/existing.ts'
import { ping } from '../run/discover/ping.ts'
import { CannotJudge } from '../run/errors.ts'
import { findingsOf } from '../run/findings.ts'
import { judge } from '../run/judge.ts'
import { maxBody } from '../run/options.ts'
import { areaOf, type Finding, type Verdict } from '../run/outcome.ts'
import { plan } from '../run/plan.ts'
import { roleFeatures } from '../run/roles.ts'
import { mainRepository } from '../run/session.ts'
import type { Target } from './target.ts'
import { inProcess } from './transport.ts'
import { accessFor, identitiesFor, owner } from './users.ts'

/** What one check came to on one target: before and after levels and needs are weighed. */
export interface CheckSeen {
  readonly outcome: CheckResult['outcome'] | 'not-run'
  readonly verdict: Verdict
  /** Why it is not a pass. */
  readonly why?: string
}

export interface TargetSeen {
  readonly target: Target
  /** By id. Empty when the target could not be judged. */
  readonly checks: Readonly<Record<string, CheckSeen>>
  readonly findings: readonly Finding[]
  /** Why no check was judged at all. */
  readonly cannotJudge?: string
  readonly requests: number
  readonly ms: number
}

const repository = 'prove/a'
const alternateRepository = 'prove/b'
/** A repository of its own for what is there before a run. */
const existingRepository = 'prove/existing'
/** Bytes of a body that messages may quote. */
const keptBytes = 256
const virtualOrigin = 'http://127.0.0.1:5000'

/** Judges one registry by every check that applies to it. Never rejects for what the registry does. */
export async function judgeTarget(target: Target, seed: string): Promise<TargetSeen> {
  const start = performance.now()
  const registry = createRegistry({
    faults: target.faults,
    variants: target.variants,
    ...(target.users && { access: accessFor(target.users, repository, alternateRepository) }),
  })
  const { transport, origin, close } = await reach(registry, target.onSockets)
  const redactor = new Redactor()
  const common = { transport, origin, redactor, keep: keptBytes }
  const authenticator = target.users && new Authenticator({ credentials: owner, transport, redactor })
  const client = new Client({ ...common, ...(authenticator && { authenticator }) })
  const identityClients = createIdentityClients(common, target.users ? identitiesFor(target.users) : [])
  const done = (seen: Pick<TargetSeen, 'checks' | 'findings' | 'cannotJudge'>): TargetSeen => ({
    target,
    ...seen,
    requests: client.requests + identityClients.requests,
    ms: Math.round(performance.now() - start),
  })
  try {
    return done(await judged(target, seed, registry, { client, identityClients }))
  } catch (cause) {
    if (cause instanceof CannotJudge) return done({ checks: {}, findings: [], cannotJudge: cause.message })
    throw cause
  } finally {
    await close()
  }
}

async function reach(
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

async function judged(
  target: Target,
  seed: string,
  registry: Registry,
  { client, identityClients }: Pick<Session, 'client' | 'identityClients'>,
): Promise<Pick<TargetSeen, 'checks' | 'findings'>> {
  // Hundreds of waits hang on it at a time.
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  const session: Session = {
    client,
    ...(identityClients && { identityClients }),
    journal: { pushed: () => {} },
    spec: target.spec,
    features: new Set(),
    seed,
    settleMs: target.settleMs,
    signal,
    blobs: new Map(),
  }
  await ping(client, target.users !== undefined)
  const upgradeSeed = target.upgrades ? await upgraded(registry, session) : undefined
  const existing = await existingIn(session)
  const found = await discover({
    repo: mainRepository(session, repository),
    alt: mainRepository(session, alternateRepository),
    make: new Maker(seed, 'discover'),
    declared: target.features,
    referrers: target.spec !== '1.0',
  })
  const features = [
    ...found,
    ...roleFeatures(target.users ? identitiesFor(target.users) : []),
    ...existingFeature(existing),
  ]
  if (upgradeSeed) features.push({ name: 'upgrade-seed', state: 'declared', how: 'pushed before the API was on' })
  const planned = plan(suitesFor(target), target.spec, features)
  const runtime = new Runtime({
    session: {
      ...session,
      features: new Set(
        features.filter(({ state }) => ['found', 'declared'].includes(state)).map(({ name }) => name as Feature),
      ),
      // The run knows nothing of what was pushed before it.
      blobs: new Map(),
    },
    repository,
    alternateRepository,
    existing,
    ...(upgradeSeed !== undefined && { upgradeSeed }),
  })
  const results = await Promise.all(planned.filter((one) => !one.notRun).map(({ check }) => runtime.run(check)))
  const raw = new Map(results.map((result) => [result.id, result]))
  const exchanges = new Map(runtime.exchanges.map((exchange) => [exchange.id, exchange]))
  const outcomes = judge(planned, raw, exchanges, { strict: false, notJudged: 'it was not judged' })
  const checks = Object.fromEntries(
    outcomes.map((one): [string, CheckSeen] => {
      const why = one.failure?.summary ?? one.reason
      return [
        one.id,
        {
          outcome: raw.get(one.id)?.outcome ?? 'not-run',
          verdict: one.verdict,
          ...(one.verdict !== 'pass' && why !== undefined && { why }),
        },
      ]
    }),
  )
  return { checks, findings: findingsOf(outcomes) }
}

/** What is wrong in who may do what is for the checks of that alone: the others would take their time and see nothing. */
function suitesFor({ users, kind }: Target): readonly Check[] {
  const whole = !users || kind === 'unbroken' || kind === 'variant'
  return whole ? suites : suites.filter(({ id }) => areaOf(id) === 'access')
}

/** Pushes what is in a registry before a run. Nothing: the target would not take it, which other checks will tell. */
async function existingIn(session: Session): Promise<Existing[]> {
  try {
    return await pushExistingContent(mainRepository(session, existingRepository), new Maker(session.seed, 'existing'))
  } catch (cause) {
    if (cause instanceof Blocked || cause instanceof NoResponse) return []
    throw cause
  }
}

/**
 * Pushes, as long as the referrers API is off, what a registry may hold when it gets the API, then turns it on.
 * @returns the seed of what was pushed; undefined when the target would not take it, which other checks will tell
 */
async function upgraded(registry: Registry, session: Session): Promise<string | undefined> {
  const seed = `${session.seed} before the API`
  registry.setReferrersApi(false)
  try {
    await pushUpgradeContent(mainRepository(session, repository), upgradeContent(new Maker(seed, 'upgrade')))
    return seed
  } catch (cause) {
    if (cause instanceof Blocked) return undefined
    throw cause
  } finally {
    registry.setReferrersApi(true)
  }
}
