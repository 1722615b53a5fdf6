import type { Exchange } from '../../src/outcome/exchange.ts'
import type { Outcome } from '../../src/outcome/outcome.ts'

/** What a run waits for at least, whatever its own speed. */
export interface Floor {
  /** The longest chain of requests of one check and its steps, each sent after the response to the one before. */
  readonly chain: number
  /** That chain, at this round trip. Milliseconds. */
  readonly chainMs: number
  /** All requests, so many at once as there are connections. Milliseconds. */
  readonly crowdMs: number
}

/**
 * The floor under a run: no check can be quicker than the longest chain of its requests, and no run than all of its
 * requests through all of its connections.
 * @param connections requests at once, at most
 * @example floorOf(outcome, 100, 64).chainMs
 */
export function floorOf(outcome: Outcome, roundTripMs: number, connections: number): Floor {
  const byId = new Map(outcome.exchanges.map((exchange) => [exchange.id, exchange]))
  const chain = Math.max(
    0,
    ...outcome.checks.map(({ exchanges }) => chainOf(exchanges.flatMap((id) => (byId.has(id) ? [byId.get(id)!] : [])))),
  )
  return {
    chain,
    chainMs: chain * roundTripMs,
    crowdMs: (outcome.requests / connections) * roundTripMs,
  }
}

/** The length of the longest chain: next comes always the one that ends first of those that begin after the last. */
function chainOf(exchanges: readonly Exchange[]): number {
  let [count, end] = [0, Number.NEGATIVE_INFINITY]
  for (const { at, ms } of exchanges.toSorted((one, other) => one.at + one.ms - (other.at + other.ms))) {
    if (at < end) continue
    count += 1
    end = at + ms
  }
  return count
}
