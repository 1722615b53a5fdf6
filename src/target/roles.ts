import type { DeclaredIdentity } from '../check/declared.ts'
import { described, hasRole, type Role, roles } from '../check/identity.ts'
import type { FeatureOutcome } from '../outcome/outcome.ts'

/** The sorts of identities that were declared, as features of the target; none: nobody was declared. */
export function roleFeatures(declared: readonly DeclaredIdentity[]): FeatureOutcome[] {
  return (Object.keys(roles) as Role[]).flatMap((name): FeatureOutcome[] => {
    const players = declared.filter((one) => hasRole(name, one))
    return players.length === 0
      ? []
      : [{ name, state: 'declared', source: 'other-option', how: players.map(described).join(', ') }]
  })
}
