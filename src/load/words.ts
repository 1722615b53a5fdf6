import type { Growth } from './fit.ts'
import type { Operation } from './operations.ts'

/** What each operation is, for people. */
export const titles: Readonly<Record<Operation, string>> = {
  push: 'push of a referrer',
  list: 'list, all pages',
  filter: 'filtered list of five',
  page: 'one page of the list',
  'push-elsewhere': 'push to another subject',
  pull: 'pull of a manifest',
}

/** What a cost that grows along says of how the registry works. */
const linear: Readonly<Record<Operation, string>> = {
  push: 'the list is rewritten each time',
  list: 'as it must, for the list is as long',
  filter: 'the whole list is read to filter it',
  page: 'the whole list is read for one page',
  'push-elsewhere': 'each push works on all of the repository',
  pull: 'all of the repository is looked through for one manifest',
}

/** Below this an exponent is less than linear, above its inverse it is more. */
const nearlyLinear = 0.75

/**
 * How an operation grows, in plain words.
 * @example growthText('push', { kind: 'power', exponent: 1 }) // 'grows as n^1.0: the list is rewritten each time'
 */
export function growthText(operation: Operation, growth: Growth): string {
  if (growth.kind === 'flat') return 'does not grow'
  if (growth.kind === 'unclear') return 'no clear growth: more sizes, or a quieter machine, would tell'
  const { exponent } = growth
  const power = `grows as n^${exponent.toFixed(1)}`
  if (exponent < nearlyLinear) return `${power}: more slowly than what there is`
  if (exponent > 1 / nearlyLinear) return `${power}: what there is costs more and more`
  return `${power}: ${linear[operation]}`
}
