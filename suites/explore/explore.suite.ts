import { type CheckId, requirements } from '../../src/catalogue/index.ts'
import { type Check, type Context, check, scenario } from '../../src/check/define.ts'
import type { Feature } from '../../src/check/session.ts'
import { NotApplicable, Violation } from '../../src/check/violation.ts'
import { type Features, familyOf, type Rule, rules } from '../../src/model/index.ts'
import { areaOf } from '../../src/outcome/outcome.ts'
import { againRequests, runBudget } from './budget.ts'
import { type Campaign, campaign, findAgain } from './campaign.ts'
import type { Discovery } from './discovery.ts'
import type { Kind } from './explore.ts'
import { groundOf, type RepositoryGround } from './ground.ts'
import { overlaps, type Step } from './history.ts'
import { isBindingRule, sources } from './rules.ts'
import { inWords } from './words.ts'

type ExploreId = Extract<CheckId, `explore/${string}`>
type OverlapId = Extract<ExploreId, `explore/overlapping-${string}`>

/** The rules that each check judges, as the beginnings of their names or the rules themselves. */
const groups: Readonly<Record<Exclude<ExploreId, OverlapId>, RegExp>> = {
  'explore/isolation': /-isolated$/,
  'explore/deletes': /^(manifest|tag|blob)-(gone|unknown-status)$|^delete-/,
  'explore/manifests': /^(push|manifest|tag)-(?!isolated|gone|unknown)|^subject-/,
  'explore/tags': /^tags-/,
  'explore/referrers': /^(list|filter)-(?!isolated)/,
  'explore/blobs': /^blob-(?!isolated|gone|unknown)|^(mount|single-post|wrong-digest-refused)$/,
  'explore/sessions': /^(session|chunk|upload)-|^cancel$/,
}

/** The same for what shows only while requests overlap: the first that fits. */
const overlapGroups: Readonly<Record<OverlapId, RegExp>> = {
  'explore/overlapping-lists': /^(list|filter)-/,
  'explore/overlapping-blobs': /^(blob|session|chunk|upload)-|^(mount|single-post|wrong-digest-refused|cancel)$/,
  'explore/overlapping-manifests': /^(push|manifest|tags?|delete|subject)-/,
}

/**
 * The check that judges a rule of the model; undefined: none does, the explore command tells of it.
 * @param isOverlap the rule is broken only while requests overlap
 */
export function checkOf(rule: Rule, isOverlap = false): ExploreId | undefined {
  return isOverlap ? idIn(overlapGroups, rule) : idIn(groups, rule)
}

function idIn<Id extends ExploreId>(of: Readonly<Record<Id, RegExp>>, rule: Rule): Id | undefined {
  return (Object.keys(of) as Id[]).find((id) => of[id].test(rule))
}

/** Without one of these in a repository there is nothing to judge. */
const subjects: Readonly<Record<ExploreId, readonly Kind[]>> = {
  'explore/isolation': ['manifests', 'blobs'],
  'explore/deletes': ['manifests', 'blobs'],
  'explore/manifests': ['manifests'],
  'explore/tags': ['manifests'],
  'explore/referrers': ['manifests'],
  'explore/blobs': ['blobs'],
  'explore/sessions': ['blobs'],
  'explore/overlapping-lists': ['manifests'],
  'explore/overlapping-blobs': ['blobs'],
  'explore/overlapping-manifests': ['manifests'],
}

interface Histories extends Pick<Campaign, 'found' | 'taken'> {
  readonly ground: RepositoryGround
}

/** All explore checks share these histories. */
const histories = scenario(
  'explore/histories',
  async (context): Promise<Histories> => {
    const ground = groundOf([context.repo, context.alt])
    const { found, taken } = await campaign(ground, {
      ...runBudget,
      ...common(context),
      seed: context.seed,
      leaveOut: leftOutOfRuns((feature) => context.has(feature)),
    })
    return { found, taken, ground }
  },
  async (context, { found, taken }) => {
    const ground = groundOf([context.repo, context.alt])
    const options = { ...common(context), isThrifty: true, shrinkRequests: againRequests }
    return { found: await findAgain(ground, found, options), taken, ground }
  },
)

function common(context: Context) {
  return { salt: context.make.word(8), ...rulesOf(context) }
}

/** What histories of a run look at, and which rules are the same trouble there: those of one check. */
export function rulesOf(context: Pick<Context, 'has' | 'spec'>) {
  return {
    features: featuresOf(context),
    ignore: ignoredRules(context),
    isSame: (one: Rule, other: Rule) => familyOf(one) === familyOf(other) && checkOf(one) === checkOf(other),
  }
}

/** Rules that no check of a run judges. */
function ignoredRules({ has, spec }: Pick<Context, 'has' | 'spec'>): ReadonlySet<Rule> {
  const unlisted = (rule: Rule) => checkOf(rule) === 'explore/tags' && !has('tags-list')
  return new Set(rules.filter((rule) => !isBindingRule(rule, spec) || checkOf(rule) === undefined || unlisted(rule)))
}

/** What the model has to know of a target that others write to at the same time. */
export function featuresOf({ has }: Pick<Context, 'has'>): Features {
  return {
    referrers: has('referrers'),
    alone: false,
    shortChunks: false,
    sha512: has('sha512') && has('sha512-subject'),
  }
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

/** What a run leaves out besides: no check of it judges what is recommended alone. */
export function leftOutOfRuns(has: (feature: Feature) => boolean): ReadonlySet<Step['op']> {
  return new Set([...leftOut(has), 'part'])
}

/** Checks of single cases that say the same of a rule: where one of them fails, it tells the cause in fewer steps. */
function needsOf(pattern: RegExp): readonly CheckId[] {
  const wanted = new Set(rules.filter((rule) => pattern.test(rule)).map((rule) => sources[rule].requirement))
  const all = [...wanted].flatMap((name) => Object.keys(requirements[name]?.checks ?? {}) as CheckId[])
  return all.filter((other) => areaOf(other) !== 'explore')
}

const features: { readonly [Id in ExploreId]?: readonly Feature[] } = {
  'explore/referrers': ['referrers'],
  'explore/overlapping-lists': ['referrers'],
  'explore/tags': ['tags-list'],
  'explore/deletes': ['delete-manifest'],
}

/** Model checks: after random steps the target and the model have to agree. */
export const explored: readonly Check[] = Object.entries({ ...groups, ...overlapGroups }).map(([name, pattern]) => {
  const id = name as ExploreId
  const own = features[id]
  return {
    ...check(id, histories, ({ found, taken, ground }) => {
      const discovery = found.find(({ disagreement: { rule }, history }) => checkOf(rule, overlaps(history)) === id)
      if (discovery) throw violationOf(discovery, ground)
      if (!subjects[id].some((kind) => taken.has(kind)))
        throw new NotApplicable(`none of the random histories could push any of the ${subjects[id].join(' or ')}`)
    }),
    needs: needsOf(pattern),
    ...(own && { features: own }),
  }
})

/** A difference from the model, with the steps that lead to it. */
export function violationOf({ disagreement, history, port }: Discovery, ground: RepositoryGround): Violation {
  const { rule, repository, resource, expected, actual } = disagreement
  const shown = ground.exchangeOf(port, rule)
  return new Violation(
    {
      kind: 'state',
      mistake: `model-${rule}`,
      problem: 'model-differs',
      parts: [sources[rule].says, resource, repository],
      expected: [JSON.stringify(expected)],
      actual: shown && !shown.response ? `no response: ${shown.error}` : JSON.stringify(actual),
      history: inWords(history),
    },
    shown,
    shown && { enough: ground.changesBefore(port, shown) },
  )
}
