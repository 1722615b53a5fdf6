import type { Credentials } from '../client/auth/authenticator.ts'
import type { Right } from './rights.ts'

/** A user of the target, and what the one who asks for the run says that user may do in the two repositories. */
export interface DeclaredIdentity {
  readonly name: string
  /** Absent: this identity does not log in. */
  readonly credentials?: Credentials
  /** In the first repository. */
  readonly a: readonly Right[]
  /** In the second one. */
  readonly b: readonly Right[]
}
