import { blobOf, repositoryOf, type State } from '../../src/model/index.ts'
import type { Recipes, SingleStep } from './history.ts'
import { anyBlob, likely, repository } from './pick.ts'
import type { Random } from './random.ts'

// Steps that are about blobs and upload sessions.

export function put(random: Random, state: State, recipes: Recipes): SingleStep {
  return { op: 'put', repository: repository(random, state), blob: anyBlob(random, recipes) }
}

export function deleteBlob(random: Random, state: State, recipes: Recipes): SingleStep {
  const where = repository(random, state)
  const blob = likely(random, [...repositoryOf(state, where).blobs.keys()], Object.keys(recipes.blobs))
  return { op: 'delete-blob', repository: where, blob }
}

export function open(random: Random, state: State, recipes: Recipes, at: number): SingleStep {
  return { op: 'open', repository: repository(random, state), blob: anyBlob(random, recipes), session: `s${at}` }
}

/** One more request for a session: mostly what comes next, now and then what does not. */
export function goOn(random: Random, state: State, recipes: Recipes): SingleStep | undefined {
  const named = [...state.sessions].filter(([name]) => /^s\d+$/.test(name))
  if (named.length === 0) return undefined
  const [session, { blob, received = 0, phase }] = random.pick(named)
  if (phase === 'over' && random.chance(50)) return undefined
  const { size } = state.content.blobs.get(blob)!
  if (random.chance(12)) return { op: 'cancel', session }
  // What is wrong is mostly wrong by one.
  const wrong = random.chance(50) ? random.pick([Math.max(0, received - 1), received + 1]) : random.below(size + 2)
  const first = random.chance(65) ? received : wrong
  const left = Math.max(0, size - first)
  if (random.chance(50) && left > 0) return { op: 'chunk', session, first, size: 1 + random.below(left) }
  const digest = random.chance(85) ? blob : anyBlob(random, recipes)
  return { op: 'close', session, first, size: random.chance(80) ? left : 0, digest }
}

export function post(random: Random, state: State, recipes: Recipes, at: number): SingleStep {
  const blob = anyBlob(random, recipes)
  const digest = random.chance(80) ? blob : anyBlob(random, recipes)
  return { op: 'post', repository: repository(random, state), blob, digest, session: `s${at}` }
}

export function mount(random: Random, state: State, recipes: Recipes, at: number): SingleStep {
  const where = repository(random, state)
  const from = random.weighted([
    [[...state.repositories.keys()].find((name) => name !== where), 7],
    [undefined, 2],
    [where, 1],
  ] as const)
  const blob = anyBlob(random, recipes)
  return { op: 'mount', repository: where, blob, session: `s${at}`, ...(from !== undefined && { from }) }
}

/** Mostly of what is there: both ends, the inside, and what goes beyond. */
export function part(random: Random, state: State, recipes: Recipes): SingleStep {
  const where = repository(random, state)
  const blob = likely(random, [...repositoryOf(state, where).blobs.keys()], Object.keys(recipes.blobs))
  const { size } = blobOf(state.content, blob)
  const bound = size + 3
  const first = random.weighted([
    [0, 3],
    [random.below(bound), 6],
    [undefined, 3],
  ] as const)
  const last = (first ?? 0) + random.below(first === undefined ? bound : Math.max(1, bound - first))
  const isOpen = first !== undefined && random.chance(25)
  return { op: 'part', repository: where, blob, ...(first !== undefined && { first }), ...(!isOpen && { last }) }
}
