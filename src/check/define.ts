import type { Maker } from '../../fixtures/make/maker.ts'
import type { CheckId, QuestionId } from '../catalogue/index.ts'
import type { ProfileName, Tier } from '../catalogue/profiles.ts'
import type { Level, SpecVersion } from '../catalogue/types.ts'
import type { RegistryResponse } from '../client/client.ts'
import type { DeclaredIdentity } from './declared.ts'
import type { Existing } from './existing.ts'
import type { Role } from './identity.ts'
import type { Imposture } from './impostors.ts'
import type { Notebook, Repository } from './repository.ts'
import type { Feature } from './session.ts'

/** What the steps of a scenario or check can build on besides what is judged. */
export interface Composing<C> {
  /** The value of another scenario, which runs once in a run, however many use it. */
  use<T>(other: Scenario<T, C>): Promise<T>
}

/** What scenarios and checks of a registry are given. */
export interface Context extends RegistryContext, Composing<RegistryContext> {}

/** A registry as one scenario or check sees it. */
export interface RegistryContext {
  /** The first repository: A in the scenarios of alternate repositories. */
  readonly repo: Repository
  /** The second one: B. */
  readonly alt: Repository
  /** Everybody who was declared with `--identity`. */
  readonly identities: readonly Identity[]
  /** Logins that are wrong, in several ways for each user who was declared. */
  readonly impostors: readonly (Identity & Imposture)[]
  /** The one who does not log in, whether or not that was declared. */
  readonly nobody: Identity
  /** The first identity of a sort. @throws NotApplicable when nobody is one */
  as(role: Role): Identity
  /** Both repositories as they show to a client that answers no challenge. */
  readonly stranger: { readonly repo: Repository; readonly alt: Repository }
  /** Random content of this scenario or check alone. */
  readonly make: Maker
  /** What all random choices of the run follow from, also those that are the same at a second look. */
  readonly seed: string
  readonly spec: SpecVersion
  has(feature: Feature): boolean
  /** Random content of the run that `--upgrade-seed` made, where there was one. */
  readonly seeded: Maker | undefined
  /** Content that was there before, as the user named it. */
  readonly existing: readonly Existing[]
  readonly notebook: Notebook
}

/** Somebody with rights of their own, and both repositories as they show to them. */
export interface Identity {
  readonly declared: DeclaredIdentity
  readonly repo: Repository
  readonly alt: Repository
  /** The Authorization value that let this identity read, or tried to; undefined: it needed none. */
  authorization(repository: Repository): string | undefined
}

/** Steps that several checks share: run once in a run, judged many times. */
export interface Scenario<T, C = RegistryContext> {
  /** Unique: random content is derived from it. */
  readonly name: string
  readonly run: (context: C & Composing<C>) => Promise<T>
  /** What is done in place of `run` when something that came of it is looked at again; absent: the same steps. */
  again?(context: C & Composing<C>, before: T): Promise<T>
}

/** Under which conditions a check applies, and which checks say the same of its prerequisites. */
export interface Conditions {
  /** Without one of these the check is skipped. */
  readonly features?: readonly Feature[]
  /** With one of these the check is skipped. */
  readonly without?: readonly Feature[]
  /** Where one of these checks fails, this one fails only because of it, and is blocked instead. */
  readonly needs?: readonly CheckId[]
  /** It sends nothing that changes the target, so it may run where nothing may be written. */
  readonly readOnly?: boolean
}

/** What the catalogue says of a check, said by a check that is not in it. */
export interface OwnEntry {
  readonly title: string
  readonly requirement: string
  readonly heading: string
  readonly level: Level
  readonly profile: ProfileName
  readonly tier: Tier
}

/** @typeParam C what it judges gives it; see `ContextFactory` */
export interface Check<C = RegistryContext> extends Conditions {
  /** Absent: it is in the catalogue. */
  readonly own?: OwnEntry
  readonly id: CheckId | QuestionId
  /** True: it answers a question and judges nothing. */
  readonly observes: boolean
  readonly scenario: Scenario<unknown, C> | undefined
  /** It looks at every response of the run. Made anew for each run: a look may remember what it has seen. */
  readonly monitor?: () => Look
  /** Throws when something is wrong; an observation returns what was observed. */
  readonly judge: (value: never, context: C & Composing<C>) => unknown
}

/**
 * Steps that several checks share.
 * @param again what is done in place of them when something is looked at again, given what came of them before
 * @example const pushed = scenario('an image is pushed', ({ repo, make }) => repo.push(make.image()))
 */
export function scenario<T>(
  name: string,
  run: (context: Context) => Promise<T>,
  again?: (context: Context, before: T) => Promise<T>,
): Scenario<T> {
  return { name, run, ...(again && { again }) }
}

/**
 * Looks at one response of the run.
 * @returns whether it is one of those that the monitor is about
 * @throws Violation when something is wrong with it
 */
export type Look = (response: RegistryResponse) => boolean

/**
 * A check that sends nothing: it looks at every response of the run.
 * @param steps what it does to have something to look at also where it runs alone
 */
export function monitor(id: CheckId, create: () => Look, steps?: Scenario<unknown>): Check {
  return { id, observes: false, scenario: steps, monitor: create, judge: () => {} }
}

/**
 * What was seen where the text leaves something open. Where the words tell of names, sizes or times as well, `lasting`
 * is what does not depend on them, so that two runs can be compared.
 */
export type Observation = string | { readonly says: string; readonly lasting: string }

type Judge<T, R> = (value: T, context: Context) => Promise<R> | R

/** A check that judges what a scenario gathered. Its title, level and requirement stand in the catalogue. */
export function check<T>(id: CheckId, shared: Scenario<T>, judge: Judge<T, void>): Check
/** A check that takes its own steps. */
export function check(id: CheckId, judge: (context: Context) => Promise<void>): Check
export function check<T>(
  id: CheckId,
  first: Scenario<T> | ((context: Context) => Promise<void>),
  judge?: Judge<T, void>,
): Check {
  return define(id, false, first, judge)
}

/** Looks at something that the text leaves open and says in a few words what it saw. */
export function observe<T>(id: QuestionId, shared: Scenario<T>, look: Judge<T, Observation>): Check
export function observe(id: QuestionId, look: (context: Context) => Promise<Observation>): Check
export function observe<T>(
  id: QuestionId,
  first: Scenario<T> | ((context: Context) => Promise<Observation>),
  look?: Judge<T, Observation>,
): Check {
  return define(id, true, first, look)
}

function define<T>(
  id: Check['id'],
  observes: boolean,
  first: Scenario<T> | ((context: Context) => Promise<unknown>),
  judge: Judge<T, unknown> | undefined,
): Check {
  if (typeof first !== 'function') return { id, observes, scenario: first, judge: judge as Check['judge'] }
  return { id, observes, scenario: undefined, judge: (_, context) => first(context) }
}

/** Puts the same conditions on several checks, besides those they have. */
export function given(conditions: Conditions, checks: readonly Check[]): Check[] {
  return checks.map((one) => ({
    ...one,
    features: [...(conditions.features ?? []), ...(one.features ?? [])],
    without: [...(conditions.without ?? []), ...(one.without ?? [])],
    needs: [...(conditions.needs ?? []), ...(one.needs ?? [])].filter((id) => id !== one.id),
    readOnly: conditions.readOnly ?? one.readOnly ?? false,
  }))
}
