import { setMaxListeners } from 'node:events'
import { commonBlobs } from '../../fixtures/make/common.ts'
import { Maker } from '../../fixtures/make/maker.ts'
import { profileNames } from '../catalogue/profiles.ts'
import { RegistryContexts } from '../check/contexts.ts'
import type { RegistryContext } from '../check/define.ts'
import type { Pushed } from '../check/journal.ts'
import { Patience } from '../check/patience.ts'
import type { Feature, Session } from '../check/session.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import { NoResponse } from '../client/wire.ts'
import type { FeatureOutcome, Leftover, Stopped, Target } from '../outcome/outcome.ts'
import { CannotJudge } from '../run/errors.ts'
import type { Subject } from '../run/subject.ts'
import { choiceOf, declaredBy, wantedFeatures } from './choice.ts'
import { cleanUp, Ledger } from './cleanup.ts'
import type { Clients } from './connect.ts'
import { discover } from './discover/discover.ts'
import { discoverReadable, existingFeature, expectExisting } from './discover/existing.ts'
import { ping } from './discover/ping.ts'
import { lookAround } from './discover/surroundings.ts'
import { contentSeed, type RunOptions } from './options.ts'
import { roleFeatures } from './roles.ts'
import { mainRepository, sessionOf } from './session.ts'
import { stillThere } from './still-there.ts'

/** A registry that is judged by what is pushed into two of its repositories, or by what is there. */
export class RegistrySubject implements Subject<RegistryContext> {
  /** What an earlier run pushed is removed once it is verified. */
  readonly spent: ReadonlySet<Feature> = new Set<Feature>(['upgrade-seed'])
  readonly #options: RunOptions
  readonly #clients: Clients
  readonly #signal: AbortSignal
  readonly #ledger: Ledger
  readonly #leftovers: Leftover[] = []
  /** What was taken away, and has yet to be looked for. */
  readonly #removed: Pushed[] = []
  readonly #patience: Patience
  #server: string | undefined

  constructor(options: RunOptions, clients: Clients, signal: AbortSignal = new AbortController().signal) {
    this.#options = options
    this.#clients = clients
    this.#signal = signal
    this.#ledger = ledgerOf(options)
    this.#patience = new Patience(options.judging.settleMs)
    // Hundreds of waits hang on it at a time.
    setMaxListeners(0, signal)
  }

  async discover(): Promise<readonly FeatureOutcome[]> {
    const { connection, content, selection } = this.#options
    const { client } = this.#clients
    this.#server = await ping(client, connection)
    try {
      const found = await this.#ask()
      const verified = content.upgradeSeed === undefined ? [] : [upgradeFeature]
      const roles = roleFeatures(connection.identities ?? [])
      return [...found, ...ownFeatures(selection), ...existingFeature(content.existing), ...verified, ...roles]
    } catch (cause) {
      if (!(cause instanceof NoResponse || cause instanceof AccessRefused || cause instanceof CannotJudge)) throw cause
      await cleanUp(client, this.#ledger.items)
      if (cause instanceof CannotJudge) throw cause
      throw new CannotJudge(`${connection.origin} stopped responding while it was asked what it has: ${cause.message}`)
    }
  }

  async #ask(): Promise<FeatureOutcome[]> {
    const { repositories, selection, content, judging } = this.#options
    const { client } = this.#clients
    const session = sessionOf(client, this.#options, this.#ledger)
    const repo = mainRepository(session, repositories.repository)
    const declared = declaredBy(selection)
    const wanted = wantedFeatures(choiceOf(this.#options))
    const referrers = selection.spec !== '1.0'
    const named = await expectExisting(repo, content.existing)
    if (judging.readOnly) return await discoverReadable(repo, named, { declared, wanted, referrers })
    // An upgrade is verified where an earlier run pushed.
    if (content.upgradeSeed === undefined)
      this.#ledger.spare(await lookAround(client, repositories.named, repositories.allowContent))
    return await discover({
      repo,
      alt: mainRepository(session, repositories.alternateRepository),
      make: new Maker(contentSeed(this.#options), 'discover'),
      declared,
      referrers,
      wanted,
      ...(selection.profiles.length < profileNames.length && { claimsPush: selection.profiles.includes('push') }),
    })
  }

  contexts(features: ReadonlySet<Feature>, look: number, of?: string): RegistryContexts {
    const { repositories, content } = this.#options
    const session: Session = {
      ...sessionOf(this.#clients.client, this.#options, this.#ledger),
      identityClients: this.#clients.identityClients,
      features,
      signal: this.#signal,
      patience: this.#patience,
    }
    const { repository, alternateRepository } = repositories
    const { existing, upgradeSeed } = content
    return new RegistryContexts({ session, repository, alternateRepository, existing, upgradeSeed, look, of })
  }

  calmly<T>(steps: () => Promise<T>): Promise<T> {
    return this.#clients.gate.calm(steps)
  }

  async tidy(): Promise<void> {
    if (this.#options.repositories.keep) return
    const items = this.#ledger.take()
    this.#removed.push(...items)
    this.#leftovers.push(...(await cleanUp(this.#clients.client, items)))
  }

  async cleanUp(stopped: Stopped | undefined): Promise<readonly Leftover[]> {
    const { repositories } = this.#options
    const left = (why: string) =>
      this.#ledger.items.map(({ kind, repository, reference }) => ({ kind, repository, reference, why }))
    // What an earlier run left is needed again when this one came to no end.
    if (!stopped) this.#ledger.add(repositories.alsoRemove ?? [])
    const shared = this.#ledger.shared.map(
      ({ kind, repository, reference }): Leftover => ({
        kind,
        repository,
        reference,
        why: 'other parts of the run need it',
      }),
    )
    if (repositories.keep) return [...left('--keep'), ...shared]
    if (stopped?.reason === 'target-lost') return left('the target does not respond any more')
    await this.tidy()
    const ghosts = await stillThere(this.#clients.client, this.#removed.splice(0), this.#leftovers)
    this.#leftovers.push(...ghosts)
    return [...this.#leftovers, ...shared]
  }

  describe(): Target {
    const { connection, repositories } = this.#options
    const { repository, alternateRepository } = repositories
    const server = this.#server
    return {
      url: connection.origin,
      repository,
      alternateRepository,
      ...(server !== undefined && { server: this.#clients.redactor.text(server) }),
    }
  }

  requests(): number {
    return this.#clients.client.requests + this.#clients.identityClients.requests
  }
}

/** Where parts of one run meet in repositories, blobs that all of them push are not for one of them to remove. */
function ledgerOf({ repositories, selection }: RunOptions): Ledger {
  if (!selection.shard || repositories.named.length === 0) return new Ledger()
  return new Ledger(
    ({ kind, repository, reference }) =>
      kind === 'blob' && repositories.named.includes(repository) && commonBlobs.includes(reference),
  )
}

/** Features that nobody is asked for: the user who brings their checks says whether they are there. */
function ownFeatures({ ownFeatures = {} }: RunOptions['selection']): FeatureOutcome[] {
  return Object.entries(ownFeatures).map(([name, offered]) => ({
    name,
    state: offered ? 'declared' : 'declined',
    source: 'other-option',
    how: 'declared by the user',
  }))
}

const upgradeFeature: FeatureOutcome = {
  name: 'upgrade-seed',
  state: 'declared',
  source: 'other-option',
  how: '--upgrade-verify',
}
