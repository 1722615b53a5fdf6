import { groups, suites } from '../../suites/index.ts'
import { type ProfileName, profileNames } from '../catalogue/profiles.ts'
import type { Check } from '../check/define.ts'
import { roles } from '../check/identity.ts'
import type { Feature } from '../check/session.ts'
import { type FeatureOutcome, isThere } from '../outcome/outcome.ts'
import type { RequestFacts } from '../outcome/violation.ts'
import { select } from '../run/plan.ts'
import { profileOf } from '../run/profiles.ts'
import { type Shard, shardsOf } from '../run/shard.ts'
import type { RunOptions, SelectionOptions } from './options.ts'

/** Profiles that can be judged by what is there, without writing anything. */
export const readableProfiles: readonly ProfileName[] = ['pull', 'discovery', 'referrers']

/** What says which checks a run is about. */
export interface Choice extends Pick<SelectionOptions, 'only' | 'skip' | 'profiles' | 'ownChecks' | 'shard'> {
  readonly readOnly: boolean
  readonly existing: readonly unknown[]
  readonly identities?: readonly unknown[] | undefined
}

/** What the options of a run say about which checks it is about. */
export function choiceOf({ connection, selection, content, judging }: RunOptions): Choice {
  const { identities } = connection
  return { ...selection, readOnly: judging.readOnly, existing: content.existing, identities }
}

/** The checks that a run is about: those selected, of the claimed profiles, that its mode lets run. */
export function chosen({
  only,
  skip,
  profiles,
  readOnly,
  existing,
  identities = [],
  ownChecks = [],
  shard,
}: Choice): Check[] {
  // What looks on writes nothing, as long as it takes no steps of its own.
  const looksOn = (check: Check) => check.monitor !== undefined && readableProfiles.includes(profileOf(check))
  const all = select([...suites, ...ownChecks], only, skip).map((check) =>
    readOnly && looksOn(check) ? { ...check, scenario: undefined, readOnly } : check,
  )
  const some = all.filter(
    (check) =>
      profiles.includes(profileOf(check)) &&
      (check.readOnly === true || !readOnly) &&
      (existing.length > 0 || !check.features?.includes('existing-content')) &&
      (identities.length > 0 || !check.features?.some((feature) => Object.hasOwn(roles, feature))),
  )
  return shard ? inShard(some, ownChecks, shard) : some
}

/** Monitors look at every part of a run; only one of them takes their steps, so that nothing is pushed twice. */
function inShard(checks: readonly Check[], own: readonly Check[], { index, count }: Shard): Check[] {
  const home = shardsOf([...groups, own], count)
  return checks.flatMap((check) => {
    if (home.get(check.id) === index) return [check]
    return check.monitor ? [{ ...check, scenario: undefined }] : []
  })
}

/** Features that checks of the claimed profiles ask for: no others need be looked for. */
export function wantedFeatures({ profiles, readOnly, existing, identities = [] }: Choice): ReadonlySet<Feature> {
  const all = chosen({ only: [], skip: [], profiles, readOnly, existing, identities })
  return new Set(all.flatMap(({ features = [], without = [] }) => [...features, ...without]))
}

/** Whether a registry of these profiles claims to take such a request. */
export function claims(profiles: readonly ProfileName[]): (request: RequestFacts) => boolean {
  return ({ method }) => {
    if (method === 'DELETE') return profiles.includes('management')
    return method === 'GET' || method === 'HEAD' || profiles.includes('push')
  }
}

/** What the user says of features, also by claiming the tag schema and not the API. */
export function declaredBy({
  profiles,
  features,
}: Pick<SelectionOptions, 'profiles' | 'features'>): SelectionOptions['features'] {
  const without = profiles.includes('tag-schema') && !profiles.includes('referrers')
  return { ...(without && { referrers: false }), ...features }
}

/**
 * Those of the claimed profiles that are scored. The API and the tag schema take each other's place: of the two, the
 * one is left out that does not apply to this target. What cannot be seen without writing is in no score either.
 */
export function scoredProfiles(
  { profiles, readOnly }: { readonly profiles: readonly ProfileName[]; readonly readOnly: boolean },
  features: readonly FeatureOutcome[],
): readonly ProfileName[] {
  const api = features.find(({ name }) => name === 'referrers')?.state
  return profiles.filter((name) => {
    if (readOnly && !readableProfiles.includes(name)) return false
    const claimed = profiles.length < profileNames.length
    if (name === 'referrers') return api !== 'declined' && (api !== 'absent' || claimed)
    if (name === 'discovery') return claimed || features.find((one) => one.name === 'tags-list')?.state !== 'absent'
    return name !== 'tag-schema' || !isThere(api)
  })
}
