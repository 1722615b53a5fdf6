import { digestOf, hashesTo } from '../../fixtures/make/digest.ts'
import { nextTarget } from '../../src/check/list.ts'
import {
  blobOf,
  boundsOf,
  type ContentFacts,
  type ContentQuery,
  type ListEntry,
  manifestOf,
  type PartFacts,
  type PartQuery,
  type Query,
  type Reading,
  type ReadMethod,
  type ReferrersFacts,
  type ReferrersQuery,
  type TagsFacts,
  type TagsPageQuery,
  type TagsQuery,
  tagOf,
} from '../../src/model/index.ts'
import { accepted, type Driver } from './driver.ts'
import type { PortResponse } from './port.ts'

/** A list that goes on for longer than this goes in circles, or has tags of very many histories. */
const maxPages = 100

/** What was read, and the last response that it is from. */
export interface Read {
  readonly reading: Reading
  readonly shown: PortResponse
}

interface Facts<T> extends Pick<Read, 'shown'> {
  readonly facts: T
}

/** Reads one thing from the target. Undefined: no response said where it is, so it cannot be read. */
export async function read(driver: Driver, query: Query): Promise<Read | undefined> {
  switch (query.read) {
    case 'manifest':
    case 'tag':
    case 'blob': {
      const content = await readContent(driver, query)
      return content && { reading: { of: 'content', query, facts: content.facts }, shown: content.shown }
    }
    case 'part': {
      const { facts, shown } = await readPart(driver, query)
      return { reading: { of: 'part', query, facts }, shown }
    }
    case 'tags':
    case 'tags-page': {
      const { facts, shown } = await readTags(driver, query)
      return { reading: { of: 'tags', query, facts }, shown }
    }
    case 'referrers': {
      const { facts, shown } = await readReferrers(driver, query)
      return { reading: { of: 'referrers', query, facts }, shown }
    }
    case 'session': {
      const shown = await driver.status(query.session)
      if (!shown) return undefined
      const { location, range } = shown.headers
      const facts = { status: shown.status, location: location !== undefined, ...(range !== undefined && { range }) }
      return { reading: { of: 'session', query, facts }, shown }
    }
  }
}

async function readContent(driver: Driver, query: ContentQuery): Promise<Facts<ContentFacts> | undefined> {
  const { content } = driver.place.made
  const rest =
    query.read === 'blob'
      ? `blobs/${blobOf(content, query.blob).digest}`
      : `manifests/${query.read === 'tag' ? tagOf(content, query.tag) : manifestOf(content, query.manifest).digest}`
  const headers = query.read === 'blob' ? {} : { accept: accepted }
  const isPromise = query.read !== 'tag' && query.at === 'location'
  const path = driver.pathOf(query.repository, rest)
  const to = isPromise ? driver.locationOf(path) : path
  if (to === undefined) return undefined
  const response = await driver.request(query.method, to, headers)
  return { facts: contentFacts(driver, response, query.method), shown: response }
}

function contentFacts(driver: Driver, response: PortResponse, method: ReadMethod): ContentFacts {
  const digest = sameDigest(driver, response.headers['docker-content-digest'])
  const type = typeOf(response)
  const length = response.headers['content-length']
  return {
    status: response.status,
    ...(method === 'GET' && { body: bodyDigest(driver, response) }),
    ...(digest !== undefined && { digest }),
    ...(type !== undefined && { type }),
    ...(length !== undefined && { length: Number(length) }),
  }
}

async function readPart(driver: Driver, query: PartQuery): Promise<Facts<PartFacts>> {
  const { content, blobs } = driver.place.made
  const { digest, size } = blobOf(content, query.blob)
  const range = `bytes=${query.first ?? ''}-${query.last ?? ''}`
  const response = await driver.request('GET', driver.pathOf(query.repository, `blobs/${digest}`), { range })
  const bounds = boundsOf(query, size)
  const part = bounds && blobs.get(query.blob)!.slice(bounds[0], bounds[1] + 1)
  const named = response.headers['content-range']
  const facts = {
    ...contentFacts(driver, response, 'GET'),
    isExact: part !== undefined && Buffer.compare(part, response.body) === 0,
    ...(named !== undefined && { range: named }),
  }
  return { facts, shown: response }
}

/**
 * The digest that the model knows some content by, where a response names it by another algorithm: the text lets the
 * digest of a response differ from the one that was asked for.
 */
function sameDigest(driver: Driver, digest: string | undefined): string | undefined {
  if (digest === undefined) return digest
  const { manifests, blobs, goesBy } = driver.place.made
  const known = goesBy.get(digest)
  if (known !== undefined || digest.startsWith('sha256:')) return known ?? digest
  const bytes = [...manifests.values(), ...blobs.values()].find((one) => hashesTo(one, digest))
  return bytes === undefined ? digest : goesBy.get(digestOf(bytes))
}

function bodyDigest({ place: { made } }: Driver, { body }: PortResponse): string {
  const digest = digestOf(body)
  return made.goesBy.get(digest) ?? digest
}

async function readTags(driver: Driver, query: TagsQuery | TagsPageQuery): Promise<Facts<TagsFacts>> {
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

async function readReferrers(driver: Driver, query: ReferrersQuery): Promise<Facts<ReferrersFacts>> {
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

function typeOf({ headers }: PortResponse): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
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
