/** How one test of the official suite ended. `disabled` tests count as skipped there too. */
export type OfficialStatus = 'passed' | 'failed' | 'skipped' | 'errored'

/** One leaf of the official suite's tree of tests, with what the suite recorded of its requests. */
export interface OfficialTest {
  /** The path in the tree, e.g. `OCI Conformance Test/empty/referrers`. Not unique: many tests share a name. */
  readonly name: string
  readonly status: OfficialStatus
  readonly seconds: number
  /** Why it failed or was skipped, in the suite's words; empty if it passed. */
  readonly message: string
  /** Requests and responses as text, headers and textual bodies included. */
  readonly exchanges: string
}

const STATUS: Record<string, OfficialStatus> = {
  passed: 'passed',
  failure: 'failed',
  skipped: 'skipped',
  error: 'errored',
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal))
    return NAMED[name ?? ''] ?? whole
  })
}

const attribute = (tag: string, name: string) => unescapeXml(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
const element = (body: string, name: string) =>
  unescapeXml(new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1] ?? '')

/**
 * Reads the junit.xml of the official suite. It is written by Go's encoder, which escapes every `<` and `"` of a text,
 * so tags can be found without an XML parser. Its statuses are attributes: there is no `<failure>` element.
 * @throws an Error when a test has a status that this reader does not know, or when there is no test at all
 */
export function readOfficialJunit(xml: string): OfficialTest[] {
  const tests = [...xml.matchAll(/<testcase\b([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)].map(
    ([, tag = '', body = '']) => {
      const status = STATUS[attribute(tag, 'status')]
      const name = attribute(tag, 'name')
      if (status === undefined) throw new Error(`unknown status "${attribute(tag, 'status')}" of the test ${name}`)
      return {
        name,
        status,
        seconds: Number(attribute(tag, 'time')),
        message: element(body, 'system-out'),
        exchanges: element(body, 'system-err'),
      }
    },
  )
  if (tests.length === 0) throw new Error('the junit.xml of the official suite holds no test')
  return tests
}

/** How many tests ended how. */
export type OfficialCounts = Record<OfficialStatus, number>

export function countOfficial(tests: readonly OfficialTest[]): OfficialCounts {
  const counts: OfficialCounts = { passed: 0, failed: 0, skipped: 0, errored: 0 }
  for (const test of tests) counts[test.status]++
  return counts
}

/** The head of the suite's own report. It counts inner nodes of its tree too: more than there are tests in the file. */
export interface OfficialTotals {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
  readonly disabled: number
}

/** Reads the totals of a junit.xml; what the suite leaves out is 0. */
export function readOfficialTotals(xml: string): OfficialTotals {
  const tag = /<testsuites\b[^>]*>/.exec(xml)?.[0] ?? ''
  const total = (name: string) => Number(attribute(tag, name))
  return {
    tests: total('tests'),
    failures: total('failures'),
    errors: total('errors'),
    skipped: total('skipped'),
    disabled: total('disabled'),
  }
}

/** How much of a run was about referrers, told from the requests it recorded and not from the names of its tests. */
export interface OfficialReferrers {
  /** Tests that ask the referrers endpoint at least once. */
  readonly listing: OfficialCounts
  /** Requests of the referrers endpoint. */
  readonly listRequests: number
  /** Tests that push a manifest with a subject: they expect OCI-Subject in the response. */
  readonly pushing: OfficialCounts
}

const LIST_REQUEST = /^URL: \S+\/referrers\/\S*$/gm

/** The request halves of a test's recorded exchanges. */
function requestsOf(test: OfficialTest): string[] {
  return test.exchanges
    .split('~~~ REQUEST ~~~')
    .slice(1)
    .map((exchange) => exchange.split('~~~ RESPONSE ~~~')[0] ?? '')
}

function pushesSubject(request: string): boolean {
  return /^Method: PUT$/m.test(request) && /^URL: \S+\/manifests\//m.test(request) && /"subject"\s*:/.test(request)
}

/** Tests that were skipped before their first request are in neither group. */
export function officialReferrers(tests: readonly OfficialTest[]): OfficialReferrers {
  const lists = (test: OfficialTest) => requestsOf(test).flatMap((request) => request.match(LIST_REQUEST) ?? []).length
  return {
    listing: countOfficial(tests.filter((test) => lists(test) > 0)),
    listRequests: tests.reduce((sum, test) => sum + lists(test), 0),
    pushing: countOfficial(tests.filter((test) => requestsOf(test).some(pushesSubject))),
  }
}

/** All requests that the run recorded. */
export function countRequests(tests: readonly OfficialTest[]): number {
  return tests.reduce((sum, test) => sum + requestsOf(test).length, 0)
}
