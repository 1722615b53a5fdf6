import type { FactsOf, ViolationFacts, ViolationRecord } from '../outcome/violation.ts'
import { few, requestLine, short } from '../text/shorten.ts'
import { numberedSteps } from '../text/steps.ts'
import { problemSentence } from './problems.ts'

/** A violation in words. */
export interface ViolationText {
  /** What is wrong, in one line. */
  readonly summary: string
  /** Everything that would have been accepted. */
  readonly expected: readonly string[]
  readonly actual: string
  /** Numbered steps, from empty repositories, after which it is found; none: it shows in one request. */
  readonly steps: readonly string[]
}

/** Says what a check found wrong: the one place where facts become sentences. */
export function violationText({ facts, request }: ViolationRecord): ViolationText {
  const say = sentences[facts.kind] as Sentence<ViolationFacts['kind']>
  const { summary, ...rest } = say(
    facts,
    request === undefined ? 'a request' : requestLine(request.method, request.path),
  )
  const steps = facts.kind === 'state' ? numberedSteps(facts.history ?? []) : []
  return { ...rest, summary: facts.where === undefined ? summary : `${summary}, ${facts.where}`, steps }
}

type Sentence<Kind extends ViolationFacts['kind']> = (
  facts: FactsOf<Kind>,
  request: string,
) => Omit<ViolationText, 'steps'>

const sentences: { readonly [Kind in ViolationFacts['kind']]: Sentence<Kind> } = {
  status: ({ expected, actual, because, body }, request) => ({
    summary: `${request} returned ${actual}${inBrackets(because)}`,
    expected: expected.map((status) => `status ${status}`),
    actual: `status ${actual}${body === undefined ? '' : `: ${body}`}`,
  }),
  header: ({ name, expected, actual, because }, request) => ({
    summary:
      expected === undefined
        ? `${name} header in the response to ${request}${because === undefined ? '' : `, ${because}`}`
        : `${actual === undefined ? 'no' : 'wrong'} ${name} header in the response to ${request}${inBrackets(because)}`,
    expected: [expected === undefined ? `no ${name} header` : `${name}: ${expected}`],
    actual: actual === undefined ? `no ${name} header` : `${name}: ${actual}`,
  }),
  body: ({ problem, actual }, request) => ({
    summary: `${request} did not return a list of referrers: ${bodyProblems[problem]}`,
    expected: ['an image index in JSON with an array of descriptors in `manifests`'],
    actual: problem === 'no-manifests' ? `\`manifests\` is ${actual}` : actual,
  }),
  bytes: ({ expected, actual }, request) => ({
    summary: `${request} returned other bytes than were pushed`,
    expected: [`the ${expected} bytes that were pushed`],
    actual: `${actual} bytes${actual === expected ? ', but not the same' : ''}`,
  }),
  'entry-missing': ({ expected, missing, listed }) => ({
    summary: `${ofAll(missing.length, expected.length)} missing from the list`,
    expected: [`in the list: ${digests(expected)}`],
    actual: `missing: ${digests(missing)}; the list has ${listed === 1 ? '1 entry' : `${listed} entries`}`,
  }),
  'entry-extra': ({ expected, extra, because }) => ({
    summary:
      because === undefined
        ? 'the list holds entries that do not belong in it'
        : `the list holds a manifest ${because}`,
    expected: [
      expected === undefined
        ? `not in the list: ${digests(extra)}`
        : expected.length === 0
          ? 'an empty list'
          : `nothing but ${digests(expected)}`,
    ],
    actual: extra.length === 0 ? 'a descriptor without a digest' : `listed: ${digests(extra)}`,
  }),
  link: ({ problem, actual }, request) => ({
    summary: `${linkProblems[problem].summary} (${request})`,
    expected: [linkProblems[problem].expected],
    actual: `Link: ${actual}`,
  }),
  'no-response': ({ actual }, request) => ({
    summary: `no response to ${request}`,
    expected: ['a complete response'],
    actual,
  }),
  state: ({ problem, parts = [], expected, actual }, request) => ({
    summary: problemSentence(problem, request, parts),
    expected,
    actual,
  }),
}

const bodyProblems: Readonly<Record<FactsOf<'body'>['problem'], string>> = {
  'no-json': 'its body is no JSON',
  'no-object': 'its JSON is no object',
  'no-manifests': '`manifests` is no array',
  'no-descriptors': '`manifests` holds no descriptors',
}

const linkProblems: Readonly<
  Record<FactsOf<'link'>['problem'], { readonly summary: string; readonly expected: string }>
> = {
  endless: {
    summary: 'the pages of a list do not end',
    expected: 'a Link header on every page but the last, each naming a page not read before',
  },
  malformed: { summary: 'the Link header cannot be read', expected: 'a Link header as in RFC 8288' },
  'no-url': {
    summary: 'the Link header names no URL',
    expected: 'a URL, absolute or relative to the request',
  },
  'other-origin': { summary: 'the next page lies on another origin', expected: 'a URL on the origin of the request' },
}

const inBrackets = (because: string | undefined) => (because === undefined ? '' : ` (${because})`)

const digests = (list: readonly string[]) => (list.length === 0 ? 'none' : few(list.map(short)))

function ofAll(some: number, all: number): string {
  if (all === 1) return 'the referrer is'
  return `${some} of ${all} referrers ${some === 1 ? 'is' : 'are'}`
}
