import { expect, test } from 'vitest'
import type { ExchangeEvent } from '../outcome/exchange.ts'
import { eventText, noteText } from './notes.ts'

test('notes in words', () => {
  expect(noteText({ type: 'visible-after', ms: 120 })).toBe('visible after 120 ms')
  expect(noteText({ type: 'not-followed', origin: 'http://other.example' })).toBe(
    'the Location lies on another origin (http://other.example) and was not followed',
  )
})

test.each<[ExchangeEvent, string]>([
  [{ type: 'waited', status: 429, ms: 60, announced: true }, '429, waited 60 ms'],
  [{ type: 'waited', status: 429, ms: 60, announced: false }, '429 without Retry-After, waited 60 ms'],
  [{ type: 'waited', status: 503, ms: 60, announced: true }, '503, waited 60 ms'],
  [{ type: 'redirected', status: 307, to: 'http://b/' }, '307, followed to http://b/'],
  [{ type: 'challenged' }, '401, met the challenge'],
  [{ type: 'token-refused', message: 'no token' }, '401, no token'],
  [{ type: 'resent' }, 'the connection was closed without a response, sent once more'],
])('an event in words: %j', (event, words) => {
  expect(eventText(event)).toBe(words)
})
