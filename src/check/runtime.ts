import { Maker } from '../../fixtures/make/maker.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import type { Client } from '../client/client.ts'
import type { Exchange } from '../client/exchange.ts'
import { NoResponse } from '../client/wire.ts'
import type { Check, Context, Identity, Scenario } from './define.ts'
import type { Existing } from './existing.ts'
import { Blocked, NotApplicable, Violation } from './failure.ts'
import { anonymous, hasRole, type Member, roles } from './identity.ts'
import { type Notebook, Repository } from './repository.ts'
import type { Session } from './session.ts'

/** What a check says of itself when it is done; levels and the checks it needs are not weighed yet. */
export interface CheckResult {
  readonly id: string
  readonly outcome: 'passed' | 'violated' | 'skipped' | 'blocked' | 'observed' | 'broken' | 'interrupted'
  /** Why it was skipped, what was observed, what broke. */
  readonly reason?: string
  readonly failure?: {
    readonly summary: string
    readonly expected: readonly string[]
    readonly actual: string
    readonly exchange?: number
    /** What is wrong apart from where it was seen. */
    readonly kind?: string
  }
  readonly blockedBy?: string
  readonly notes: readonly string[]
  readonly exchanges: readonly number[]
  readonly durationMs: number
}

/** `blockedBy` of checks that were not judged because the target stopped answering. */
export const targetLost = 'target'

class Notes implements Notebook {
  readonly exchanges: number[] = []
  readonly notes: string[] = []
  readonly #keep: (exchange: Exchange) => number

  constructor(keep: (exchange: Exchange) => number) {
    this.#keep = keep
  }

  record(exchange: Exchange): void {
    this.exchanges.push(this.#keep(exchange))
  }

  note(text: string): void {
    if (!this.notes.includes(text)) this.notes.push(text)
  }
}

interface Steps {
  readonly value: Promise<unknown>
  readonly notes: Notes
}

export interface RuntimeOptions {
  readonly session: Session
  readonly repository: string
  readonly alternateRepository: string
  /** Seed of the run that `--upgrade-seed` made. */
  readonly upgradeSeed?: string
  /** Content that was there before, as the user named it. */
  readonly existing?: readonly Existing[]
}

/** Runs checks against one target. Scenarios run once, however many checks judge them. */
export class Runtime {
  /** Every exchange of the run, by id. */
  readonly exchanges: Exchange[] = []
  readonly #options: RuntimeOptions
  readonly #steps = new Map<Scenario<unknown>, Steps>()
  #lost: Promise<boolean> | undefined

  constructor(options: RuntimeOptions) {
    this.#options = options
  }

  /** Runs one check. Never rejects: whatever happens is part of the result. */
  async run(check: Check): Promise<CheckResult> {
    const start = performance.now()
    const own = this.#notes()
    const steps = check.scenario && this.#stepsOf(check.scenario)
    const done = (result: Pick<CheckResult, 'outcome'> & Partial<CheckResult>): CheckResult => ({
      id: check.id,
      notes: [...new Set([...(steps?.notes.notes ?? []), ...own.notes])],
      exchanges: [...(steps?.notes.exchanges ?? []), ...own.exchanges],
      durationMs: performance.now() - start,
      ...result,
    })
    try {
      const value = await steps?.value
      const seen = await check.judge(value as never, this.#context(check.id, own))
      return check.observes ? done({ outcome: 'observed', reason: String(seen) }) : done({ outcome: 'passed' })
    } catch (cause) {
      return done(await this.#weigh(check, cause, own, steps?.notes))
    }
  }

  async #weigh(
    check: Check,
    cause: unknown,
    own: Notes,
    shared?: Notes,
  ): Promise<Pick<CheckResult, 'outcome'> & Partial<CheckResult>> {
    if (this.#options.session.signal.aborted) return { outcome: 'interrupted' }
    if (cause instanceof NotApplicable) return { outcome: 'skipped', reason: cause.message }
    if (cause instanceof Blocked) {
      const failure = failureOf(cause.violation)
      if (cause.by === check.id) return { outcome: 'violated', failure }
      return { outcome: 'blocked', blockedBy: cause.by, reason: cause.message, failure }
    }
    if (cause instanceof Violation) return { outcome: 'violated', failure: failureOf(cause) }
    // Neither a token service nor a proxy is the target: what fails there says nothing about it.
    if (cause instanceof AccessRefused || (cause instanceof NoResponse && cause.kind === 'proxy'))
      return { outcome: 'blocked', blockedBy: targetLost, reason: cause.message }
    if (cause instanceof NoResponse) {
      const lost = await this.#targetIsLost()
      if (this.#options.session.signal.aborted) return { outcome: 'interrupted' }
      if (lost) return { outcome: 'blocked', blockedBy: targetLost, reason: cause.message }
      const id = own.exchanges.at(-1) ?? shared?.exchanges.at(-1)
      const exchange = id === undefined ? undefined : this.exchanges[id]
      return {
        outcome: 'violated',
        failure: {
          summary: `no answer to ${exchange?.method ?? 'a request'} ${exchange?.url ?? ''}`.trim(),
          expected: ['a complete answer'],
          actual: cause.message,
          ...(id !== undefined && { exchange: id }),
        },
      }
    }
    const error = cause instanceof Error ? cause : new Error(String(cause))
    return {
      outcome: 'broken',
      reason: `${error.name}: ${error.message} ${error.stack?.split('\n')[1]?.trim() ?? ''}`.trim(),
    }
  }

  /** One request without an answer says little; when `/v2/` does not answer either, the target is gone for good. */
  #targetIsLost(): Promise<boolean> {
    this.#lost ??= this.#probe().then((lost) => {
      if (!lost) this.#lost = undefined
      return lost
    })
    return this.#lost
  }

  async #probe(): Promise<boolean> {
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        await this.#options.session.client.send(
          { method: 'GET', to: '/v2/', access: { action: 'pull' } },
          { record: () => {} },
        )
        return false
      } catch (cause) {
        // Whatever else went wrong, it was not the target that kept silent.
        if (!(cause instanceof NoResponse)) return false
        await new Promise((resolve) => setTimeout(resolve, 300 * (attempt + 1)))
      }
    }
    return true
  }

  #stepsOf(scenario: Scenario<unknown>): Steps {
    const known = this.#steps.get(scenario)
    if (known) return known
    const notes = this.#notes()
    const value = scenario.run(this.#context(scenario.name, notes))
    // Each check awaits it in its own time; until then a failure must not count as unhandled.
    value.catch(() => {})
    const steps = { value, notes }
    this.#steps.set(scenario, steps)
    return steps
  }

  #notes(): Notes {
    return new Notes((exchange) => {
      const id = this.exchanges.push(exchange) - 1
      exchange.id = id
      return id
    })
  }

  #context(label: string, notebook: Notes): Context {
    const { session, repository, alternateRepository, upgradeSeed, existing = [] } = this.#options
    const seenBy = (client: Client) => {
      // What one identity was refused must not count as there, or as refused, for another one.
      const own = { ...session, client, blobs: new Map() }
      return {
        repo: new Repository(own, repository, notebook),
        alt: new Repository(own, alternateRepository, notebook),
      }
    }
    const { members = [], impostors = [], nobody } = session.identityClients ?? {}
    const identityOf = ({ declared, client, authorization }: Member): Identity => ({
      declared,
      ...seenBy(client),
      authorization: ({ name }) => authorization({ repository: name, action: 'pull' }),
    })
    const identities = members.map(identityOf)
    return {
      identities,
      impostors: impostors.map((one) => ({ ...identityOf(one), disguise: one.disguise, user: one.user })),
      nobody: identityOf(nobody ?? { declared: anonymous, client: session.client, authorization: () => undefined }),
      as: (role) => {
        const found = identities.find(({ declared }) => hasRole(role, declared))
        if (found) return found
        throw new NotApplicable(`needs ${roles[role]}`)
      },
      stranger: seenBy(session.identityClients?.stranger ?? session.client),
      repo: new Repository(session, repository, notebook),
      alt: new Repository(session, alternateRepository, notebook),
      make: new Maker(session.seed, label),
      seeded: upgradeSeed === undefined ? undefined : new Maker(upgradeSeed, 'upgrade'),
      existing,
      spec: session.spec,
      has: (feature) => session.features.has(feature),
      notebook,
    }
  }
}

function failureOf(violation: Violation): NonNullable<CheckResult['failure']> {
  return {
    summary: violation.message,
    expected: violation.expected,
    actual: violation.actual,
    ...(violation.exchange && { exchange: violation.exchange.id }),
    ...(violation.kind !== undefined && { kind: violation.kind }),
  }
}
