import picomatch from 'picomatch'
import { type CheckEntry, checks as catalogue, questionOf, questions, wordingIn } from '../catalogue/index.ts'
import type { ProfileName, Tier } from '../catalogue/profiles.ts'
import type { Level, SpecVersion } from '../catalogue/types.ts'
import type { Check, RegistryContext } from '../check/define.ts'
import { roles } from '../check/identity.ts'
import { features as descriptions, type Feature } from '../check/session.ts'
import { type FeatureOutcome, isThere, type SkipKind } from '../outcome/outcome.ts'
import { profileOf, tierOf } from './profiles.ts'

/** What a report needs of a check, whatever becomes of it. */
export interface Entry {
  readonly id: string
  readonly title: string
  readonly requirement: string
  readonly heading: string
  readonly level: Level | null
  readonly profile: ProfileName
  readonly tier: Tier
}

/** @typeParam C what its check is given */
export interface Planned<C = RegistryContext> extends Entry {
  readonly check: Check<C>
  /** What it judges is not claimed: that it is not there is a warning at most. */
  readonly unclaimed?: true
  /** Absent: it runs. */
  readonly notRun?: NotRun
}

/** Why a check does not run. */
export type NotRun =
  | { readonly verdict: 'skip'; readonly skipped: SkipKind; readonly reason: string }
  | { readonly verdict: 'blocked'; readonly blockedBy: string; readonly reason: string }

function skip(skipped: SkipKind, reason: string): NotRun {
  return { verdict: 'skip', skipped, reason }
}

/** The checks that `--only` and `--skip` leave: ids, areas, or globs over ids. */
export function select<C>(checks: readonly Check<C>[], only: readonly string[], skip: readonly string[]): Check<C>[] {
  const wanted = matcher(only)
  const unwanted = matcher(skip)
  return checks.filter(({ id }) => (only.length === 0 || wanted(id)) && !unwanted(id))
}

/** Whether an id is named by one of these: the id itself, its area, or a glob. */
export function matcher(patterns: readonly string[]): (id: string) => boolean {
  if (patterns.length === 0) return () => false
  const matches = patterns.map((pattern) =>
    picomatch(pattern.includes('/') || /[*?[{]/.test(pattern) ? pattern : `${pattern}/**`),
  )
  return (id) => matches.some((match) => match(id))
}

/** The checks that say whether the API is there: of what is pushed, and of what was there before. */
export const apiChecks: readonly string[] = ['referrers/api', 'existing/referrers-api']

/** What a registry need not offer unless the user says that it claims it. */
interface Optional {
  readonly feature: Feature
  readonly profile: ProfileName
  /** Why what rests on it is not judged where it is claimed and missing. */
  readonly isAbsent: string
  /** Says whether it is there: first what is pushed is asked for, then what was there before. */
  readonly heads: readonly string[]
}

const optional: readonly Optional[] = [
  { feature: 'referrers', profile: 'referrers', isAbsent: 'the referrers API is not there', heads: apiChecks },
  { feature: 'tags-list', profile: 'discovery', isAbsent: 'tags are not listed', heads: ['tags/list'] },
]

/**
 * Decides for each check whether it runs against a target that has these features, and if not, why.
 * @param claimed profiles that the user names; absent: none is named, so nothing optional is claimed
 */
export function plan<C>(
  checks: readonly Check<C>[],
  spec: SpecVersion,
  found: readonly FeatureOutcome[],
  claimed: readonly ProfileName[] = [],
): Planned<C>[] {
  const states = new Map(found.map((feature) => [feature.name, feature]))
  const has = (name: string) => isThere(states.get(name)?.state)
  return checks.map((check) => {
    const entry = entryOf(check, spec)
    const planned = { check, ...entry }
    if (entry.level === null && !questionOf(check.id)) {
      return { ...planned, notRun: skip('version', `not required by version ${spec} of the text`) }
    }
    if (apiChecks.includes(check.id) && spec === '1.0') {
      return { ...planned, notRun: skip('version', 'the referrers API came with version 1.1.0 of the text') }
    }
    const missing = check.features?.find((name) => !has(name))
    const absent = optional.filter(({ feature }) => isAbsent(feature, states, spec))
    const owed = absent.find(({ feature, profile }) => feature === missing && claimed.includes(profile))
    if (owed) {
      const existing = check.features?.includes('existing-content') === true
      const blockedBy = owed.heads[existing ? 1 : 0] ?? owed.heads[0]!
      return { ...planned, notRun: { verdict: 'blocked', reason: owed.isAbsent, blockedBy } }
    }
    if (missing) {
      const { state, how } = states.get(missing) ?? {}
      const why =
        state === 'declined'
          ? 'declared as not offered'
          : (how ?? (missing in roles ? 'declare it with --identity' : 'not asked for'))
      const kind = state === 'declined' ? 'declined' : 'absent'
      return { ...planned, notRun: skip(kind, `needs ${descriptions[missing] ?? missing} (${why})`) }
    }
    const present = check.without?.find(has)
    if (present) return { ...planned, notRun: skip('present', `only for registries without ${descriptions[present]}`) }
    if (apiChecks.includes(check.id) && states.get('referrers')?.state === 'declined') {
      return { ...planned, notRun: skip('declined', 'the referrers API is declared as not offered') }
    }
    const judges = absent.find(({ heads }) => heads.includes(check.id))
    if (judges && !claimed.includes(judges.profile)) return { ...planned, unclaimed: true }
    return planned
  })
}

/** The referrers API cannot be missed where the text does not have it. */
function isAbsent(feature: Feature, states: ReadonlyMap<string, FeatureOutcome>, spec: SpecVersion): boolean {
  return states.get(feature)?.state === 'absent' && (feature !== 'referrers' || spec !== '1.0')
}

/** Title, requirement, heading, level (null: it does not apply to this version, or is a question) and profile. */
export function entryOf(
  check: Pick<Check, 'features' | 'without' | 'own'> & { readonly id: string },
  spec: SpecVersion,
): Entry {
  const { id, own } = check
  if (own) return { id, ...own }
  const place = { profile: profileOf(check), tier: tierOf(check, spec) }
  const known: CheckEntry | undefined = catalogue.get(id)
  if (known) {
    const { title, requirementId: requirement, requirement: of } = known
    return { id, title, requirement, heading: of.heading, level: wordingIn(of, spec)?.level ?? null, ...place }
  }
  const question = questionOf(id)
  return { id, title: question?.asks ?? id, requirement: id, heading: question?.heading ?? '', level: null, ...place }
}

/** Every id that `--only` and `--skip` can name. */
export function everyId(): string[] {
  return [...catalogue.keys(), ...Object.keys(questions)]
}
