import { type CheckId, requirements } from '../../src/catalogue/index.ts'
import { type Check, type Context, check, scenario } from '../../src/check/define.ts'
import type { Feature } from '../../src/check/session.ts'
import { Violation } from '../../src/check/violation.ts'
import { type Features, type Rule, rules } from '../../src/model/index.ts'
import { type Campaign, campaign, type Discovery } from './campaign.ts'
import { groundOf, type RepositoryGround } from './ground.ts'
import type { Step } from './history.ts'
import { isBindingRule, sources } from './rules.ts'
import { inWords } from './words.ts'

/** What a normal run spends: a few short histories side by side. */
const budget = { lanes: 3, runs: 30, steps: 10, sample: 0, requestsPerLane: 190, shrinkRequests: 150 } as const

/** The rules that each check judges, as the beginnings of their names or the rules themselves. */
const groups: Readonly<Record<Extract<CheckId, `explore/${string}`>, RegExp>> = {
  'explore/isolation': /-isolated$/,
  'explore/deletes': /^(manifest|tag|blob)-(gone|unknown-status)$|^delete-/,
  'explore/manifests': /^(push|manifest|tag)-(?!isolated|gone|unknown)|^subject-/,
  'explore/tags': /^tags-/,
  'explore/referrers': /^(list|filter)-(?!isolated)/,
  'explore/blobs': /^blob-(?!isolated|gone|unknown)|^(mount|single-post|wrong-digest-refused)$/,
  'explore/sessions': /^(session|chunk|upload)-|^cancel$/,
}

/** The check that judges a rule of the model; undefined: none does, the explore command tells of it. */
export function checkOf(rule: Rule): CheckId | undefined {
  return (Object.keys(groups) as CheckId[]).find((id) => groups[id as keyof typeof groups].test(rule))
}

/** All explore checks share these histories. */
const histories = scenario(
  'explore/histories',
  async (context): Promise<Campaign & { readonly ground: RepositoryGround }> => {
    const ground = groundOf([context.repo, context.alt])
    const unlisted = (rule: Rule) => checkOf(rule) === 'explore/tags' && !context.has('tags-list')
    const known = rules.filter(
      (rule) => !isBindingRule(rule, context.spec) || checkOf(rule) === undefined || unlisted(rule),
    )
    const explored = await campaign(ground, {
      ...budget,
      seed: context.seed,
      salt: context.make.word(8),
      features: featuresOf(context),
      leaveOut: leftOut((feature) => context.has(feature)),
      ignore: new Set(known),
    })
    return { ...explored, ground }
  },
)

/** What the model has to know of a target that others write to at the same time. */
export function featuresOf({ has, spec }: Pick<Context, 'has' | 'spec'>): Features {
  return { referrers: has('referrers'), digestHeader: spec === 'main', alone: false, shortChunks: false }
}

/** Kinds of steps that make no sense without a feature. */
export function leftOut(has: (feature: Feature) => boolean): ReadonlySet<Step['op']> {
  const needed: readonly (readonly [Feature, Step['op']])[] = [
    ['delete-manifest', 'delete-manifest'],
    ['delete-tag', 'delete-tag'],
    ['delete-blob', 'delete-blob'],
    ['referrers', 'list'],
    ['tags-list', 'page-tags'],
  ]
  return new Set(needed.flatMap(([feature, op]) => (has(feature) ? [] : [op])))
}

/** Checks of single cases that say the same of a rule: where one of them fails, it tells the cause in fewer steps. */
function needsOf(id: CheckId): readonly CheckId[] {
  const wanted = new Set(rules.filter((rule) => checkOf(rule) === id).map((rule) => sources[rule].requirement))
  const all = [...wanted].flatMap((name) => Object.keys(requirements[name]?.checks ?? {}) as CheckId[])
  return all.filter((other) => !other.startsWith('explore/'))
}

/** Model checks: after random steps the target and the model have to agree. */
export const explored: readonly Check[] = (Object.keys(groups) as CheckId[]).map((id) => ({
  ...check(id, histories, ({ found, ground }) => {
    const discovery = found.find(({ disagreement: { rule } }) => checkOf(rule) === id)
    if (discovery) throw violationOf(discovery, ground)
  }),
  needs: needsOf(id),
  ...(id === 'explore/referrers' && { features: ['referrers'] as const }),
  ...(id === 'explore/tags' && { features: ['tags-list'] as const }),
  ...(id === 'explore/deletes' && { features: ['delete-manifest'] as const }),
}))

/** A difference from the model, with the steps that lead to it. */
export function violationOf({ disagreement, history, port }: Discovery, ground: RepositoryGround): Violation {
  const { rule, repository, resource, expected, actual } = disagreement
  return new Violation(
    {
      kind: 'state',
      mistake: `model-${rule}`,
      problem: 'model-differs',
      parts: [sources[rule].says, resource, repository],
      expected: [JSON.stringify(expected)],
      actual: JSON.stringify(actual),
      history: inWords(history),
    },
    ground.exchangeOf(port, rule),
  )
}
