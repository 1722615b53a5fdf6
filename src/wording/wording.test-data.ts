import type { Requirement, Requirements, Wording } from '../catalogue/types.ts'
import type { Verdict } from '../outcome/outcome.ts'
import { sample, sampleCheck } from '../report/sample-outcome.test-data.ts'
import { fingerprint } from './fingerprint.ts'
import type { Recorded } from './outcomes.ts'

// A small catalogue of ships, texts that it knows, and registries that were judged by it.

const ship = (sentence: string, level: Wording['level'], more: Partial<Requirement> = {}): Requirement => ({
  actor: 'registry',
  heading: 'Ships',
  says: 'Ships.',
  wordings: [{ since: '1.0', level, fingerprint: fingerprint(sentence) }],
  ...more,
})

export const catalogue: Requirements = {
  'ships/float': {
    ...ship('Each ship with a hull MUST float on water.', 'MUST'),
    wordings: [
      { since: '1.0', until: '1.1.0', level: 'MUST', fingerprint: fingerprint('Ships MUST float.') },
      { since: '1.1.1', level: 'MUST', fingerprint: fingerprint('Each ship with a hull MUST float on water.') },
    ],
    checks: { 'ships/floats': 'A ship floats' },
  },
  'ships/dry': ship('The deck of a ship SHOULD be dry.', 'SHOULD', { checks: { 'ships/dry': 'The deck is dry' } }),
  'ships/owner': ship('Owners SHOULD paint their ship, and MUST pay for it.', 'MUST', {
    actor: 'client',
    excluded: 'Binds owners.',
  }),
  'ships/paint': ship('Owners SHOULD paint their ship, and MUST pay for it.', 'SHOULD', {
    actor: 'client',
    excluded: 'Is a matter of taste.',
  }),
  'sails/answer': ship('It MUST answer.', 'MUST', { heading: 'Sails', checks: { 'sails/answers': 'A sail answers' } }),
  'oars/answer': ship('It MUST answer.', 'MUST', { heading: 'Oars', checks: { 'oars/answers': 'An oar answers' } }),
}

/** A text that the catalogue knows, one sentence on each line. */
export const text = `# Ships

Each ship with a hull MUST float on water.
The deck of a ship SHOULD be dry.
Owners SHOULD paint their ship, and MUST pay for it.

# Sails

It MUST answer.

# Oars

It MUST answer.
`

/** A recorded outcome: verdicts by check, and what was observed by question. */
export function recorded(
  name: string,
  verdicts: Readonly<Record<string, Verdict>>,
  observed: Readonly<Record<string, string>> = {},
): Recorded {
  const checks = [
    ...Object.entries(verdicts).map(([id, verdict]) => sampleCheck(id, verdict)),
    ...Object.entries(observed).map(([id, reason]) => sampleCheck(id, 'observed', { reason })),
  ]
  return { name, outcome: { ...sample, checks } }
}
