import { type ProfileName, profileNames } from '../catalogue/profiles.ts'
import { type SpecVersion, specVersions } from '../catalogue/types.ts'
import type { DeclaredIdentity } from '../check/declared.ts'
import type { Check } from '../check/define.ts'
import { UsageError } from '../run/errors.ts'
import type { RunEvent } from '../run/events.ts'
import { everyId, matcher } from '../run/plan.ts'
import { isRepositoryName } from '../target/repository-name.ts'

/** What `judge` takes; everything has a default. */
export interface JudgeOptions {
  /** What all random content follows from; default: random. */
  readonly seed?: string
  /** Ids, areas or globs of the checks to run; default: all. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  /** What the registry claims; default: everything. */
  readonly profiles?: readonly ProfileName[]
  readonly spec?: SpecVersion
  /** A SHOULD that is not met fails too. */
  readonly strict?: boolean
  /** Two repositories to write to; default: made from the seed. */
  readonly repositories?: readonly [string, string]
  /** Write to repositories that hold something. */
  readonly allowContent?: boolean
  readonly credentials?: { readonly username: string; readonly password: string }
  /** Users with rights of their own. */
  readonly identities?: readonly DeclaredIdentity[]
  /** Features that need not be asked for, and those that own checks need. */
  readonly features?: Readonly<Record<string, boolean>>
  /** Own checks beside those of the suites; see `ownCheck`. */
  readonly checks?: readonly Check[]
  /** Milliseconds within which a change may become visible. */
  readonly settleMs?: number
  /** Milliseconds that one request may take. */
  readonly timeoutMs?: number
  /** Requests under way at once, at most. */
  readonly concurrency?: number
  /** Ends the run early, in good order. */
  readonly signal?: AbortSignal
  /** Is told of everything that happens. */
  readonly onEvent?: (event: RunEvent) => void
}

/** Says what a value of an option has to be where it is not; undefined where it is. */
type Rule = (value: unknown, options: JudgeOptions) => string | undefined

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const wanted =
  (what: string, holds: (value: unknown) => boolean): Rule =>
  (value) =>
    holds(value) ? undefined : `is not ${what}`

const flag = wanted('true or false', (value) => typeof value === 'boolean')

const wholeNumber = (least: number, most: number) =>
  wanted(
    `a whole number from ${least} to ${most}`,
    (value) => Number.isInteger(value) && least <= Number(value) && Number(value) <= most,
  )

const list = (what: string, holds: (value: unknown) => boolean) =>
  wanted(`a list of ${what}`, (value) => Array.isArray(value) && value.every(holds))

/** Names of checks, each of which selects something: a name that selects nothing is a slip. */
const selecting: Rule = (value, { checks = [] }) => {
  if (!Array.isArray(value) || !value.every(isText)) return 'is not a list of ids, areas or globs'
  const ids = [...everyId(), ...checks.map(({ id }) => id)]
  const unknown = value.find((pattern: string) => !ids.some(matcher([pattern])))
  return unknown === undefined
    ? undefined
    : `names no check with ${JSON.stringify(unknown)}; see \`checks\` and \`questions\``
}

// Timers of Node that are set to longer than this go off at once.
const longest = 2 ** 31 - 1

const rules: { readonly [Name in keyof Required<JudgeOptions>]: Rule } = {
  seed: wanted('a text that is not empty', isText),
  only: selecting,
  skip: selecting,
  profiles: list(`some of ${profileNames.join(', ')}`, (name) => profileNames.some((one) => one === name)),
  spec: wanted(`one of ${specVersions.join(', ')}`, (version) => specVersions.some((one) => one === version)),
  strict: flag,
  repositories: wanted('two names of repositories that differ', (value) => {
    const names: readonly unknown[] = Array.isArray(value) ? value : []
    return (
      names.length === 2 &&
      names[0] !== names[1] &&
      names.every((name) => isText(name) && isRepositoryName(String(name)))
    )
  }),
  allowContent: flag,
  credentials: wanted(
    'a username and a password',
    (value) => isRecord(value) && isText(value['username']) && isText(value['password']),
  ),
  identities: list('users', isRecord),
  features: wanted(
    'true or false for each name',
    (value) => isRecord(value) && Object.values(value).every((one) => typeof one === 'boolean'),
  ),
  checks: list('checks as `ownCheck` makes them', isRecord),
  settleMs: wholeNumber(0, longest),
  timeoutMs: wholeNumber(1, longest),
  concurrency: wholeNumber(1, 9999),
  signal: wanted('an AbortSignal', (value) => value instanceof AbortSignal),
  onEvent: wanted('a function', (value) => typeof value === 'function'),
}

/**
 * Refuses options that cannot be. Types tell most of this; a program without them would judge something else than it
 * asked for, or wait for ever.
 * @throws UsageError with the option and what it has to be
 */
export function expectOptions(options: JudgeOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules, name))
      throw new UsageError(`${JSON.stringify(name)} is no option of judge; known: ${Object.keys(rules).join(', ')}`)
    const problem = value === undefined ? undefined : rules[name as keyof JudgeOptions](value, options)
    if (problem !== undefined) throw new UsageError(`${name} ${problem}`)
  }
}
