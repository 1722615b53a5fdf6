import { digestOf } from '../../fixtures/make/digest.ts'
import { nextTarget } from '../../src/check/list.ts'
import {
  type ListEntry,
  manifestOf,
  type ReferrersFacts,
  type ReferrersQuery,
  type TagsFacts,
  type TagsPageQuery,
  type TagsQuery,
  tagOf,
} from '../../src/model/index.ts'
import type { Driver } from './driver.ts'
import { type PortResponse, type Shown, typeOf } from './port.ts'

/** A list that goes on for longer than this goes in circles, or has tags of very many histories. */
const maxPages = 100

/** Reads the list of tags, whole or one page of it. */
export async function readTags(driver: Driver, query: TagsQuery | TagsPageQuery): Promise<Shown<TagsFacts>> {
  const path = driver.pathOf(query.repository, `tags/list${query.read === 'tags' ? '' : pageQuery(driver, query)}`)
  const pages = query.read === 'tags' ? await readPages(driver, path) : [await driver.request('GET', path)]
  const status = pages.find((page) => page.status !== 200)?.status ?? 200
  const lists = pages.map((page) => stringsOf(jsonOf(page)?.['tags']))
  const shown = pages.at(-1)!
  const more = linkOf(shown) !== undefined && (query.read === 'tags-page' || pages.length === maxPages)
  const name = driver.place.repositories.get(query.repository)
  const isNamed = pages.every((page) => jsonOf(page)?.['name'] === name)
  const isList = status === 200 && !lists.includes(undefined)
  const facts = { status, more, isNamed, ...(isList && { tags: lists.flatMap((tags) => tags ?? []) }) }
  return { facts, shown }
}

function pageQuery(driver: Driver, { n, last }: TagsPageQuery): string {
  const after = last === undefined ? '' : `&last=${encodeURIComponent(tagOf(driver.place.made.content, last))}`
  return `?n=${n}${after}`
}

/** Reads the list of referrers, all pages of it. */
export async function readReferrers(driver: Driver, query: ReferrersQuery): Promise<Shown<ReferrersFacts>> {
  const { digest } = manifestOf(driver.place.made.content, query.subject)
  const filter = query.artifactType === undefined ? '' : `?artifactType=${encoded(query.artifactType)}`
  const pages = await readPages(driver, driver.pathOf(query.repository, `referrers/${digest}${filter}`))
  const status = pages.find((page) => page.status !== 200)?.status ?? 200
  const lists = pages.map((page) => entriesOf(jsonOf(page)))
  const types = new Set(pages.map(typeOf))
  // Every page has to say that it was filtered, or the list as a whole was not.
  const filters = pages.map((page) => page.headers['oci-filters-applied'])
  const [type] = types
  const [filtered] = filters
  const facts = {
    status,
    ...(types.size === 1 && type !== undefined && { type }),
    ...(filtered !== undefined &&
      new Set(filters).size === 1 && { filters: filtered.split(',').map((name) => name.trim()) }),
    ...(!lists.includes(undefined) && { entries: lists.flatMap((entries) => entries ?? []) }),
  }
  return { facts, shown: pages.at(-1)! }
}

/** A type as a query may spell it: with its slash, or in capital or small hexadecimals. Each type always has the same way. */
function encoded(type: string): string {
  const way = digestOf(Buffer.from(type)).charCodeAt(7) % 3
  const whole = encodeURIComponent(type)
  if (way === 0) return whole
  return way === 1 ? whole.replaceAll('%2F', '/') : whole.replaceAll(/%../g, (code) => code.toLowerCase())
}

/** All pages of a list, from the first to the last or to one that is not answered with 200. */
async function readPages(driver: Driver, first: string): Promise<readonly PortResponse[]> {
  const pages: PortResponse[] = []
  let next: string | undefined = first
  while (next !== undefined && pages.length < maxPages) {
    const page = await driver.request('GET', next)
    pages.push(page)
    const link = page.status === 200 ? linkOf(page) : undefined
    const base: URL = new URL(next, driver.port.origin)
    next = link !== undefined && URL.canParse(link, base.href) ? new URL(link, base).href : undefined
  }
  return pages
}

/** The target of a Link that leads to the next page. One that cannot be read leads nowhere: checks of its own say so. */
function linkOf({ headers }: PortResponse): string | undefined {
  const { link } = headers
  if (link === undefined) return undefined
  try {
    return nextTarget(link)
  } catch {
    return undefined
  }
}

function jsonOf({ body }: PortResponse): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function entriesOf(index: Readonly<Record<string, unknown>> | undefined): readonly ListEntry[] | undefined {
  const manifests = index?.['manifests']
  if (index?.['schemaVersion'] !== 2 || !Array.isArray(manifests)) return undefined
  return manifests.every(isObject) ? manifests : undefined
}

/** A list of tags; `null` is how some languages write an empty one. */
function stringsOf(value: unknown): readonly string[] | undefined {
  if (value === null) return []
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
