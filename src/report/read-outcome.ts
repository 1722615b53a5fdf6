import type { Outcome } from '../outcome/outcome.ts'
import { outcomeFormat, outcomeSchema } from '../outcome/schema.ts'
import { documentReader } from './read-document.ts'

const read = documentReader<Outcome>({ name: 'outcome document', format: outcomeFormat, schema: outcomeSchema })

/**
 * Reads an outcome document.
 * @throws Error with one line that says what is wrong and where
 * @example parseOutcome(await readFile('reports/outcome.json', 'utf8')).findings
 */
export function parseOutcome(text: string): Outcome {
  return read(text)
}
