import { endpointOf, pathOf } from '../outcome/endpoint.ts'
import type { Exchange } from '../outcome/exchange.ts'
import { groupBy } from '../text/group-by.ts'

/** How long the responses of one part of the API took. */
export interface Latency {
  /** Method and part of the API: `GET referrers`. */
  readonly name: string
  readonly count: number
  /** Milliseconds within which half of the responses came. */
  readonly median: number
  /** Milliseconds within which 19 of 20 came. */
  readonly slow: number
  readonly max: number
  /** Medians of equal stretches of the run; null where nothing was sent. */
  readonly course: readonly (number | null)[]
}

const stretches = 30

/** Latencies by method and part of the API, those that were asked the most first. */
export function latencies(exchanges: readonly Exchange[]): Latency[] {
  const responded = exchanges.filter(({ response }) => response !== undefined)
  const end = responded.reduce((most, { at }) => Math.max(most, at), 1)
  const groups = groupBy(responded, ({ method, url }) => `${method} ${endpointOf(pathOf(url))}`)
  return [...groups].map(([name, some]) => latency(name, some, end)).sort((a, b) => b.count - a.count)
}

function latency(name: string, exchanges: readonly Exchange[], end: number): Latency {
  const times = sorted(exchanges)
  const course = Array.from({ length: stretches }, (_, at) => {
    const some = exchanges.filter((one) => Math.min(stretches - 1, Math.floor((one.at / end) * stretches)) === at)
    return some.length === 0 ? null : quantile(sorted(some), 0.5)
  })
  return {
    name,
    count: times.length,
    median: quantile(times, 0.5),
    slow: quantile(times, 0.95),
    max: times.at(-1)!,
    course,
  }
}

const sorted = (exchanges: readonly Exchange[]) => exchanges.map(({ ms }) => ms).sort((a, b) => a - b)

/** The value within which a share of sorted values lies. */
function quantile(values: readonly number[], share: number): number {
  return values[Math.max(0, Math.ceil(values.length * share) - 1)]!
}
