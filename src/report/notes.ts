import type { ExchangeEvent } from '../outcome/exchange.ts'
import type { Note } from '../outcome/outcome.ts'

/** A note in words. */
export function noteText(note: Note): string {
  switch (note.type) {
    case 'visible-after':
      return `visible after ${note.ms} ms`
    case 'not-followed':
      return `the Location lies on another origin (${note.origin}) and was not followed`
  }
}

/** What the client did on the way, in words. */
export function eventText(event: ExchangeEvent): string {
  switch (event.type) {
    case 'waited':
      return `${event.status}${event.announced ? '' : ' without Retry-After'}, waited ${event.ms} ms`
    case 'redirected':
      return `${event.status}, followed to ${event.to}`
    case 'challenged':
      return '401, met the challenge'
    case 'token-refused':
      return `401, ${event.message}`
    case 'resent':
      return 'the connection was closed without a response, sent once more'
    case 'broke-down':
      return `${event.status}, sent once more alone: ${event.again ? 'it broke down again' : 'it did not break down again'}`
  }
}
