import type { Fault } from '../../change.ts'
import { again } from './again.ts'
import { apart } from './apart.ts'
import { deletes } from './deletes.ts'
import { kinds } from './kinds.ts'
import { moves } from './moves.ts'
import { references } from './references.ts'

/** Faults that show in the life of a manifest: by its kind, when its tags move, when it is deleted or comes again. */
export const manifestLifeFaults: readonly Fault[] = [...kinds, ...moves, ...deletes, ...apart, ...references, ...again]
