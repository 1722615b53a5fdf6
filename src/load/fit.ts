/** What one request costs at a size. */
export interface Point {
  readonly n: number
  readonly ms: number
}

/** How a cost grows with a size: not at all, as a power of it, or in a way that the points do not tell. */
export type Growth =
  | { readonly kind: 'flat' }
  | { readonly kind: 'power'; readonly exponent: number }
  | { readonly kind: 'unclear' }

/** Less than this above what it costs at the smallest size is noise. */
const grownFactor = 1.5
const leastExponent = 0.2

/**
 * Fits base + c·n^k to costs, where the base is the cost at the smallest size: a fixed part of each request would
 * otherwise hide how the rest grows.
 * @param points at least one, of increasing sizes
 * @example growthOf([{ n: 1, ms: 2 }, { n: 100, ms: 12 }, { n: 1000, ms: 102 }]) // { kind: 'power', exponent: 1 }
 */
export function growthOf(points: readonly Point[]): Growth {
  const [base, ...others] = points
  const last = others.at(-1)
  if (!base || !last) return { kind: 'unclear' }
  const grown = others.filter(({ ms }) => ms > base.ms * grownFactor)
  if (!grown.includes(last)) return { kind: 'flat' }
  if (grown.length < 2) return { kind: 'unclear' }
  const exponent = slope(grown.map(({ n, ms }) => [Math.log(n), Math.log(ms - base.ms)]))
  // What falls as often as it rises is noise.
  return exponent < leastExponent ? { kind: 'unclear' } : { kind: 'power', exponent }
}

/** Slope of the line that is nearest to points, by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const [x, y] = [mean(points.map(([one]) => one)), mean(points.map(([, one]) => one))]
  const over = points.reduce((sum, [px, py]) => sum + (px - x) * (py - y), 0)
  const under = points.reduce((sum, [px]) => sum + (px - x) ** 2, 0)
  return over / under
}
