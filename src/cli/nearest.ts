import { distance } from 'fastest-levenshtein'

/** The few known names that a mistyped one may have meant, best first. */
export function nearest(name: string, known: readonly string[]): string[] {
  const near = (one: string) => {
    // Half a name typed is as near as a slip in a whole one; a letter or two say nothing, nor does a word in a long one.
    if (name.length > 2 && (one.includes(name) || (name.includes(one) && name.length <= 2 * one.length))) return 1
    return distance(name.toLowerCase(), one.toLowerCase())
  }
  return known
    .map((one) => ({ one, far: near(one) }))
    .filter(({ far }) => far <= Math.max(2, name.length / 3))
    .sort((a, b) => a.far - b.far || (a.one < b.one ? -1 : 1))
    .slice(0, 3)
    .map(({ one }) => one)
}

/**
 * What to try in place of a name that nothing has.
 * @param otherwise what to say where no known name is near
 * @example didYouMean(nearest('tag', areas), 'see --help') // 'did you mean tags?'
 */
export function didYouMean(near: readonly string[], otherwise: string): string {
  return near.length > 0 ? `did you mean ${near.join(' or ')}?` : otherwise
}
