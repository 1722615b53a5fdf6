import { type CheckId, checks, questionOf } from '../catalogue/index.ts'
import type { ProfileName } from '../catalogue/profiles.ts'
import type { Level } from '../catalogue/types.ts'
import type { Check, Context } from '../check/define.ts'
import type { Feature } from '../check/session.ts'
import { Violation } from '../check/violation.ts'
import type { Exchange } from '../outcome/exchange.ts'
import { areaOf } from '../outcome/outcome.ts'
import { UsageError } from '../run/errors.ts'

/** What a check of one's own says of itself. */
export interface OwnCheck {
  /** `area/name`, of an area that the suites do not have. */
  readonly id: string
  /** What it expects, as a statement of fewer than 70 characters. */
  readonly title: string
  /** A broken MUST fails the run, a broken SHOULD warns; default: MUST. */
  readonly level?: Level
  /** What the check judges, in words or as an id; default: the id of the check. */
  readonly requirement?: string
  /** What the registry claims for which this is owed; default: pull. */
  readonly profile?: ProfileName
  /** Features without which it is skipped: ours, or own ones that `features` of `judge` declares. */
  readonly features?: readonly string[]
  /** Checks that say the same of its prerequisites: where one of them fails, it is blocked. */
  readonly needs?: readonly CheckId[]
  /** Takes the steps and fails with `violated` where something is wrong. */
  judge(context: Context): Promise<void>
}

/**
 * Makes a check beside those of the suites.
 * @throws UsageError for an id that is none, or is taken
 * @example
 * import { judge, ownCheck, violated } from 'oci-referee'
 *
 * const etag = ownCheck({
 *   id: 'acme/etag',
 *   title: 'A manifest has an ETag',
 *   async judge({ repo, make }) {
 *     const image = await repo.push(make.image())
 *     const response = await repo.get(image.digest)
 *     if (response.header('etag') === undefined)
 *       violated({ problem: 'the response has no ETag', expected: 'an ETag header', actual: 'none', at: response })
 *   },
 * })
 * const { findings } = await judge('http://localhost:5000', { checks: [etag], only: ['acme'] })
 * console.log(findings.map(({ id }) => id))
 */
export function ownCheck({ id, title, level = 'MUST', requirement = id, profile = 'pull', ...more }: OwnCheck): Check {
  if (!/^[a-z\d][a-z\d-]*\/[a-z\d][a-z\d-]*$/.test(id))
    throw new UsageError(`${JSON.stringify(id)} is no id of a check: write area/name in lower case`)
  const areas = new Set([...checks.keys()].map(areaOf))
  if (areas.has(areaOf(id)) || questionOf(id)) throw new UsageError(`${id}: the suites have an area of this name`)
  return {
    id: id as CheckId,
    own: { title, requirement, heading: 'Own checks', level, profile, tier: 'extended' },
    observes: false,
    scenario: undefined,
    judge: (_, context) => more.judge(context as Context),
    ...(more.features && { features: more.features as readonly Feature[] }),
    ...(more.needs && { needs: more.needs }),
  }
}

/** What an own check found wrong. */
export interface OwnViolation {
  /** What is wrong, in a line. */
  readonly problem: string
  readonly expected: string
  readonly actual: string
  /** The response that shows it: the finding then names its request. */
  readonly at?: { readonly exchange: Exchange }
}

/**
 * Says that something is wrong, from within an own check.
 * @throws Violation always: it is what the runner takes for a failure
 * @example violated({ problem: 'the response has no ETag', expected: 'an ETag header', actual: 'none', at: response })
 */
export function violated({ problem, expected, actual, at }: OwnViolation): never {
  throw new Violation({ kind: 'state', problem, expected: [expected], actual }, at)
}
