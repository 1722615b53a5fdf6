import type { ProfileOutcome, Score } from '../run/outcome.ts'

const words = { yes: 'conforms', no: 'does not conform', unjudged: 'not judged' } as const
const counted = [
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['blocked', 'blocked'],
  ['warn', 'warned'],
  ['skip', 'skipped'],
] as const

/** Both parts of a profile, those that everybody owes first. */
export function partsOf({ core, extended }: ProfileOutcome): readonly (readonly [name: string, score: Score])[] {
  return [
    ['core', core],
    ['extended', extended],
  ]
}

/** "conforms: 31 passed, 2 skipped" */
export function scoreText(score: Score): string {
  const counts = counted.flatMap(([verdict, word]) => (score[verdict] > 0 ? [`${score[verdict]} ${word}`] : []))
  return `${words[score.conforms]}: ${counts.join(', ') || 'no checks'}`
}
