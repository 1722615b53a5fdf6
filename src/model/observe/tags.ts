import { type Name, tagOf } from '../content.ts'
import type { Comparison } from '../outcome.ts'
import type { TagsFacts, TagsPageQuery, TagsQuery } from '../query.ts'
import { repositoryOf, type State } from '../state.ts'
import { Differences, maySay404, ruleOfUnexpected } from './disagree.ts'
import { withoutTag, withTagPresent } from './tag.ts'

type Compare = (a: string, b: string) => number

/**
 * The two orders that the text allows: by code, and without regard to case. Both say 0 where they do not tell which of
 * two comes first.
 */
const orders: readonly Compare[] = [byLetters, (a, b) => byLetters(a.toLowerCase(), b.toLowerCase())]

/** Specification: Listing Tags; the whole list. Tags that were in doubt are there when they are listed. */
export function observeTags(state: State, { repository }: TagsQuery, facts: TagsFacts): Comparison {
  const differences = new Differences(repository, 'tags')
  const got = readable(state, repository, facts, differences)
  if (!got) return { state, disagreements: differences.found }
  const { tags } = repositoryOf(state, repository)
  let next = state
  for (const [tag, { presence }] of tags) {
    const listed = got.includes(tagOf(state.content, tag))
    if (!listed && facts.more) continue
    if (!listed && presence === 'present') differences.add('tags-missing', tag, [...got])
    if (presence === 'maybe') next = listed ? withTagPresent(next, repository, tag) : withoutTag(next, repository, tag)
  }
  compareMembers(state, repository, got, differences)
  if (!orders.some((order) => isSorted(got, order))) differences.add('tags-order', 'sorted', [...got])
  return { state: next, disagreements: differences.found }
}

/**
 * Specification: Listing Tags; one page, with `n` and perhaps `last`. Where somebody else writes to the repository,
 * which tags fit on a page is not known; but those that belong between two that are on it are.
 */
export function observeTagsPage(state: State, query: TagsPageQuery, facts: TagsFacts): Comparison {
  const { repository, n, last } = query
  // No sentence says what comes after a tag that is not there; some registries do not find it.
  const isThere = last === undefined || repositoryOf(state, repository).tags.get(last)?.presence === 'present'
  if (!isThere && (facts.status === 404 || facts.status === 400)) return { state, disagreements: [] }
  const differences = new Differences(repository, `page of ${n} tags`)
  const got = readable(state, repository, facts, differences)
  if (!got) return { state, disagreements: differences.found }
  compareMembers(state, repository, got, differences)
  if (got.length > n) differences.add('tags-page-size', n, got.length)
  if (n === 0 && facts.more) differences.add('tags-link', null, 'a link')
  if (n > 0) {
    const problems = orders.map((order) => problemOfPage(state, query, got, facts.more, order))
    const problem = problems.includes(undefined) ? undefined : problems[0]
    if (problem) differences.add(problem.rule, problem.expected, [...got])
  }
  return { state, disagreements: differences.found }
}

function problemOfPage(state: State, query: TagsPageQuery, got: readonly string[], more: boolean, order: Compare) {
  const last = query.last === undefined ? undefined : tagOf(state.content, query.last)
  if (!isSorted(got, order)) return { rule: 'tags-order', expected: 'sorted' } as const
  const early = got.filter((tag) => last !== undefined && (tag === last || order(tag, last) < 0))
  if (early.length > 0) return { rule: 'tags-extra', expected: `after ${last}` } as const
  const isFull = got.length >= query.n || more
  const end = got.at(-1)
  const skipped = certainTags(state, query.repository).filter(
    (tag) =>
      (last === undefined || order(tag, last) > 0) &&
      !got.includes(tag) &&
      (!isFull || (end !== undefined && order(tag, end) < 0)),
  )
  return skipped.length > 0 ? ({ rule: 'tags-missing', expected: skipped } as const) : undefined
}

function certainTags(state: State, repository: Name): string[] {
  return [...repositoryOf(state, repository).tags]
    .filter(([, { presence }]) => presence === 'present')
    .map(([tag]) => tagOf(state.content, tag))
}

/** The tags of a response that is a list of tags at all. */
function readable(state: State, repository: Name, facts: TagsFacts, differences: Differences) {
  if (facts.status === 404 && maySay404(state, repository)) return undefined
  differences.same('tags-status', 200, facts.status)
  if (facts.status !== 200) return undefined
  if (!facts.tags) differences.add('tags-body', 'a list of tags', null)
  else if (!facts.isNamed) differences.add('tags-name', repository, null)
  return facts.tags
}

/** Nothing may be listed that is not there, nor anything twice. Unknown tags may be somebody else's. */
function compareMembers(state: State, repository: Name, got: readonly string[], differences: Differences): void {
  const { tags } = repositoryOf(state, repository)
  const names = new Map([...state.content.tags].map(([name, spelled]) => [spelled, name]))
  const before = new Set<string>()
  for (const spelled of got) {
    const name = names.get(spelled)
    if (before.has(spelled)) differences.add('tags-duplicate', 1, name ?? spelled)
    else if (name === undefined ? state.features.alone : !tags.has(name)) {
      const has = ruleOfUnexpected(state, repository, (other) => name !== undefined && other.tags.has(name), {
        isolated: 'tag-isolated',
        gone: 'tags-extra',
      })
      differences.add(has, null, name ?? spelled)
    }
    before.add(spelled)
  }
}

function isSorted(tags: readonly string[], order: Compare): boolean {
  return tags.every((tag, at) => at === 0 || order(tags[at - 1]!, tag) <= 0)
}

/** By the first letter or digit that differs: where other characters stand the text does not say. */
function byLetters(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  let at = 0
  while (at < length && a[at] === b[at]) at++
  if (at === length) return a.length - b.length
  const [one, other] = [a[at]!, b[at]!]
  return isLetter(one) && isLetter(other) ? (one < other ? -1 : 1) : 0
}

function isLetter(character: string): boolean {
  return /[a-z0-9]/i.test(character)
}
