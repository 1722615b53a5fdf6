import type { RegistryResponse } from '../client/client.ts'
import { short, shorten } from '../text/shorten.ts'
import { Violation } from './failure.ts'

/** Fails unless the status is one of those accepted. */
export function expectStatus(response: RegistryResponse, accepted: number | readonly number[], meaning?: string): void {
  const list = typeof accepted === 'number' ? [accepted] : accepted
  if (list.includes(response.status)) return
  throw new Violation({
    summary: `${request(response)} answered ${response.status}${meaning ? ` (${meaning})` : ''}`,
    expected: list.map((status) => `status ${status}`),
    actual: `status ${response.status}${bodyOf(response)}`,
    at: response,
  })
}

/** Fails unless a header is there with exactly this value. */
export function expectHeader(response: RegistryResponse, name: string, value: string): void {
  const actual = response.header(name)
  if (actual === value) return
  throw new Violation({
    summary:
      actual === undefined
        ? `no ${name} header in the answer to ${request(response)}`
        : `wrong ${name} header in the answer to ${request(response)}`,
    expected: `${name}: ${value}`,
    actual: actual === undefined ? `no ${name} header` : `${name}: ${shorten(actual)}`,
    at: response,
  })
}

/** Fails unless the Content-Type is this media type. Parameters and capitals do not make it another one. */
export function expectContentType(response: RegistryResponse, type: string): void {
  const [essence = ''] = (response.header('content-type') ?? '').split(';', 1)
  if (essence.trim().toLowerCase() === type) return
  expectHeader(response, 'Content-Type', type)
}

/** Fails when a header is there. */
export function expectNoHeader(response: RegistryResponse, name: string, why: string): void {
  const actual = response.header(name)
  if (actual === undefined) return
  throw new Violation({
    summary: `${name} header in the answer to ${request(response)}, ${why}`,
    expected: `no ${name} header`,
    actual: `${name}: ${shorten(actual)}`,
    at: response,
  })
}

/** Fails unless the body is exactly these bytes. */
export function expectBytes(response: RegistryResponse, bytes: Uint8Array): void {
  if (Buffer.compare(response.body, bytes) === 0) return
  throw new Violation({
    summary: `${request(response)} answered other bytes than were pushed`,
    expected: `the ${bytes.length} bytes that were pushed`,
    actual: `${response.body.length} bytes${response.body.length === bytes.length ? ', but not the same' : ''}`,
    at: response,
  })
}

/** Fails unless a condition holds. */
export function expect(
  holds: boolean,
  failure: {
    summary: string
    expected: string | readonly string[]
    actual: string
    at?: RegistryResponse
    kind?: string
  },
): asserts holds {
  if (!holds) throw new Violation(failure)
}

/** `GET /v2/…` as it reads in messages. */
export function request(response: RegistryResponse): string {
  const { method, url } = response.exchange
  const path = url.replace(/^[a-z]+:\/\/[^/]*/, '')
  return `${method} ${shorten(path.replace(/[a-z0-9]+:[0-9a-f]{32,}/g, short), 160)}`
}

/** The beginning of an answer's text, for messages. */
export function bodyOf(response: RegistryResponse): string {
  const text = response.exchange.response?.body.text?.trim()
  return text ? `: ${shorten(text, 200)}` : ''
}
