import { type Check, type Look, monitor } from '../../src/check/define.ts'
import { expect, expectPlain } from '../../src/check/expect.ts'
import { isObject } from '../../src/check/list.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { expectAtMost } from '../tags/read-tags.ts'
import { orders } from '../tags/tags.suite.ts'
import { asked, isDirect } from './asked.ts'
import { everySort } from './steps.ts'

const isList = (response: RegistryResponse) =>
  asked(response).endpoint === 'tags' && response.request.method === 'GET' && response.status === 200

interface List {
  readonly name: unknown
  readonly tags: string[]
}

/** Each monitor asks for the list of the same response, and some are long. */
const lists = new WeakMap<RegistryResponse, List | undefined>()

function listIn(response: RegistryResponse): List | undefined {
  if (!lists.has(response)) lists.set(response, parsed(response))
  return lists.get(response)
}

/** A list as JSON, and its tags; undefined where it has another form. Null counts as none, as Go writes it so. */
function parsed(response: RegistryResponse): List | undefined {
  try {
    const json: unknown = JSON.parse(response.text())
    if (!isObject(json)) return undefined
    const tags = json['tags'] ?? []
    const isTags = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')
    return isTags ? { name: json['name'], tags } : undefined
  } catch {
    return undefined
  }
}

const form: Look = (response) => {
  // A mirror that requests are redirected to may call the repository otherwise.
  if (!isList(response) || !isDirect(response)) return false
  const { repository, header } = asked(response)
  // What a client gets that takes more than plain bytes is for a check of its own.
  if (header('accept-encoding') !== undefined) return false
  expectPlain(response)
  expect(listIn(response)?.name === repository, {
    problem: 'no-list-of-tags',
    parts: [String(repository)],
    expected: `a JSON object with the name ${repository} and an array of texts in \`tags\``,
    actual: shorten(response.text(), 200),
    at: response,
    mistake: 'tags-form',
  })
  return true
}

/** Longer lists are not sorted: that is done anew for each response. */
const maxSorted = 10_000

/** The text does not say where other characters stand than letters and digits. */
const order: Look = (response) => {
  const list = isList(response) ? listIn(response) : undefined
  if (!list || list.tags.length > maxSorted) return false
  const tags = list.tags.filter((tag) => /^[a-zA-Z0-9]+$/.test(tag))
  if (tags.length < 2) return false
  const allowed = orders.map((one) => [...tags].sort(one))
  expect(
    allowed.some((one) => one.join() === tags.join()),
    {
      problem: 'page-not-in-order',
      expected: allowed.map((one) => few(one, 6)),
      actual: few(tags, 6),
      at: response,
      mistake: 'tags-order',
    },
  )
  return true
}

const number: Look = (response) => {
  const list = isList(response) ? listIn(response) : undefined
  const n = asked(response).query.get('n') ?? ''
  // Of zero tags another sentence speaks.
  if (!list || !/^[1-9]\d{0,8}$/.test(n)) return false
  expectAtMost(Number(n), list.tags, response)
  return true
}

/** Every list of tags. */
export const tagLists: readonly Check[] = [
  monitor('responses/tags-form', () => form, everySort),
  monitor('responses/tags-order', () => order, everySort),
  monitor('responses/tags-number', () => number, everySort),
]
