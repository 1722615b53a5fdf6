import LinkHeader from 'http-link-header'
import type { RegistryResponse } from '../client/client.ts'
import type { FactsOf } from '../outcome/violation.ts'
import { shorten } from '../text/shorten.ts'
import { expectPlain, statusViolation } from './expect.ts'
import { NotApplicable, Violation } from './violation.ts'

/** A list of referrers as it was answered, all pages of it. Its descriptors are raw JSON: nothing about them is known. */
export interface ReferrersList {
  readonly pages: readonly RegistryResponse[]
  /** The parsed body of each page. */
  readonly bodies: readonly Record<string, unknown>[]
  readonly descriptors: readonly Record<string, unknown>[]
  /** The digests of the descriptors that have one, in the order of the list. */
  readonly digests: readonly string[]
}

/** Endless chains end here: no list of this suite has half as many entries, so half of the pages may even be empty. */
const maxPages = 220

/**
 * Reads a list to its end by following `Link: rel=next`.
 * @throws Violation when a page is not 200 with an index, or the chain cannot be followed to an end
 */
export async function readList(
  first: RegistryResponse,
  follow: (url: string) => Promise<RegistryResponse>,
): Promise<ReferrersList> {
  const pages: RegistryResponse[] = []
  const bodies: Record<string, unknown>[] = []
  const descriptors: Record<string, unknown>[] = []
  const addresses = new Set<string>([first.url])
  let page = first
  for (;;) {
    const body = indexIn(page)
    pages.push(page)
    bodies.push(body)
    // Not push(...): a page may hold more entries than a call can have arguments.
    for (const one of body['manifests'] as Record<string, unknown>[]) descriptors.push(one)
    const next = nextPage(page)
    if (!next) break
    if (addresses.has(next.href) || pages.length >= maxPages) {
      throw new Violation({ kind: 'link', problem: 'endless', actual: shorten(next.href) }, page)
    }
    addresses.add(next.href)
    page = await follow(next.href)
  }
  const digests = descriptors.map((one) => one['digest']).filter((digest) => typeof digest === 'string')
  return { pages, bodies, descriptors, digests }
}

/** The body of a page as an index with a list of descriptors. Fails unless it is one, with status 200. */
function indexIn(page: RegistryResponse): Record<string, unknown> {
  const fail = (problem: FactsOf<'body'>['problem'], actual: string): never => {
    throw new Violation({ kind: 'body', problem, actual }, page)
  }
  if (page.status !== 200) throw statusViolation(page, [200])
  let json: unknown
  try {
    json = JSON.parse(page.text())
  } catch (cause) {
    expectPlain(page)
    return fail('no-json', `${(cause as Error).message}: ${shorten(page.text(), 200)}`)
  }
  if (!isObject(json)) return fail('no-object', shorten(page.text(), 200))
  const { manifests } = json
  if (!Array.isArray(manifests)) {
    return fail('no-manifests', shorten(JSON.stringify(manifests) ?? 'missing', 80))
  }
  if (!manifests.every(isObject)) return fail('no-descriptors', shorten(JSON.stringify(manifests), 200))
  return json
}

/**
 * The next page that a response names, undefined for the last one.
 * @throws Violation when the Link header cannot be read, or names another origin
 */
export function nextPage(page: RegistryResponse): URL | undefined {
  const lines = page.headerLines('link')
  if (lines.length === 0) return undefined
  const fail = (problem: FactsOf<'link'>['problem'], actual = lines.join(', ')): never => {
    throw new Violation({ kind: 'link', problem, actual: shorten(actual) }, page)
  }
  let next: string | undefined
  try {
    next = nextTarget(lines.join(', '))
  } catch (cause) {
    return fail('malformed', `${lines.join(', ')} (${(cause as Error).message})`)
  }
  if (next === undefined) return undefined
  if (!URL.canParse(next, page.url)) return fail('no-url')
  const url = new URL(next, page.url)
  if (url.origin !== new URL(page.url).origin) return fail('other-origin')
  return url
}

/**
 * The target of the link to the next page among those of a Link header; undefined: there is none.
 * @example nextTarget('</v2/>; rel="start", <?last=b>; rel="next"; title="more"') // '?last=b'
 * @throws Error when the header cannot be read
 */
export function nextTarget(header: string): string | undefined {
  return LinkHeader.parse(header).rel('next')[0]?.uri
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface Pushed {
  readonly digest: string
}

/**
 * Fails unless the list holds exactly these manifests, in any order. Entries given twice are judged elsewhere.
 * @throws NotApplicable when it has others because it was not filtered
 */
export function expectOnly(list: ReferrersList, pushed: readonly Pushed[]): void {
  expectHas(list, pushed)
  const allowed = new Set(pushed.map(({ digest }) => digest))
  const extra = [...new Set(list.digests.filter((digest) => !allowed.has(digest)))]
  if (extra.length === 0 && list.digests.length === list.descriptors.length) return
  if (extra.length > 0 ? isOnWholePages(list, extra) : isLeftWhole(list))
    throw new NotApplicable('the target does not filter the list, and does not say that it does')
  throw new Violation({ kind: 'entry-extra', expected: [...allowed], extra: extra.slice(0, maxExtra) }, lastPage(list))
}

/**
 * Whether a list that was asked for by type is a whole list, because no page says that it was filtered: filtering is
 * only recommended, and OCI-Filters-Applied tells clients whether it was done ("Listing Referrers").
 */
export function isLeftWhole({ pages }: Pick<ReferrersList, 'pages'>): boolean {
  const [first] = pages
  return (
    first !== undefined &&
    typeAskedOf(first) !== null &&
    pages.every((page) => page.header('oci-filters-applied') === undefined)
  )
}

/** Whether entries are only on pages that were asked for by type and do not say that they were filtered. */
function isOnWholePages({ pages, bodies }: ReferrersList, digests: readonly string[]): boolean {
  const sought = new Set(digests)
  const holds = (at: number) =>
    (bodies[at]!['manifests'] as readonly Record<string, unknown>[]).some(({ digest }) => sought.has(digest as string))
  return pages.every(
    (page, at) => !holds(at) || (typeAskedOf(page) !== null && page.header('oci-filters-applied') === undefined),
  )
}

/** The artifactType that a page was asked for; null: all of them. */
export function typeAskedOf({ request, url }: RegistryResponse): string | null {
  return new URL(request.to, url).searchParams.get('artifactType')
}

/** A violation names no more wrong digests than this: a hostile list has any number, and all checks keep theirs. */
const maxExtra = 200

/** Fails when anything but these manifests is in the list. */
export function expectNoOthers(list: ReferrersList, allowed: readonly Pushed[]): void {
  const listed = new Set(list.digests)
  expectOnly(
    list,
    allowed.filter(({ digest }) => listed.has(digest)),
  )
}

/** Fails unless each of these manifests is in the list. */
export function expectHas(list: ReferrersList, pushed: readonly Pushed[]): void {
  const listed = new Set(list.digests)
  const missing = pushed.filter(({ digest }) => !listed.has(digest)).map(({ digest }) => digest)
  if (missing.length === 0) return
  throw new Violation(
    {
      kind: 'entry-missing',
      expected: pushed.map(({ digest }) => digest),
      missing,
      listed: list.descriptors.length,
    },
    lastPage(list),
  )
}

/** Fails when one of these manifests is in the list. */
export function expectLacks(list: ReferrersList, manifests: readonly Pushed[], because: string): void {
  const listed = new Set(list.digests)
  const found = manifests.filter(({ digest }) => listed.has(digest)).map(({ digest }) => digest)
  if (found.length === 0) return
  throw new Violation({ kind: 'entry-extra', extra: found, because }, lastPage(list))
}

/** The descriptor of a manifest in a list; fails when it is not there. */
export function entryOf(list: ReferrersList, manifest: Pushed): Record<string, unknown> {
  expectHas(list, [manifest])
  return list.descriptors.find(({ digest }) => digest === manifest.digest)!
}

/** The page that shows what is wrong with a list: its only one, or its last. */
function lastPage(list: ReferrersList): RegistryResponse | undefined {
  return list.pages.at(-1)
}
