/** The texts this suite knows, oldest first. `main` is the newest working text. */
export const specVersions = ['1.0', '1.1.0', '1.1.1', 'main'] as const
export type SpecVersion = (typeof specVersions)[number]

/** RFC 2119 levels as the text uses them. */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY'

/** Whom a statement binds. */
export type Actor = 'registry' | 'client' | 'both' | 'document'

/**
 * How one statement stands in a stretch of versions. Later versions that say the same with other words, or with
 * another level, get an entry of their own.
 */
export interface Wording {
  /** First version with this wording. */
  readonly since: SpecVersion
  /** Last version with it; absent: still so in the newest text. */
  readonly until?: SpecVersion
  readonly level: Level
  /**
   * Fingerprint of the sentence (see `src/wording/fingerprint.ts`). Absent where the text states the obligation
   * plainly but without a keyword, or where it follows from the text: then the requirement says so in `implied`.
   */
  readonly fingerprint?: string
}

/** One normative statement of the specification. The key it is stored under is its id. */
export interface Requirement {
  readonly actor: Actor
  /** Heading of the specification under which it stands (newest text). */
  readonly heading: string
  /** Our own one-line paraphrase. */
  readonly says: string
  readonly wordings: readonly Wording[]
  /** Why it binds although no keyword says so. */
  readonly implied?: string
  /** Checks that judge it: id and a title that states behaviour. */
  readonly checks?: Readonly<Record<string, string>>
  /** The question that looks at it, where nothing can be judged of it. */
  readonly observed?: string
  /** Why no check can judge it from outside. Exactly one of `checks`, `observed` and `excluded` is there. */
  readonly excluded?: string
  /** Public threads where its wording is argued about. */
  readonly disputes?: readonly string[]
}

export type Requirements = Readonly<Record<string, Requirement>>

/** Something the text leaves open: recorded, never judged. The key it is stored under is its id. */
export interface Question {
  readonly heading: string
  /** What is looked at, as a question. */
  readonly asks: string
  readonly disputes?: readonly string[]
}

export type Questions = Readonly<Record<string, Question>>
