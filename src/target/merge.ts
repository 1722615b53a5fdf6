import { isDeepStrictEqual } from 'node:util'
import { suites } from '../../suites/index.ts'
import { profileNames } from '../catalogue/profiles.ts'
import type { FeatureOutcome, Outcome } from '../outcome/outcome.ts'
import { UsageError } from '../run/errors.ts'
import { mergeParts, type PartOutcome } from '../run/merge.ts'
import { shardName } from '../run/shard.ts'
import { claims, scoredProfiles } from './choice.ts'
import { repositoriesOf } from './options.ts'

/** An outcome, and how to call it in messages: its file. */
export interface NamedOutcome {
  readonly name: string
  readonly outcome: Outcome
}

/**
 * Joins the outcomes of the parts of a run to the outcome that the whole run would have had.
 * @throws UsageError when they are not all the parts of one run, each once
 * @example merge([{ name: '1.json', outcome: first }, { name: '2.json', outcome: second }]).findings
 */
export function merge(all: readonly NamedOutcome[]): Outcome {
  const parts = partsOf(all)
  const [first] = parts as [PartOutcome, ...PartOutcome[]]
  const { profiles, readOnly } = first.options
  const merged = mergeParts(parts, {
    checks: suites,
    claimed: profiles.length < profileNames.length ? profiles : [],
    claims: claims(profiles),
    scored: (features) => scoredProfiles({ profiles, readOnly }, features),
  })
  return { ...merged, target: { ...merged.target, ...repositoriesIn(first) } }
}

/** The parts in their order. @throws UsageError when they do not belong together, or one is missing */
function partsOf(all: readonly NamedOutcome[]): PartOutcome[] {
  const parts = new Map<number, NamedOutcome & { readonly outcome: PartOutcome }>()
  for (const { name, outcome } of all) {
    if (!isPart(outcome)) throw new UsageError(`${name} is no part of a run: it was made without --shard`)
    const other = parts.get(outcome.shard.index)
    if (other && other.outcome.shard.count === outcome.shard.count)
      throw new UsageError(`${other.name} and ${name} are both part ${shardName(outcome.shard)}`)
    for (const before of parts.values()) expectTogether(before, { name, outcome })
    parts.set(outcome.shard.index, { name, outcome })
  }
  const count = parts.values().next().value?.outcome.shard.count ?? 0
  const numbers = Array.from({ length: count }, (_, at) => at + 1)
  const missing = numbers.filter((index) => !parts.has(index))
  if (missing.length > 0)
    throw new UsageError(`missing: ${missing.map((index) => shardName({ index, count })).join(', ')}`)
  return numbers.map((index) => parts.get(index)!.outcome)
}

function isPart(outcome: Outcome): outcome is PartOutcome {
  return outcome.shard !== undefined
}

type NamedPart = NamedOutcome & { readonly outcome: PartOutcome }

/** Fails where two parts are not parts of one run. @throws UsageError with what differs */
function expectTogether(one: NamedPart, other: NamedPart): void {
  for (const [what, of] of Object.entries(sameInAll)) {
    const [a, b] = [of(one.outcome), of(other.outcome)]
    if (isDeepStrictEqual(a, b)) continue
    const values = typeof a === 'string' ? ` (${a}, ${b})` : ''
    throw new UsageError(`${one.name} and ${other.name} are no parts of one run: other ${what}${values}`)
  }
}

/** What all parts of a run have in common, by how it is called. */
const sameInAll: Readonly<Record<string, (outcome: PartOutcome) => unknown>> = {
  'number of parts': ({ shard }) => String(shard.count),
  seed: ({ seed }) => seed,
  target: ({ target }) => (target.embedded ? '--embedded' : target.url),
  'version of oci-referee': ({ tool }) => tool.version,
  'version of the specification': ({ spec }) => spec,
  repositories: repositoriesIn,
  options: ({ options }) => options,
  features: ({ features }) => features.map(stateOf).sort().join(', '),
}

/** Each part has repositories of its own, unless they were named. */
function repositoriesIn({ target, seed, shard }: PartOutcome): ReturnType<typeof repositoriesOf> {
  const own = repositoriesOf(seed, shard)
  const whole = repositoriesOf(seed)
  const { repository, alternateRepository } = target
  return {
    repository: repository === own.repository ? whole.repository : repository,
    alternateRepository:
      alternateRepository === own.alternateRepository ? whole.alternateRepository : alternateRepository,
  }
}

function stateOf({ name, state }: FeatureOutcome): string {
  return `${name} ${state}`
}
