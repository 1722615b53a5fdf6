import type { CheckOutcome, Finding } from '../../outcome/outcome.ts'
import { explain } from './explain.ts'
import type { Mistake } from './mistake.ts'
import { ranIn, redIn } from './red.ts'

/** Below this a likeness is too weak to be told. */
const leastTold = 0.4

/** Says of each finding which known mistake it looks like, where one explains a check of it. Changes no verdict. */
export function withLooksLike(
  findings: readonly Finding[],
  checks: readonly CheckOutcome[],
  mistakes: readonly Mistake[],
): Finding[] {
  const red = redIn(checks)
  const explanations = explain(red, ranIn(checks), mistakes)
  return findings.map((finding) => {
    const own = new Set([finding.id, ...finding.also])
    const part = (ids: readonly string[]) => ids.filter((id) => own.has(id)).length
    let best: (typeof explanations)[number] | undefined
    for (const one of explanations) if (part(one.explains) > (best ? part(best.explains) : 0)) best = one
    if (!best || best.sure < leastTold) return finding
    const { mistake, explains, sure } = best
    const { fault, description } = mistake
    return {
      ...finding,
      looksLike: { fault, description, explains: explains.length, of: red.size, sure: Math.round(sure * 100) / 100 },
    }
  })
}
