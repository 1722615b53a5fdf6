import type { WireRequest, WireResponse } from './wire.ts'

/** A request that breaks down alone so many times in a row is not sent again any more. */
const enough = 2

/** Statuses of a server, or of a proxy in front of it, that broke down. 501 only says what a server cannot do. */
const statuses: ReadonlySet<number> = new Set([500, 502, 503, 504])

/** Whether a response says that the server broke down. */
export function isBreakdown({ status, headers }: WireResponse): boolean {
  return statuses.has(status) && headers['retry-after'] === undefined
}

/** The part of the API that a request is for: what breaks down for one request breaks down for others of the part. */
function keyOf({ method, path }: WireRequest): string {
  const [plain = '', query] = path.split('?')
  return `${method} ${plain.split('/').at(-2)} ${query === undefined ? '' : '?'}`
}

/**
 * Decides what is sent once more, alone, because it broke down: once may be by chance, or by the load that this client
 * itself makes. Where it breaks down alone as well, time after time, it is broken, and nothing is sent again.
 */
export class Breakdowns {
  readonly #inARow = new Map<string, number>()

  /** Whether a request that broke down is to be sent again. */
  mayBeChance(request: WireRequest): boolean {
    // Bytes without Content-Range would be appended a second time.
    if (request.method === 'PATCH' && !Object.keys(request.headers).some((name) => /^content-range$/i.test(name)))
      return false
    return !this.isBroken(request)
  }

  /** Whether requests like this one break down alone as well, time after time. */
  isBroken(request: WireRequest): boolean {
    return (this.#inARow.get(keyOf(request)) ?? 0) >= enough
  }

  /**
   * The response that counts of two to the same request.
   * @param again the one that came when it was sent alone
   */
  settle(request: WireRequest, first: WireResponse, again: WireResponse): WireResponse {
    const key = keyOf(request)
    if (isBreakdown(again)) {
      this.#inARow.set(key, (this.#inARow.get(key) ?? 0) + 1)
      return again
    }
    this.#inARow.set(key, 0)
    // The first may have been done after all: then the second finds that it has nothing left to do.
    const once = request.method === 'DELETE' || request.path.includes('/blobs/uploads/')
    return once && (again.status === 404 || again.status === 416) ? first : again
  }
}
