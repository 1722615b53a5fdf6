import type { Answer } from '../client/client.ts'
import { Violation } from './failure.ts'
import { short, shorten } from './text.ts'

/** Fails unless the status is one of those accepted. */
export function expectStatus(answer: Answer, accepted: number | readonly number[], meaning?: string): void {
  const list = typeof accepted === 'number' ? [accepted] : accepted
  if (list.includes(answer.status)) return
  throw new Violation({
    summary: `${request(answer)} answered ${answer.status}${meaning ? ` (${meaning})` : ''}`,
    expected: list.map((status) => `status ${status}`),
    actual: `status ${answer.status}${bodyOf(answer)}`,
    at: answer,
  })
}

/** Fails unless a header is there with exactly this value. */
export function expectHeader(answer: Answer, name: string, value: string): void {
  const actual = answer.header(name)
  if (actual === value) return
  throw new Violation({
    summary:
      actual === undefined
        ? `no ${name} header in the answer to ${request(answer)}`
        : `wrong ${name} header in the answer to ${request(answer)}`,
    expected: `${name}: ${value}`,
    actual: actual === undefined ? `no ${name} header` : `${name}: ${shorten(actual)}`,
    at: answer,
  })
}

/** Fails unless the Content-Type is this media type. Parameters and capitals do not make it another one. */
export function expectContentType(answer: Answer, type: string): void {
  const [essence = ''] = (answer.header('content-type') ?? '').split(';', 1)
  if (essence.trim().toLowerCase() === type) return
  expectHeader(answer, 'Content-Type', type)
}

/** Fails when a header is there. */
export function expectNoHeader(answer: Answer, name: string, why: string): void {
  const actual = answer.header(name)
  if (actual === undefined) return
  throw new Violation({
    summary: `${name} header in the answer to ${request(answer)}, ${why}`,
    expected: `no ${name} header`,
    actual: `${name}: ${shorten(actual)}`,
    at: answer,
  })
}

/** Fails unless the body is exactly these bytes. */
export function expectBytes(answer: Answer, bytes: Uint8Array): void {
  if (Buffer.compare(answer.body, bytes) === 0) return
  throw new Violation({
    summary: `${request(answer)} answered other bytes than were pushed`,
    expected: `the ${bytes.length} bytes that were pushed`,
    actual: `${answer.body.length} bytes${answer.body.length === bytes.length ? ', but not the same' : ''}`,
    at: answer,
  })
}

/** Fails unless a condition holds. */
export function expect(
  holds: boolean,
  failure: { summary: string; expected: string | readonly string[]; actual: string; at?: Answer; kind?: string },
): asserts holds {
  if (!holds) throw new Violation(failure)
}

/** `GET /v2/…` as it reads in messages. */
export function request(answer: Answer): string {
  const { method, url } = answer.exchange
  const path = url.replace(/^[a-z]+:\/\/[^/]*/, '')
  return `${method} ${shorten(path.replace(/[a-z0-9]+:[0-9a-f]{32,}/g, short), 160)}`
}

/** The beginning of an answer's text, for messages. */
export function bodyOf(answer: Answer): string {
  const text = answer.exchange.answer?.body.text?.trim()
  return text ? `: ${shorten(text, 200)}` : ''
}
