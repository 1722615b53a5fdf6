import type { ProfileOutcome, Score } from '../outcome/outcome.ts'

const words = { yes: 'conforms', no: 'does not conform', unjudged: 'not judged' } as const
const counted = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['blocked', 'blocked'],
  ['warn', 'warned'],
  ['skip', 'skipped'],
] as const

/** The parts of a profile that have any checks, what everybody owes first. */
export function partsOf({ core, extended }: ProfileOutcome): (readonly [name: string, score: Score])[] {
  const parts = [
    ['core', core],
    ['extended', extended],
  ] as const
  return parts.filter(([, score]) => counted.some(([verdict]) => score[verdict] > 0))
}

/** "conforms: 31 passed, 2 skipped" */
export function scoreText(score: Score): string {
  const counts = counted.flatMap(([verdict, word]) => (score[verdict] > 0 ? [`${score[verdict]} ${word}`] : []))
  return counts.length === 0 ? 'no checks' : `${words[score.conforms]}: ${counts.join(', ')}`
}
