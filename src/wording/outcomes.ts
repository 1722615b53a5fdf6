import type { Requirements } from '../catalogue/types.ts'
import type { CheckOutcome, Outcome } from '../outcome/outcome.ts'

/** A recorded result, under the name by which its registry is told from others. */
export interface Recorded {
  readonly name: string
  readonly outcome: Outcome
}

/** How a registry stands to a statement. */
export type Standing = 'meets' | 'breaks' | 'not judged'

/** Registries by how they stand to a statement; each in exactly one of the lists. */
export interface Standings {
  readonly meets: readonly string[]
  readonly breaks: readonly string[]
  readonly notJudged: readonly string[]
}

/** How registries answered where the text leaves it open. */
export interface OpenQuestion {
  readonly id: string
  readonly asks: string
  readonly heading: string
  /** In the order of the registries; null where nothing was observed. */
  readonly responses: readonly { readonly registry: string; readonly response: string | null }[]
  /** Different responses, not counting those that were not given. */
  readonly different: number
}

/**
 * How registries stand to the statements that hold some requirements, by the verdicts of the checks that judge them:
 * one that fails or warns breaks it, whatever the others say; one that could not judge leaves it open; it is met when
 * some check passed and the rest was skipped.
 */
export function standingsOf(
  recorded: readonly Recorded[],
  ids: readonly string[],
  requirements: Requirements,
): Standings {
  const checks = new Set(ids.flatMap((id) => Object.keys(requirements[id]?.checks ?? {})))
  const of = (standing: Standing) =>
    recorded
      .filter(({ outcome }) => {
        const verdicts = outcome.checks.filter(({ id, requirement }) => checks.has(id) || ids.includes(requirement))
        return standingBy(verdicts) === standing
      })
      .map(({ name }) => name)
  return { meets: of('meets'), breaks: of('breaks'), notJudged: of('not judged') }
}

function standingBy(checks: readonly Pick<CheckOutcome, 'verdict'>[]): Standing {
  const some = (...wanted: readonly CheckOutcome['verdict'][]) => checks.some(({ verdict }) => wanted.includes(verdict))
  if (some('fail', 'warn')) return 'breaks'
  return some('pass') && !some('blocked') ? 'meets' : 'not judged'
}

/** What the text leaves open, and what each registry did, by id. */
export function openQuestions(recorded: readonly Recorded[]): OpenQuestion[] {
  const asked = new Map<string, CheckOutcome>()
  for (const { outcome } of recorded) {
    for (const check of outcome.checks) if (check.verdict === 'observed') asked.set(check.id, check)
  }
  return [...asked.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, title, heading }) => {
      const responses = recorded.map(({ name, outcome }) => {
        const found = outcome.checks.find((check) => check.id === id && check.verdict === 'observed')
        return { registry: name, response: found?.reason ?? null }
      })
      const given = responses.flatMap(({ response }) => (response === null ? [] : [response]))
      return { id, asks: title, heading, responses, different: new Set(given).size }
    })
}
