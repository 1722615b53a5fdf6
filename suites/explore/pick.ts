import { exists, type Name, repositoryOf, type State } from '../../src/model/index.ts'
import type { Recipes } from './history.ts'
import type { Random } from './random.ts'

/** Mostly a repository that has something. */
export function repository(random: Random, state: State): Name {
  const all = [...state.repositories.keys()]
  return likely(
    random,
    all.filter((name) => exists(repositoryOf(state, name))),
    all,
  )
}

/** Mostly one of the good ones, now and then any. */
export function likely(random: Random, good: readonly Name[], all: readonly Name[]): Name {
  return random.pick(good.length > 0 && random.chance(75) ? good : all)
}

/** Any blob of a history, wherever it is. */
export function anyBlob(random: Random, recipes: Recipes): Name {
  return random.pick(Object.keys(recipes.blobs))
}
