/** A time as options take it. @example shortDuration(1500) // '1500ms' */
export function shortDuration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
