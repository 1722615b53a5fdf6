import type { RegistryResponse } from '../client/client.ts'
import { pathOf } from '../outcome/endpoint.ts'
import type { Problem } from '../outcome/problems.ts'
import { requestLine, shorten } from '../text/shorten.ts'
import { bytesFacts } from './expected-bytes.ts'
import { Violation } from './violation.ts'

/** Fails unless the status is one of those accepted. */
export function expectStatus(response: RegistryResponse, accepted: number | readonly number[], because?: string): void {
  const expected = typeof accepted === 'number' ? [accepted] : accepted
  if (expected.includes(response.status)) return
  throw statusViolation(response, expected, because)
}

/** What is wrong with a response that has none of these statuses. */
export function statusViolation(response: RegistryResponse, expected: readonly number[], because?: string): Violation {
  const body = shorten(response.exchange.response?.body.text?.trim() ?? '', 200)
  return new Violation(
    {
      kind: 'status',
      expected,
      actual: response.status,
      ...(because !== undefined && { because }),
      ...(body !== '' && { body }),
    },
    response,
  )
}

/** Fails unless a header is there with exactly this value. */
export function expectHeader(response: RegistryResponse, name: string, value: string): void {
  const actual = response.header(name)
  if (actual === value) return
  throw new Violation(
    { kind: 'header', name, expected: value, ...(actual !== undefined && { actual: shorten(actual) }) },
    response,
  )
}

/** Fails unless the Content-Type is this media type. Parameters and capitals do not make it another one. */
export function expectContentType(response: RegistryResponse, type: string): void {
  const [essence = ''] = (response.header('content-type') ?? '').split(';', 1)
  if (essence.trim().toLowerCase() === type) return
  expectHeader(response, 'Content-Type', type)
}

/** Fails when a header is there. */
export function expectNoHeader(response: RegistryResponse, name: string, because: string): void {
  const actual = response.header(name)
  if (actual === undefined) return
  throw new Violation({ kind: 'header', name, actual: shorten(actual), because }, response)
}

/** Fails unless the body is exactly these bytes. */
export function expectBytes(response: RegistryResponse, bytes: Uint8Array): void {
  const areSame = Buffer.compare(response.body, bytes) === 0
  if (areSame && !isDecodedByClients(response)) return
  expectPlain(response)
  if (areSame) return
  throw new Violation(bytesFacts(bytes, response.body), response)
}

/** Whether clients decode a body with this Content-Encoding: values that only some stores use are unknown to them. */
function isDecodedByClients(response: RegistryResponse): boolean {
  return /^(x-)?(gzip|deflate|compress|br|zstd)$/i.test(response.header('content-encoding')?.trim() ?? '')
}

/** Fails where a response is encoded although its request did not say that it takes that. */
export function expectPlain(response: RegistryResponse): void {
  const encoding = response.header('content-encoding') ?? 'identity'
  const takesMore = Object.keys(response.request.headers ?? {}).some((name) => /^accept-encoding$/i.test(name))
  if (takesMore || encoding === 'identity') return
  throw stateViolation({
    problem: 'encoded-unasked',
    expected: 'plain bytes: Accept-Encoding: identity was sent',
    actual: `Content-Encoding: ${encoding}`,
    at: response,
    mistake: 'content-encoding',
  })
}

/** Fails unless a condition holds. */
export function expect(
  holds: boolean,
  facts: {
    /** Names what is wrong. */
    problem: Problem
    /** Names and numbers of this case that the sentence for the problem tells. */
    parts?: readonly string[]
    expected: string | readonly string[]
    actual: string
    at?: RegistryResponse
    /** Names one mistake that shows in many places, and that time does not mend. */
    mistake?: string
    /** Texts that the body holds but must not hold: they alone are enough to see the mistake again. */
    holds?: readonly string[]
    /** Texts that the body lacks and has to hold. */
    lacks?: readonly string[]
  },
): asserts holds {
  if (!holds) throw stateViolation(facts)
}

/** What does not fit what was done before. */
export function stateViolation({
  problem,
  parts,
  expected,
  actual,
  at,
  mistake,
  holds,
  lacks,
}: Parameters<typeof expect>[1]): Violation {
  return new Violation(
    {
      kind: 'state',
      problem,
      ...(parts && { parts }),
      expected: typeof expected === 'string' ? [expected] : expected,
      actual,
      ...(mistake !== undefined && { mistake }),
      ...(holds && { holds }),
      ...(lacks && { lacks }),
    },
    at,
  )
}

/** `GET /v2/…` as it reads in messages. */
export function request(response: RegistryResponse): string {
  const { method, url } = response.exchange
  return requestLine(method, pathOf(url))
}

/** The beginning of the text of a response, for messages. */
export function bodyOf(response: RegistryResponse): string {
  const text = response.exchange.response?.body.text?.trim()
  return text ? `: ${shorten(text, 200)}` : ''
}
