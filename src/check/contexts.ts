import { Maker } from '../../fixtures/make/maker.ts'
import type { Client } from '../client/client.ts'
import { NoResponse } from '../client/wire.ts'
import type { Identity, RegistryContext } from './define.ts'
import type { Existing } from './existing.ts'
import { anonymous, hasRole, type Member, roles } from './identity.ts'
import { type Notebook, Repository } from './repository.ts'
import type { ContextFactory } from './runner.ts'
import type { Session } from './session.ts'
import { NotApplicable, type StepFailed, type Violation } from './violation.ts'

export interface RegistryContextOptions {
  readonly session: Session
  readonly repository: string
  readonly alternateRepository: string
  /** Seed of the run that `--upgrade-seed` made. */
  readonly upgradeSeed?: string | undefined
  /** Content that was there before, as the user named it. */
  readonly existing?: readonly Existing[]
  /** From the second look on, content is other than before. */
  readonly look?: number
  /** Id of the check that is looked at by itself. */
  readonly of?: string | undefined
}

/** Contexts of one registry for scenarios and checks. */
export class RegistryContexts implements ContextFactory<RegistryContext> {
  readonly signal: AbortSignal
  readonly #options: RegistryContextOptions
  #lost: Promise<boolean> | undefined

  constructor(options: RegistryContextOptions) {
    this.#options = options
    this.signal = options.session.signal
  }

  context(label: string, notebook: Notebook): RegistryContext {
    const { session, repository, alternateRepository, upgradeSeed, existing = [], look = 1, of } = this.#options
    const repositoriesOf = (own: Session) => ({
      repo: new Repository(own, repository, notebook),
      alt: new Repository(own, alternateRepository, notebook),
    })
    // Each identity has its own cache of pushed blobs: a push that one was refused may be accepted from another.
    const seenBy = (client: Client) => repositoriesOf({ ...session, client, present: new Map() })
    const { members = [], impostors = [], nobody } = session.identityClients ?? {}
    const identityOf = ({ declared, client, authorization }: Member): Identity => ({
      declared,
      ...seenBy(client),
      authorization: ({ name }) => authorization({ repository: name, action: 'pull' }),
    })
    const identities = members.map(identityOf)
    return {
      ...repositoriesOf(session),
      identities,
      impostors: impostors.map((one) => ({ ...identityOf(one), disguise: one.disguise, user: one.user })),
      nobody: identityOf(nobody ?? { declared: anonymous, client: session.client, authorization: () => undefined }),
      as: (role) => {
        const found = identities.find(({ declared }) => hasRole(role, declared))
        if (found) return found
        throw new NotApplicable(`needs ${roles[role]}`)
      },
      stranger: seenBy(session.identityClients?.stranger ?? session.client),
      make: new Maker(
        session.seed,
        look === 1 ? label : `${label}, look ${look}${of === undefined ? '' : ` of ${of}`}`,
      ),
      seed: session.seed,
      seeded: upgradeSeed === undefined ? undefined : new Maker(upgradeSeed, 'upgrade'),
      existing,
      spec: session.spec,
      has: (feature) => session.features.has(feature),
      notebook,
    }
  }

  refusalBehind(violation: Violation): StepFailed | undefined {
    return this.#options.session.refusals.behind(violation)
  }

  /** One request without a response says little; when `/v2/` does not respond either, the target is gone for good. */
  isLost(): Promise<boolean> {
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
        // If something else went wrong, the target did respond.
        if (!(cause instanceof NoResponse)) return false
        await new Promise((resolve) => setTimeout(resolve, 300 * (attempt + 1)))
      }
    }
    return true
  }
}
