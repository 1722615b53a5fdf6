import { type Check, check } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/failure.ts'
import { unannounced429 } from '../../src/client/client.ts'

/** A handful at once: a registry that counts will say so to some of them, and nobody is flooded. */
const askedAtOnce = 12

export const tooMany: readonly Check[] = [
  check('errors/retry-after', async ({ repo }) => {
    const responses = await Promise.all(Array.from({ length: askedAtOnce }, () => repo.send('GET', '/v2/')))
    const refused = responses.filter(({ status, exchange: { notes } }) => status === 429 || notes.some(is429))
    if (refused.length === 0) throw new NotApplicable('no request was answered with 429')
    for (const response of refused) {
      expect(!response.exchange.notes.some((note) => note.startsWith(unannounced429)), {
        summary: `${request(response)} was answered with 429, and not when to come back`,
        expected: 'Retry-After: seconds, or a date',
        actual: 'no Retry-After header',
        at: response,
      })
    }
  }),
]

function is429(note: string): boolean {
  return note.startsWith('429')
}
