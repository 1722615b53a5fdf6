import { suites } from '../../suites/index.ts'
import type { ProfileName } from '../catalogue/profiles.ts'
import type { Check } from '../check/define.ts'
import { roles } from '../check/identity.ts'
import type { Feature } from '../check/session.ts'
import type { RunOptions, SelectionOptions } from './options.ts'
import { select } from './plan.ts'
import { profileOf } from './profiles.ts'

/** Profiles that can be judged by what is there, without writing anything. */
export const readableProfiles: readonly ProfileName[] = ['pull', 'discovery', 'referrers']

/** What says which checks a run is about. */
export interface Choice extends Pick<SelectionOptions, 'only' | 'skip' | 'profiles'> {
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
export function chosen({ only, skip, profiles, readOnly, existing, identities = [] }: Choice): Check[] {
  return select(suites, only, skip).filter(
    (check) =>
      profiles.includes(profileOf(check)) &&
      (check.readOnly === true || !readOnly) &&
      (existing.length > 0 || !check.features?.includes('existing-content')) &&
      (identities.length > 0 || !check.features?.some((feature) => Object.hasOwn(roles, feature))),
  )
}

/** Features that checks of the claimed profiles ask for: no others need be looked for. */
export function wantedFeatures({ profiles, readOnly, existing, identities = [] }: Choice): ReadonlySet<Feature> {
  const all = chosen({ only: [], skip: [], profiles, readOnly, existing, identities })
  return new Set(all.flatMap(({ features = [], without = [] }) => [...features, ...without]))
}

/** Whether a check is one of the claimed profiles; ids of steps that are no checks count as claimed. */
export function claims(profiles: readonly ProfileName[]): (id: string) => boolean {
  return (id) => {
    const check = suites.find((one) => one.id === id)
    return !check || profiles.includes(profileOf(check))
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
