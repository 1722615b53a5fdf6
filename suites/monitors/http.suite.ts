import { type Check, type Look, monitor } from '../../src/check/define.ts'
import { expect, expectPlain } from '../../src/check/expect.ts'
import { expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

const allow: Look = (response) => {
  if (response.status !== 405) return false
  expectForm(response, 'Allow', response.header('allow') !== undefined, 'the methods that there are')
  return true
}

/** A challenge begins with a scheme, which is a token (RFC 9110, section 11.6.1). */
const challenge: Look = (response) => {
  if (response.status !== 401) return false
  const value = response.header('www-authenticate')
  const begins = value !== undefined && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+( |,|$)/.test(value)
  expectForm(response, 'WWW-Authenticate', begins, 'a scheme and its parameters')
  return true
}

/** Seconds, or a date as HTTP writes it. */
const retryAfter: Look = (response) => {
  const value = response.header('retry-after')
  const { status } = response
  if (status !== 429 && (status !== 503 || value === undefined)) return false
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/
  const readable = value !== undefined && (/^\d+$/.test(value) || date.test(value))
  expectForm(response, 'Retry-After', readable, 'seconds, or a date')
  return true
}

/** Encodings are negotiated: nobody gets one who takes plain bytes alone. */
const encoding: Look = (response) => {
  expectPlain(response)
  return true
}

/** What breaks down and does so no more when it is sent again, alone, broke down by chance or under load. */
const steady: Look = (response) => {
  const breakdown = response.exchange.events.find((event) => event.type === 'broke-down')
  if (response.status >= 500) return false
  expect(breakdown === undefined, {
    problem: 'broke-down-once',
    parts: [String(breakdown?.status)],
    expected: 'a response that is no error of the server, whatever else is under way',
    actual: `status ${breakdown?.status}, then ${response.status}`,
    at: response,
  })
  return true
}

/** What HTTP itself says of every response. */
export const httpResponses: readonly Check[] = [
  monitor('responses/allow', () => allow, everySort),
  monitor('access/challenge-scheme', () => challenge, everySort),
  monitor('responses/retry-after', () => retryAfter, everySort),
  monitor('responses/encoding', () => encoding, everySort),
  monitor('responses/steady', () => steady, everySort),
]
