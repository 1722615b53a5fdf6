import type { Conclusion } from '../report/conclusion.ts'

/** 0 conforms, 1 does not, 3 could not be judged. */
export function exitCodeOf({ kind }: Conclusion): number {
  return { conforms: 0, fails: 1, unjudged: 3 }[kind]
}
