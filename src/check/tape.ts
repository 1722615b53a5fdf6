import type { RegistryResponse } from '../client/client.ts'
import type { RawRequest } from '../client/exchange.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { RecordedExchange, Recording } from '../outcome/recording.ts'
import type { ViolationRecord } from '../outcome/violation.ts'
import { expectedBytesOf } from './expected-bytes.ts'

/** Keeps whole what one run of a few checks sends and gets, so that a script can be made of it. */
export class Tape {
  readonly #requests = new Map<Exchange, RawRequest>()
  readonly #responses = new Map<Exchange, RegistryResponse>()

  send(exchange: Exchange, request: RawRequest): void {
    this.#requests.set(exchange, request)
  }

  receive(response: RegistryResponse): void {
    this.#responses.set(response.exchange, response)
  }

  /** What shows a violation: all of it, unless less is known to be enough. */
  recording(violation: ViolationRecord): Recording {
    const enough = violation.enough && new Set(violation.enough)
    const needed = [...this.#requests].filter(([{ id }]) => !enough || enough.has(id))
    const exchanges = needed.map(([exchange, request]): RecordedExchange => {
      const response = this.#responses.get(exchange)
      return {
        exchange,
        ...request,
        ...(response && {
          response: {
            status: response.status,
            headers: response.headers,
            body: response.body,
            url: response.url,
          },
        }),
      }
    })
    const expectedBytes = expectedBytesOf(violation.facts)
    return { exchanges, violation, ...(expectedBytes && { expectedBytes }) }
  }
}
