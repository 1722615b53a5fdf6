import type { Fault } from '../change.ts'
import { anonymous } from './access/anonymous.ts'
import { attaching } from './access/attaching.ts'
import { digests } from './access/digests.ts'
import { granted } from './access/granted.ts'
import { reading } from './access/reading.ts'
import { spelling } from './access/spelling.ts'
import { tokens } from './access/tokens.ts'
import { traces } from './access/traces.ts'
import { writing } from './access/writing.ts'
import { withUsers } from './access/wrong.ts'

/** Faults in who may do what where. */
export const accessFaults: readonly Fault[] = [
  ...granted,
  ...attaching,
  ...reading,
  ...writing,
  ...anonymous,
  ...traces,
  ...digests,
  ...spelling,
  ...tokens,
].map(withUsers)
