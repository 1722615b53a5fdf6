import type { Context } from '../../src/check/define.ts'
import type { Disguise, Imposture } from '../../src/check/impostors.ts'
import type { Right } from '../../src/check/rights.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { type Place, placeOf } from './cast.ts'
import { isGranted } from './expect-access.ts'

/** An impostor in a repository where the user whose name it takes has a right that anonymous lacks. */
export type ImpostorPlace = Place & { readonly imposture: Imposture }

/**
 * Where a wrong login could gain a right.
 * @throws NotApplicable when nobody has the right, or anybody has it
 */
export async function impostorPlaces(
  context: Context,
  right: Right,
  disguises: readonly Disguise[],
): Promise<ImpostorPlace[]> {
  const closed = { a: !(await isOpen(context, right, 'a')), b: !(await isOpen(context, right, 'b')) }
  const found = context.impostors
    .filter(({ disguise }) => disguises.includes(disguise))
    .flatMap((impostor) => {
      const { user, disguise, declared } = impostor
      return (['a', 'b'] as const)
        .filter((side) => closed[side] && !declared[side].includes(right) && (user?.[side].includes(right) ?? true))
        .map((side) => ({ ...placeOf(context, impostor, side), imposture: { user, disguise, declared } }))
    })
  if (found.length > 0) return found
  throw new NotApplicable(`no user is declared with a right to ${right} that anonymous lacks`)
}

/** Whether a repository is open to everybody although nothing was declared of that. Only of reading that is likely. */
async function isOpen(context: Context, right: Right, side: Place['side']): Promise<boolean> {
  if (right !== 'read' || context.has('anonymous')) return false
  const { repo, alt } = context.nobody
  return isGranted(await (side === 'a' ? repo : alt).send('GET', 'tags/list'))
}
