/** The user asked for something that cannot be: its message, one line, says what and what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** A mistake in the value of one option. */
export class OptionError extends UsageError {
  /** The option as it is written on the command line. */
  readonly flag: string
  readonly #says: string

  /** @example new OptionError('--port', '5000 cannot be listened on; take another') */
  constructor(flag: string, says: string) {
    super(`${flag}: ${says}`)
    this.flag = flag
    this.#says = says
  }

  /** The same mistake, with the place where the value stood. */
  from(place: string): OptionError {
    return new OptionError(this.flag, `${this.#says} (from ${place})`)
  }
}

/** The target cannot be judged: not reached, no registry, no access; its message, one line, says which. Exit code 3. */
export class CannotJudge extends Error {
  override readonly name = 'CannotJudge'
}
