import { expect, expectPlain, expectStatus } from '../../src/check/expect.ts'
import { isObject, nextPage } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'

/** No list of this suite has as many pages. */
const maxPages = 1000

/** Asks for a list of tags, first page only. */
export const askTags = (repo: Repository, query = '') => repo.send('GET', `tags/list${query && `?${query}`}`)

/** The tags in a response; null counts as none, as Go writes an empty list so. */
export function tagsIn(response: RegistryResponse): string[] {
  expectStatus(response, 200)
  let json: unknown
  try {
    json = JSON.parse(response.text())
  } catch {
    expectPlain(response)
  }
  const tags = isObject(json) ? (json['tags'] ?? []) : undefined
  expect(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'), {
    problem: 'no-list-of-tags-here',
    expected: 'a JSON object with an array of texts in `tags`',
    actual: shorten(response.text(), 200),
    at: response,
  })
  return tags
}

/** Fails where a page has more tags than `n` asked for. */
export function expectAtMost(n: number, tags: readonly string[], at: RegistryResponse): void {
  expect(tags.length <= n, {
    problem: 'too-many-tags',
    expected: `no more than ${n} tags`,
    actual: `${tags.length} tags: ${few(tags)}`,
    at,
    mistake: 'tags-number',
  })
}

/** The list to its end, whether or not it is split. */
export async function allTags(repo: Repository, query = ''): Promise<{ tags: string[]; last: RegistryResponse }> {
  let page = await askTags(repo, query)
  const tags = tagsIn(page)
  for (let count = 1; count < maxPages; count++) {
    const next = nextPage(page)
    if (!next) return { tags, last: page }
    page = await repo.send('GET', next.href)
    tags.push(...tagsIn(page))
  }
  throw new Violation({ kind: 'link', problem: 'endless', actual: `${maxPages} pages` }, page)
}

/** Fails unless each of some tags is in the list, once, and none of others. */
export function expectTags(
  tags: readonly string[],
  { has, lacks = [] }: { has: readonly string[]; lacks?: readonly string[] },
  at: RegistryResponse,
): void {
  const missing = has.filter((tag) => !tags.includes(tag))
  expect(missing.length === 0, {
    problem: 'tags-missing',
    expected: `in the list: ${few(has)}`,
    actual: `missing: ${few(missing)}`,
    lacks: missing,
    at,
  })
  const extra = lacks.filter((tag) => tags.includes(tag))
  expect(extra.length === 0, {
    problem: 'tags-extra',
    expected: `not in the list: ${few(lacks)}`,
    actual: `listed: ${few(extra)}`,
    holds: extra,
    at,
  })
  const twice = has.filter((tag) => tags.indexOf(tag) !== tags.lastIndexOf(tag))
  expect(twice.length === 0, {
    problem: 'tags-twice',
    expected: 'each tag once',
    actual: few(twice),
    at,
  })
}
