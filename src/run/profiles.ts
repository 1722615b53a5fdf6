import { checks as catalogue, isBinding, questionOf, wordingIn } from '../catalogue/index.ts'
import {
  optionalHeadings,
  optionalRequirements,
  type ProfileName,
  profileOfHeading,
  type Tier,
} from '../catalogue/profiles.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { Check } from '../check/define.ts'
import type { Feature } from '../check/session.ts'

type Placed = Pick<Check, 'features' | 'without' | 'own'> & { readonly id: string }

/** Features that make a profile what it is: a registry that claims the profile is taken to offer them. */
const essential: Readonly<Partial<Record<ProfileName, readonly Feature[]>>> = {
  referrers: ['referrers'],
  management: ['delete-manifest', 'delete-tag', 'delete-blob'],
}

/** They make nothing optional: a way of running is no part of a registry, and lists of tags are looked at everywhere. */
const given: readonly Feature[] = ['existing-content', 'tags-list']

/** Features whose checks belong to one profile, whatever heading they stand under: the first that has any of them. */
const owned: readonly (readonly [owner: ProfileName, features: readonly Feature[]])[] = [
  ['referrers', ['referrers', 'filter', 'referrers-head', 'sha512-subject', 'upgrade-seed']],
  ['management', ['delete-manifest', 'delete-tag', 'delete-blob']],
]

/**
 * The one profile that a check belongs to: that of what it needs of a registry, else that of its heading. What applies
 * only without the referrers API is about the tag schema.
 */
export function profileOf({ id, features = [], without = [], own }: Placed): ProfileName {
  if (own) return own.profile
  if (without.includes('referrers')) return 'tag-schema'
  const owner = owned.find(([, own]) => own.some((feature) => features.includes(feature)))
  return owner?.[0] ?? profileOfHeading[headingOf(id) ?? ''] ?? 'pull'
}

/** Core or extended, by the text that is judged by: recommendations and optional parts are extended. */
export function tierOf(check: Placed, spec: SpecVersion): Tier {
  const entry = catalogue.get(check.id)
  const level = entry && wordingIn(entry.requirement, spec)?.level
  if (!entry || !level || !isBinding(level)) return 'extended'
  if (optionalHeadings.has(entry.requirement.heading) || optionalRequirements.has(entry.requirementId))
    return 'extended'
  const owed = [...(essential[profileOf(check)] ?? []), ...given]
  return check.features?.every((feature) => owed.includes(feature)) === false ? 'extended' : 'core'
}

function headingOf(id: string): string | undefined {
  return catalogue.get(id)?.requirement.heading ?? questionOf(id)?.heading
}
