import type { Fault } from '../../change.ts'
import { emptyResponse } from '../../respond.ts'

/** Faults that show under a condition that no request makes by itself. */
export const loadFaults: readonly Fault[] = [
  {
    name: 'every-150th-502',
    description: 'One in 150 requests is answered with 502, whatever it asks for',
    breaks: 'api/steady',
    wrap: (handler) => {
      let count = 0
      return (request) => (++count % 150 === 0 ? Promise.resolve(emptyResponse(502)) : handler(request))
    },
  },
  {
    name: 'busy-beyond-eight',
    description: 'Requests beyond the eighth that is under way are answered with 500 or 503',
    breaks: 'api/steady',
    wrap: (handler) => {
      let underWay = 0
      return async (request) => {
        if (underWay >= 8) return emptyResponse(underWay % 2 === 0 ? 500 : 503)
        underWay++
        try {
          await new Promise((resolve) => setImmediate(resolve))
          return await handler(request)
        } finally {
          underWay--
        }
      }
    },
  },
]
