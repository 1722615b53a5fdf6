import type { Finding } from '../outcome/outcome.ts'

/** Which known mistake a finding looks like, in one line. */
export function looksLikeText({ looksLike }: Finding): string | undefined {
  if (!looksLike) return undefined
  const { description, explains, of, sure } = looksLike
  const certainty = sure === 1 ? '' : `; ${Math.floor(sure * 100)} % of what it would show is there`
  return `${description}; explains ${explains} of ${of} complaints${certainty}`
}
