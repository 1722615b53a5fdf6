import type { Scheme } from './access/access.ts'
import type { Core, Handler, PartialRules, Rules } from './contract.ts'
import type { Features, Limits } from './options.ts'

/** What a user who judges such a registry has to know of it, as its operator would say it. */
export interface OperatorHints {
  /** Optional parts of the specification that it offers or does not, where asking could not tell. */
  readonly features?: Readonly<Record<string, boolean>>
  /** Milliseconds within which a change becomes visible. */
  readonly settleMs?: number
  /** The version of the text that it follows; absent: the newest. */
  readonly spec?: '1.0' | '1.1.0' | '1.1.1'
  /** It differs in who may do what: it needs users, who log in in this way. */
  readonly users?: UserSetup
  /** It differs in how it uses connections: without sockets there is nothing to see. */
  readonly onSockets?: true
  /**
   * What shows it, where plain requests do not: what is left behind after the clean-up, or the checks of what it breaks,
   * which bring a condition about that plain requests never do.
   */
  readonly shows?: 'leftovers' | 'checks'
  /** It shows when certain random requests overlap: one run may miss what the next one sees. */
  readonly byChance?: true
}

/** How the users of a registry log in, and whether its first repository is public. */
export interface UserSetup {
  readonly scheme: Scheme
  readonly public?: boolean
}

/** A named way in which the registry can differ from its default. All parts are optional, most need just one. */
export interface Change {
  /** A slug, unique among faults and variants. */
  readonly name: string
  /** One line: what a client sees. */
  readonly description: string
  readonly features?: Partial<Features>
  readonly limits?: Partial<Limits>
  /**
   * Rules to replace. Called once for each registry, so what it closes over is that registry's memory (a cache, a
   * counter); `rules` are the ones it replaces, to call on.
   */
  readonly change?: (rules: Rules, core: Core) => PartialRules
  /** Stands around the whole registry: sees every request and response. Called once for each registry. */
  readonly wrap?: (handler: Handler, core: Core) => Handler
  readonly hints?: OperatorHints
}

/** A behaviour that breaks the specification. */
export interface Fault extends Change {
  /** Slug of the requirement it breaks. */
  readonly breaks: string
  /** Slugs of requirements that are broken by the way, where it breaks a recommendation: their checks may fail. */
  readonly alsoBreaks?: readonly string[]
  /** It shows in rare histories alone: exploration has to find it, and no check of a run need do so. */
  readonly inHistoriesAlone?: true
}

/** A different behaviour that the specification allows. */
export interface Variant extends Change {
  /** Why it is allowed, in one line. */
  readonly allowed: string
}
