import { type Check, check } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { Exchange } from '../../src/outcome/exchange.ts'

/** A handful at once: a registry that counts will say so to some of them, and nobody is flooded. */
const askedAtOnce = 12

export const tooMany: readonly Check[] = [
  check('errors/retry-after', async ({ repo }) => {
    const responses = await Promise.all(Array.from({ length: askedAtOnce }, () => repo.send('GET', '/v2/')))
    const refused = responses.filter(({ status, exchange }) => status === 429 || waitsOf(exchange).length > 0)
    if (refused.length === 0) throw new NotApplicable('no request was answered with 429')
    for (const response of refused) {
      expect(
        waitsOf(response.exchange).every(({ announced }) => announced),
        {
          problem: 'retry-after-missing',
          expected: 'Retry-After: seconds, or a date',
          actual: 'no Retry-After header',
          at: response,
        },
      )
    }
  }),
]

/** The times that a request was told to come back later with 429. */
function waitsOf({ events }: Exchange) {
  return events.filter((event) => event.type === 'waited').filter(({ status }) => status === 429)
}
