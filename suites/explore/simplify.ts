import type { Name, Query } from '../../src/model/index.ts'
import type { History, ManifestRecipe, Recipes, SingleStep, Step, Together } from './history.ts'

/** Histories that are a little plainer than another one: simpler steps, less content, plainer manifests. */
export function* simpler(history: History): Generator<History> {
  const used = usedRecipes(history)
  if (used) yield { ...history, recipes: used }
  for (const [at, step] of history.steps.entries()) {
    for (const plain of simplerSteps(step)) yield { ...history, steps: history.steps.toSpliced(at, 1, ...plain) }
  }
  for (const [name, recipe] of Object.entries(history.recipes.manifests)) {
    for (const plain of simplerManifests(recipe)) {
      const manifests = { ...history.recipes.manifests, [name]: plain }
      yield { ...history, recipes: { ...history.recipes, manifests } }
    }
  }
  for (const [name, recipe] of Object.entries(history.recipes.blobs)) {
    const blobs = { ...history.recipes.blobs, [name]: withoutAlgorithm(recipe) }
    if (recipe.algorithm) yield { ...history, recipes: { ...history.recipes, blobs } }
  }
}

/**
 * What of a history may be enough to show what its last step shows, the shortest first: that step alone, with those
 * before it that are about the same manifests, blobs, tags and sessions, or about what those meet or are made of, in the same
 * repositories or in all, and the last few.
 * @param shownBy what was read when it showed
 */
export function endsOf({ recipes, ...history }: History, shownBy?: Query): readonly History[] {
  const { steps } = history
  const last = steps.at(-1)
  if (!last) return []
  const read = Object.entries(shownBy ?? {})
  const names = (fields: ReadonlySet<string>) => read.flatMap(([field, name]) => (fields.has(field) ? [name] : []))
  const about = new Set([...namesIn(last), ...names(thingFields)])
  const wide = new Set([...about].flatMap((name) => [name, ...partsOf(recipes, name)]))
  const places = new Set([...namesUnder(last, isPlace), ...names(placeFields)])
  const meets = (some: ReadonlySet<Name>, all: readonly Name[]) => all.some((name) => some.has(name))
  const isHere = (step: Step) => namesUnder(step, isPlace).every((name) => places.has(name))
  const isNear = (step: Step) => meets(about, thingsIn(step))
  const isFar = (step: Step) => thingsIn(step).some((name) => wide.has(name) || meets(about, partsOf(recipes, name)))
  const those = (isWanted: (step: Step) => boolean) => steps.filter((step) => step === last || isWanted(step))
  const near = those((step) => isNear(step) && isHere(step))
  // Such as what took a tag away from what the last step is about.
  const next = new Set(near.flatMap(thingsIn))
  const ends = [
    [last],
    near,
    those((step) => meets(next, thingsIn(step)) && isHere(step)),
    those(isNear),
    those((step) => isFar(step) && isHere(step)),
    those(isFar),
    steps.slice(-2),
    steps.slice(-4),
  ]
  const unique = new Map(ends.map((end) => [end.map((step) => steps.indexOf(step)).join(), end]))
  return [...unique.values()]
    .filter((end) => end.length < steps.length)
    .sort((one, other) => one.length - other.length)
    .map((end) => ({ ...history, recipes, steps: end }))
}

/** Plainer steps in the place of one. */
function* simplerSteps(step: Step): Generator<readonly Step[]> {
  if (step.op === 'together') yield* fewerAtOnce(step)
  else for (const plain of simplerSingle(step)) yield [plain]
}

/** The same one after another, without a client, without one of its steps, with a plainer one. */
function* fewerAtOnce({ branches }: Together): Generator<readonly Step[]> {
  if (branches.length < 2) {
    yield branches.flat()
    return
  }
  for (const at of branches.keys()) {
    const rest = branches.toSpliced(at, 1)
    yield rest.length > 1 ? [{ op: 'together', branches: rest }] : rest.flat()
  }
  for (const [at, branch] of branches.entries()) {
    if (branch.length > 1) {
      yield [branch[0]!, { op: 'together', branches: branches.with(at, branch.slice(1)) }]
      yield [{ op: 'together', branches: branches.with(at, branch.slice(0, -1)) }]
    }
    for (const [place, step] of branch.entries()) {
      for (const plain of simplerSingle(step)) {
        yield [{ op: 'together', branches: branches.with(at, branch.with(place, plain)) }]
      }
    }
  }
}

function* simplerSingle(step: SingleStep): Generator<SingleStep> {
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
  if (step.op === 'part' && step.first !== undefined && step.last !== undefined) {
    const { last: _, ...open } = step
    yield open
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
  if (recipe.algorithm) yield withoutAlgorithm(recipe)
  if (recipe.annotated) yield { ...recipe, annotated: false }
}

function withoutAlgorithm<T extends { readonly algorithm?: string }>({ algorithm: _, ...rest }: T) {
  return rest
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
  const smaller = {
    manifests: entriesOf(recipes.manifests, (name) => manifests.has(name)),
    blobs: entriesOf(recipes.blobs, (name) => names.has(name)),
    tags: recipes.tags.filter((tag) => names.has(tag)),
  }
  const size = ({ manifests, blobs, tags }: Recipes) =>
    Object.keys(manifests).length + Object.keys(blobs).length + tags.length
  return size(smaller) < size(recipes) ? smaller : undefined
}

/** All names in a step; sessions and repositories among them, which no recipe is called. */
function namesIn(step: Step): readonly Name[] {
  return namesUnder(step, () => true)
}

const placeFields: ReadonlySet<string> = new Set(['repository', 'from'])
const thingFields: ReadonlySet<string> = new Set(['manifest', 'subject', 'blob', 'tag', 'session'])

function isPlace(field: string): boolean {
  return placeFields.has(field)
}

/** The manifests, blobs, tags and sessions that a step is about. */
function thingsIn(step: Step): readonly Name[] {
  return namesUnder(step, (field) => !isPlace(field))
}

/** What a manifest is made of and refers to. */
function partsOf(recipes: Recipes, name: Name): readonly Name[] {
  const recipe = recipes.manifests[name]
  if (!recipe) return []
  const { blobs, children, subject } = recipe
  return [...blobs, ...children, ...(subject === undefined ? [] : [subject])]
}

function namesUnder(step: Step, isWanted: (field: string) => boolean): readonly Name[] {
  if (step.op === 'together') return step.branches.flat().flatMap((one) => namesUnder(one, isWanted))
  const { op: _, ...fields } = step
  return Object.entries(fields).flatMap(([field, value]) => {
    if (field === 'by' || !isWanted(field)) return []
    return typeof value === 'string' ? [value] : Array.isArray(value) ? value : []
  })
}

function entriesOf<T>(record: Readonly<Record<Name, T>>, keep: (name: Name) => boolean): Readonly<Record<Name, T>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => keep(name)))
}
