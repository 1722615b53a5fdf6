import { UsageError } from '../../run/errors.ts'
import { type Shard, shardName } from '../../run/shard.ts'
import { shortDuration } from '../../text/duration.ts'

/** How the values of an option are input: by people as text, and in a config file. */
export interface Kind<Value> {
  /** What a value is, for messages: `yes or no`. */
  readonly wanted: string
  /** What a config file has to say, where that differs. */
  readonly wantedInFile?: string
  /** JSON Schema of the value in a config file. */
  readonly schema: object
  /** The words that it may be, where these are few. */
  readonly words?: readonly string[]
  /** The option may be given again: each time adds to a list. */
  readonly repeatable?: boolean
  /** It names a file or folder: shells complete it by themselves. */
  readonly isFile?: boolean
  /**
   * Reads what a person wrote. `where` names the place for the message, such as `--settle` or `OCI_VERSION`.
   * @throws UsageError with what was wrong and what would do
   */
  read(text: string, where: string): Value
  /** Reads a value that meets the schema. @throws UsageError for what a schema cannot tell */
  fromFile(value: unknown, where: string): Value
  /** As a person would write it. */
  show(value: Value): string
}

/** One line that says what was input and what would do. */
export function notWanted(where: string, text: string, wanted: string): UsageError {
  return new UsageError(`${where}: ${JSON.stringify(text)} is not ${wanted}`)
}

/** Any text that is not empty. */
export const text: Kind<string> = {
  wanted: 'a text',
  wantedInFile: 'a text, in quotes where it looks like a number',
  schema: { type: 'string', minLength: 1 },
  read: (input, where) => nonEmpty(input, where),
  fromFile: (value) => value as string,
  show: (value) => value,
}

/** Name of a file or folder. */
export const file: Kind<string> = { ...text, isFile: true }

export const flag: Kind<boolean> = {
  wanted: 'yes or no',
  wantedInFile: 'true or false',
  schema: { type: 'boolean' },
  read(input, where) {
    if (/^(1|true|yes|on)$/i.test(nonEmpty(input, where))) return true
    if (/^(0|false|no|off)$/i.test(input)) return false
    throw notWanted(where, input, this.wanted)
  },
  fromFile: (value) => value as boolean,
  show: (value) => (value ? 'yes' : 'no'),
}

/** A whole number within bounds. */
export function wholeNumber(minimum: number, maximum: number): Kind<number> {
  const wanted = `a whole number from ${minimum} to ${maximum}`
  return {
    wanted,
    schema: { type: 'integer', minimum, maximum },
    read(input, where) {
      const value = Number(nonEmpty(input, where))
      if (/^(0|[1-9]\d*)$/.test(input.trim()) && value >= minimum && value <= maximum) return value
      throw notWanted(where, input, wanted)
    },
    fromFile: (value) => value as number,
    show: String,
  }
}

/** Whole numbers within bounds, with commas between them. */
export function wholeNumbers(minimum: number, maximum: number): Kind<readonly number[]> {
  const one = wholeNumber(minimum, maximum)
  return {
    wanted: `whole numbers from ${minimum} to ${maximum}`,
    schema: { type: 'array', items: one.schema },
    repeatable: true,
    read: (input, where) => list.read(input, where).map((number) => one.read(number, where)),
    fromFile: (value) => value as number[],
    show: (values) => values.join(','),
  }
}

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const
const durationPattern = '^(\\d+(?:\\.\\d+)?)(ms|s|m|h)$'

// Timers of Node that are set to longer than this go off at once.
const maxHours = 500

function durationFrom(minimum: number, bounds: string): Kind<number> {
  const wanted = 'a time such as 500ms, 10s, 5m or 2h'
  return {
    wanted,
    schema: { type: 'string', pattern: durationPattern },
    read(input, where) {
      const match = new RegExp(durationPattern).exec(nonEmpty(input, where).trim())
      if (!match) throw notWanted(where, input, wanted)
      const value = Math.round(Number(match[1]) * units[match[2] as keyof typeof units])
      if (value < minimum || value > maxHours * units.h) throw notWanted(where, input, bounds)
      return value
    },
    fromFile(value, where) {
      return this.read(value as string, where)
    },
    show: shortDuration,
  }
}

/** A time in milliseconds, input as `500ms`, `10s`, `5m` or `2h`. */
export const duration: Kind<number> = durationFrom(0, `a time of no more than ${maxHours}h`)

/** A time in which something has to happen, so that it cannot be none. */
export const timeLimit: Kind<number> = durationFrom(1, `a time from 1ms to ${maxHours}h`)

/** One part of several, input as `2/3`. */
export const part: Kind<Shard> = {
  wanted: 'a part such as 1/3, 2/3 or 3/3',
  schema: { type: 'string', pattern: '^\\d+/\\d+$' },
  read(input, where) {
    const [, index = 0, count = 0] = /^(\d{1,4})\/(\d{1,4})$/.exec(nonEmpty(input, where).trim())?.map(Number) ?? []
    if (index >= 1 && index <= count) return { index, count }
    throw notWanted(where, input, this.wanted)
  },
  fromFile(value, where) {
    return this.read(value as string, where)
  },
  show: shardName,
}

/** One of a few words. */
export function choice<Word extends string>(words: readonly Word[]): Kind<Word> {
  const wanted = `one of ${words.join(', ')}`
  return {
    wanted,
    schema: { type: 'string', enum: words },
    words,
    read(input, where) {
      const found = words.find((word) => word === nonEmpty(input, where))
      if (found !== undefined) return found
      throw notWanted(where, input, wanted)
    },
    fromFile: (value) => value as Word,
    show: (value) => value,
  }
}

const textOrTexts = {
  anyOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', items: { type: 'string', minLength: 1 } },
  ],
}

/** Texts with commas between them. */
export const list: Kind<readonly string[]> = {
  wanted: 'a text or a list of texts',
  schema: textOrTexts,
  repeatable: true,
  read: (input, where) => listed(nonEmpty(input, where)),
  fromFile: (value) => (typeof value === 'string' ? listed(value) : (value as string[])),
  show: (values) => values.join(','),
}

/** Names of files, each a word of its own: they may hold commas. */
export const files: Kind<readonly string[]> = {
  ...list,
  isFile: true,
  read: (input, where) => [nonEmpty(input, where)],
}

/** Some of a few words, with commas between them. */
export function choices<Word extends string>(words: readonly Word[]): Kind<readonly Word[]> {
  const one = choice(words)
  return {
    wanted: list.wanted,
    schema: textOrTexts,
    words,
    repeatable: true,
    read: (input, where) => list.read(input, where).map((word) => one.read(word, where)),
    fromFile: (value, where) => list.fromFile(value, where).map((word) => one.read(word, where)),
    show: list.show,
  }
}

/** The parts of a list with commas; commas within the braces of a glob part nothing. */
function listed(input: string): string[] {
  return input.split(/,(?![^{]*\})/).flatMap((one) => one.trim() || [])
}

function nonEmpty(input: string, where: string): string {
  if (input.trim() === '') throw notWanted(where, input, 'a value: it is empty')
  return input
}
