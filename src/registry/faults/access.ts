import type { Fault } from '../change.ts'
import { anonymous } from './access/anonymous.ts'
import { attaching } from './access/attaching.ts'
import { deletingForms } from './access/deleting-forms.ts'
import { digests } from './access/digests.ts'
import { granted } from './access/granted.ts'
import { passwords } from './access/passwords.ts'
import { reading } from './access/reading.ts'
import { readingForms } from './access/reading-forms.ts'
import { spelling } from './access/spelling.ts'
import { tokens } from './access/tokens.ts'
import { traces } from './access/traces.ts'
import { writing } from './access/writing.ts'
import { writingForms } from './access/writing-forms.ts'
import { withUsers } from './access/wrong.ts'

/** Faults in who may do what where. */
export const accessFaults: readonly Fault[] = [
  ...granted,
  ...attaching,
  ...reading,
  ...readingForms,
  ...writing,
  ...writingForms,
  ...deletingForms,
  ...passwords,
  ...anonymous,
  ...traces,
  ...digests,
  ...spelling,
  ...tokens,
].map(withUsers)
