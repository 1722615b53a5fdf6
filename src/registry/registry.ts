import { Access } from './access/access.ts'
import { actions } from './access/rights.ts'
import { createApp } from './app.ts'
import type { Change } from './change.ts'
import type { Core, Handler } from './contract.ts'
import { defaultFeatures, defaultLimits, type RegistryOptions } from './options.ts'
import { defaultRules, replaceRules } from './rules/index.ts'
import { Store } from './store.ts'

/** A container registry in memory. */
export interface Registry {
  /** Answers one request. Never rejects: whatever goes wrong becomes a response. */
  fetch(request: Request): Promise<Response>
  /** What the registry holds, to look at. */
  readonly store: Store
  /** The public keys of its token service, for other registries that are to believe its tokens. */
  tokenKeys(): Promise<{ keys: object[] } | undefined>
  /** Turns the referrers API on or off while the registry runs ("Enabling the Referrers API"). */
  setReferrersApi(on: boolean): void
}

function accessOf({ auth, access }: RegistryOptions, now: () => number): Access | undefined {
  if (access) return new Access(access, now)
  if (!auth) return undefined
  return new Access({ users: { [auth.username]: { password: auth.password, rights: { '*': actions } } } }, now)
}

/**
 * Makes a registry that follows the newest text of the specification, apart from some changes.
 * What the caller sets in `features` and `limits` wins over what a change sets.
 * @example const { fetch } = registryWith([])
 */
export function registryWith(changes: readonly Change[], options: RegistryOptions = {}): Registry {
  const now = options.now ?? Date.now
  const limits = Object.assign({}, defaultLimits, ...changes.map((one) => one.limits), options.limits)
  const core: { -readonly [Key in keyof Core]: Core[Key] } = {
    store: new Store(limits, now),
    rules: defaultRules,
    limits,
    now,
    access: accessOf(options, now),
    features: Object.assign({}, defaultFeatures, ...changes.map((one) => one.features), options.features),
  }
  for (const one of changes) if (one.change) core.rules = replaceRules(core.rules, one.change(core.rules, core))

  const app = createApp(core)
  let handler: Handler = async (request) => app.fetch(request)
  for (const one of changes) if (one.wrap) handler = one.wrap(handler, core)

  return {
    fetch: handler,
    store: core.store,
    tokenKeys: async () => core.access?.tokens.jwks(),
    setReferrersApi: (on) => {
      core.features = { ...core.features, referrers: on }
    },
  }
}
