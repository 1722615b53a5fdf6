import type { Rule } from './outcome.ts'

/**
 * What a rule is about, in coarser words: a thing that is there and should not be is the same trouble whether or not
 * another repository has it. A history that is being shortened may move from one to the other.
 */
export function familyOf(rule: Rule): string {
  return rule.replace('isolated', 'gone').replace('list-gone', 'list-extra').replace('tag-gone', 'tags-extra')
}
