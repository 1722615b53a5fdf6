import { isBySecondAlgorithm, manifestOf, repositoryOf, type State } from '../../src/model/index.ts'
import { situationOf } from './classify.ts'
import { deleteBlob, goOn, mount, open, part, post, put } from './generate-blobs.ts'
import { together } from './generate-together.ts'
import type { Recipes, SingleStep, Step } from './history.ts'
import { likely, repository } from './pick.ts'
import type { Random } from './random.ts'

/** Of how many candidates the one is taken whose class was met least. */
const candidates = 4

type Make = (random: Random, state: State, recipes: Recipes, at: number) => SingleStep | undefined

/** Kinds of steps, by how often they are tried. */
const makers: readonly (readonly [Make, number])[] = [
  [push, 30],
  [deleteManifest, 9],
  [deleteTag, 7],
  [put, 5],
  [deleteBlob, 5],
  [open, 7],
  [goOn, 20],
  [post, 4],
  [mount, 5],
  [part, 4],
  [pageTags, 5],
  [list, 3],
]

/**
 * The next step of a random history: of several candidates the one whose class was met least so far.
 * @param overlapPercent how many of a hundred steps several clients take at once
 */
export function nextStep(
  random: Random,
  state: State,
  recipes: Recipes,
  timesMet: (key: string) => number,
  at: number,
  leaveOut: ReadonlySet<Step['op']> = new Set(),
  overlapPercent = 0,
): Step {
  const atOnce = overlapPercent > 0 && random.chance(overlapPercent) && together(random, state, recipes, leaveOut)
  if (atOnce)
    return { ...atOnce, branches: atOnce.branches.map((branch) => branch.map((one) => byKnownDigest(state, one))) }
  let best: { step: Step; count: number } | undefined
  for (let tries = 0; tries < candidates || best === undefined; tries++) {
    const made = random.weighted(makers)(random, state, recipes, at)
    if (!made || leaveOut.has(made.op)) continue
    const step = byKnownDigest(state, made)
    const count = timesMet(situationOf(state, step).key)
    if (best === undefined || count < best.count) best = { step, count }
  }
  return best.step
}

/** By which digest a registry keeps what is pushed by tag is its own choice, so only a push by digest says sha512. */
function byKnownDigest({ content }: State, step: SingleStep): SingleStep {
  if (step.op !== 'push' || step.by === 'digest') return step
  return isBySecondAlgorithm(manifestOf(content, step.manifest).digest) ? { ...step, by: 'digest' } : step
}

function push(random: Random, state: State, recipes: Recipes): SingleStep {
  const by = random.chance(50) ? 'digest' : 'tag'
  const some = random.chance(25) ? random.some(recipes.tags, 60) : []
  return {
    op: 'push',
    repository: repository(random, state),
    manifest: random.pick(Object.keys(recipes.manifests)),
    by,
    tags: by === 'tag' ? [random.pick(recipes.tags)] : some,
    bring: random.chance(92),
  }
}

function deleteManifest(random: Random, state: State, recipes: Recipes): SingleStep {
  const where = repository(random, state)
  const manifest = likely(random, [...repositoryOf(state, where).manifests.keys()], Object.keys(recipes.manifests))
  return { op: 'delete-manifest', repository: where, manifest }
}

function deleteTag(random: Random, state: State, recipes: Recipes): SingleStep {
  const where = repository(random, state)
  return {
    op: 'delete-tag',
    repository: where,
    tag: likely(random, [...repositoryOf(state, where).tags.keys()], recipes.tags),
  }
}

function pageTags(random: Random, state: State, recipes: Recipes): SingleStep {
  const last = random.chance(50) ? random.pick(recipes.tags) : undefined
  const where = repository(random, state)
  return { op: 'page-tags', repository: where, n: random.below(5), ...(last !== undefined && { last }) }
}

function list(random: Random, state: State, recipes: Recipes): SingleStep | undefined {
  const referrers = Object.keys(recipes.manifests).filter(
    (name) => manifestOf(state.content, name).subject !== undefined,
  )
  if (referrers.length === 0) return undefined
  const referrer = random.pick(referrers)
  const subject = manifestOf(state.content, referrer).subject!
  const typeOf = random.chance(60) ? { typeOf: referrer } : {}
  return { op: 'list', repository: repository(random, state), subject, ...typeOf }
}
