import { requirements } from '../../catalogue/index.ts'
import { profileNames } from '../../catalogue/profiles.ts'
import { areaOf } from '../../outcome/outcome.ts'
import { faults, variants } from '../../registry/index.ts'
import { everyId } from '../../run/plan.ts'
import { featureNames } from '../../target/discover/discover.ts'

const namesOf = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name)

/** Words that options and arguments take which are no few of their own, sorted. Only the script of a shell has them. */
export const lists = {
  ids: everyId().sort(),
  areas: [...new Set(everyId().map(areaOf))].sort(),
  requirements: Object.keys(requirements).sort(),
  faults: namesOf(faults).sort(),
  variants: namesOf(variants).sort(),
  profiles: [...profileNames, 'all'],
  features: featureNames.flatMap((name) => [`${name}=yes`, `${name}=no`]),
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ListName = keyof typeof lists
