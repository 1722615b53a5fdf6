import type { Name } from '../../src/model/index.ts'
import type { History, ManifestRecipe, Recipes, Step } from './history.ts'

/** Histories that are a little plainer than another one: simpler steps, less content, plainer manifests. */
export function* simpler(history: History): Generator<History> {
  const used = usedRecipes(history)
  if (used) yield { ...history, recipes: used }
  for (const [at, step] of history.steps.entries()) {
    for (const plain of simplerSteps(step)) yield { ...history, steps: history.steps.with(at, plain) }
  }
  for (const [name, recipe] of Object.entries(history.recipes.manifests)) {
    for (const plain of simplerManifests(recipe)) {
      const manifests = { ...history.recipes.manifests, [name]: plain }
      yield { ...history, recipes: { ...history.recipes, manifests } }
    }
  }
}

function* simplerSteps(step: Step): Generator<Step> {
  if (step.op === 'push') {
    if (step.by === 'digest') {
      for (const tag of step.tags) yield { ...step, tags: step.tags.filter((other) => other !== tag) }
    } else yield { ...step, by: 'digest', tags: [] }
    if (!step.bring) yield { ...step, bring: true }
  }
  if (step.op === 'list' && step.typeOf !== undefined) {
    const { typeOf: _, ...whole } = step
    yield whole
  }
  if (step.op === 'page-tags' && step.last !== undefined) {
    const { last: _, ...first } = step
    yield first
  }
}

function* simplerManifests(recipe: ManifestRecipe): Generator<ManifestRecipe> {
  for (const child of recipe.children) yield { ...recipe, children: recipe.children.filter((other) => other !== child) }
  // The first blob of an image is its config, which it needs.
  for (const blob of recipe.blobs.slice(1)) yield { ...recipe, blobs: recipe.blobs.filter((other) => other !== blob) }
  if (recipe.annotated) yield { ...recipe, annotated: false }
}

/** The recipes without those that no step needs; undefined: all are needed. */
function usedRecipes({ recipes, steps }: History): Recipes | undefined {
  const names = new Set(steps.flatMap(namesIn))
  const manifests = new Set<Name>()
  const need = (name: Name): void => {
    const recipe = recipes.manifests[name]
    if (!recipe || manifests.has(name)) return
    manifests.add(name)
    for (const other of [...recipe.children, ...(recipe.subject === undefined ? [] : [recipe.subject])]) need(other)
  }
  for (const name of Object.keys(recipes.manifests)) if (names.has(name)) need(name)
  for (const name of manifests) for (const blob of recipes.manifests[name]!.blobs) names.add(blob)
  const kept = {
    manifests: entriesOf(recipes.manifests, (name) => manifests.has(name)),
    blobs: entriesOf(recipes.blobs, (name) => names.has(name)),
    tags: recipes.tags.filter((tag) => names.has(tag)),
  }
  const size = ({ manifests, blobs, tags }: Recipes) =>
    Object.keys(manifests).length + Object.keys(blobs).length + tags.length
  return size(kept) < size(recipes) ? kept : undefined
}

/** All names in a step; sessions and repositories among them, which no recipe is called. */
function namesIn(step: Step): readonly Name[] {
  return Object.values(step).flatMap((value) =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? value : [],
  )
}

function entriesOf<T>(record: Readonly<Record<Name, T>>, keep: (name: Name) => boolean): Readonly<Record<Name, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => keep(name)))
}
