import type { Level } from '../catalogue/types.ts'
import { count } from '../text/count.ts'
import type { Change, Side } from './compare.ts'
import { strengthOf } from './keywords.ts'
import type { Standings } from './outcomes.ts'
import type { JudgedChange, JudgedRow, WordingReport } from './report.ts'

// What the reports for people say in the same words.

/** A sentence as a reader sees it: without targets of links, references and emphasis. */
export function readable(sentence: string): string {
  return sentence
    .replace(/<sup>.*?<\/sup>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*+/g, '')
    .replace(/ +/g, ' ')
    .trim()
}

/** "draft.md: 12 keywords: 9 judged, 2 excluded, 1 uncovered". */
export function headline({ name, total }: WordingReport): string {
  const { keywords, judged, observed, excluded, reworded, uncovered } = total
  const parts = { judged, observed, excluded, reworded, uncovered }
  const counts = Object.entries(parts)
    .filter(([status, number]) => number > 0 || (status !== 'reworded' && status !== 'observed'))
    .map(([status, number]) => `${number} ${status}`)
  return keywords === 0 ? `${name}: no keyword` : `${name}: ${count(keywords, 'keyword')}: ${counts.join(', ')}`
}

/** The keywords of one side of a change. */
export function levels(side: Side): string {
  return side.keywords.map(({ keyword }) => keyword).join(', ') || 'no keyword'
}

/** "strengthened and moved, SHOULD to MUST". */
export function changed({ kinds, before, after }: Change): string {
  const what = kinds.join(' and ')
  if (!before || !after) return `${what}: ${levels((before ?? after)!)}`
  const [was, is] = [levels(before), levels(after)]
  return was === is ? `${what}: ${is}` : `${what}: ${was} to ${is}`
}

/** Where a change stands in the newer text, and for what is gone, in the older one. */
export function placeOf({ before, after }: Change): string {
  if (!after) return `line ${before!.line} of the older text, ${before!.heading}`
  return before && before.heading !== after.heading
    ? `line ${after.line}, ${after.heading} (was: ${before.heading})`
    : `line ${after.line}, ${after.heading}`
}

/** "2 meet it, 1 breaks it (a), 3 not judged"; empty where none was judged. */
export function standing(standings: Standings | undefined): string {
  if (!standings || !wasJudged(standings)) return ''
  const { meets, breaks, notJudged } = standings
  const parts = [
    meets.length > 0 ? `${meets.length} ${meets.length === 1 ? 'meets' : 'meet'} it` : '',
    breaks.length > 0 ? `${breaks.length} ${breaks.length === 1 ? 'breaks' : 'break'} it (${breaks.join(', ')})` : '',
    notJudged.length > 0 ? `${notJudged.length} not judged` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** "if this SHOULD became MUST: 2 of 6 fail (a, b), 1 not judged". */
export function ifItBecame(from: string, to: Level, standings: Standings): string {
  const { meets, breaks, notJudged } = standings
  const change = `if this ${from} became ${to}`
  const all = meets.length + breaks.length + notJudged.length
  if (!wasJudged(standings)) return `${change}: unknown, none of ${all} was judged by it`
  const one = breaks.length === 1
  const verb = strengthOf(to) === 3 ? (one ? 'fails' : 'fail') : one ? 'does not meet it' : 'do not meet it'
  const who = breaks.length > 0 ? ` (${breaks.join(', ')})` : ''
  const rest = notJudged.length > 0 ? `, ${notJudged.length} not judged` : ''
  return `${change}: ${breaks.length} of ${all} ${verb}${who}${rest}`
}

/** Whether some registry is known to meet or to break a statement. */
export function wasJudged({ meets, breaks }: Standings): boolean {
  return meets.length + breaks.length > 0
}

/** What a recommendation would do as an obligation. */
export function asObligation({ keyword, level, standings }: JudgedRow): string {
  return ifItBecame(keyword, level === 'SHOULD NOT' ? 'MUST NOT' : 'MUST', standings!)
}

/** What a change means for the recorded registries; empty where no check tells. */
export function effect({ kinds, before, after, standings }: JudgedChange): string {
  // A check that judged the opposite says nothing of what is asked for now.
  if (!standings || kinds.includes('reversed')) return ''
  if (!before || !after || !kinds.includes('strengthened')) return standing(standings)
  const [strongest] = after.keywords.toSorted((a, b) => strengthOf(b.level) - strengthOf(a.level))
  const from = before.keywords.length === 0 ? 'plain sentence' : levels(before)
  return ifItBecame(from, strongest!.level, standings)
}
