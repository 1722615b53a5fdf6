/** How often a 429 is waited for before it counts as the response. */
export const maxWaits = 8

const longestWaitMs = 60_000

/** Milliseconds to wait: what Retry-After says (seconds or a date), else doubling from 250 ms; a minute at most. */
export function retryAfterMs(value: string | undefined, waits: number): number {
  const backoff = 250 * 2 ** waits
  if (value === undefined) return Math.min(backoff, longestWaitMs)
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  if (!Number.isFinite(seconds)) return Math.min(backoff, longestWaitMs)
  return Math.min(Math.max(0, Math.ceil(seconds * 1000)), longestWaitMs)
}
