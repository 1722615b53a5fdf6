/** The user asked for something that cannot be: its message, one line, says what and what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The target cannot be judged: not reached, no registry, no access; its message, one line, says which. Exit code 3. */
export class CannotJudge extends Error {
  override readonly name = 'CannotJudge'
}
