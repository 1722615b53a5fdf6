import type { Mistake } from '../run/dictionary/mistake.ts'
import type { FaultRow } from './matrix.ts'

/** What a row of the matrix says of a fault as a mistake. */
export type MistakeRow = Pick<FaultRow, 'name' | 'description' | 'breaks' | 'shows'>

/** The faults of a proof as the dictionary knows them. What shows nothing explains nothing. */
export function mistakesIn(faults: readonly MistakeRow[]): Mistake[] {
  return faults
    .map(({ name, description, breaks, shows }) => ({
      fault: name,
      description,
      requirement: breaks,
      shows: new Map(Object.entries(shows)),
    }))
    .filter(({ shows }) => shows.size > 0)
}
