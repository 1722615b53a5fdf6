import { manifestOf, type Name, repositoryOf, type State } from '../../src/model/index.ts'
import type { Recipes, SingleStep, Step, Together } from './history.ts'
import type { Random } from './random.ts'

/** How many clients there are at once, by how often. */
const clients = [
  [2, 6],
  [3, 4],
] as const

/** What two clients of one thing could do with it; undefined: there is no such thing now. */
type Theme = (random: Random, state: State, recipes: Recipes, repository: Name) => readonly SingleStep[] | undefined

/** Themes, by how often they are tried. */
const themes: readonly (readonly [Theme, number])[] = [
  [sameTag, 4],
  [sameManifest, 6],
  [sameSubject, 5],
  [sameBlob, 5],
  [sameSession, 3],
]

/**
 * Several clients that are at the same thing at once: a tag, a manifest, a subject, a blob, a session. Undefined: what
 * is needed for it is not there.
 */
export function together(
  random: Random,
  state: State,
  recipes: Recipes,
  leaveOut: ReadonlySet<Step['op']>,
): Together | undefined {
  const repository = random.pick([...state.repositories.keys()])
  const theme = random.weighted(themes)
  const steps = theme(random, state, recipes, repository)?.filter(({ op }) => !leaveOut.has(op))
  if (!steps || steps.length === 0) return undefined
  const places = steps.map((_, at) => at)
  const branches = Array.from({ length: random.weighted(clients) }, () => {
    // Each does something else as a rule, as long as there is something.
    const at = random.pick(places)
    if (places.length > 1 && random.chance(75)) places.splice(places.indexOf(at), 1)
    const first = steps[at]!
    return random.chance(15) ? [first, random.pick(steps)] : [first]
  })
  // Reads alone change nothing.
  return branches.flat().some(({ op }) => op !== 'list') ? { op: 'together', branches } : undefined
}

function sameTag(random: Random, state: State, recipes: Recipes, repository: Name): readonly SingleStep[] {
  const tag = random.pick(recipes.tags)
  const [one, other] = [anyManifest(random, recipes), anyManifest(random, recipes)]
  const held = repositoryOf(state, repository).tags.get(tag)?.manifest ?? one
  return [
    pushBy(repository, one, tag),
    pushBy(repository, other, tag),
    { op: 'delete-tag', repository, tag },
    { op: 'delete-manifest', repository, manifest: held },
  ]
}

function sameManifest(random: Random, state: State, recipes: Recipes, repository: Name): readonly SingleStep[] {
  const there = [...repositoryOf(state, repository).manifests.keys()]
  const manifest = random.pick(there.length > 0 && random.chance(80) ? there : Object.keys(recipes.manifests))
  const [tag, otherTag] = [random.pick(recipes.tags), random.pick(recipes.tags)]
  return [
    push(repository, manifest),
    pushBy(repository, manifest, tag),
    pushBy(repository, manifest, otherTag),
    { op: 'delete-manifest', repository, manifest },
    { op: 'delete-manifest', repository, manifest },
  ]
}

/** Referrers of one subject and the list of them. */
function sameSubject(
  random: Random,
  { content }: State,
  recipes: Recipes,
  repository: Name,
): readonly SingleStep[] | undefined {
  const referrers = Object.keys(recipes.manifests).filter((name) => manifestOf(content, name).subject !== undefined)
  if (referrers.length === 0) return undefined
  const subject = manifestOf(content, random.pick(referrers)).subject!
  const own = referrers.filter((name) => manifestOf(content, name).subject === subject)
  const [one, other] = [random.pick(own), random.pick(own)]
  return [
    push(repository, one),
    push(repository, other),
    pushBy(repository, other, random.pick(recipes.tags)),
    { op: 'delete-manifest', repository, manifest: one },
    random.chance(50) ? push(repository, subject) : { op: 'delete-manifest', repository, manifest: subject },
    { op: 'list', repository, subject },
  ]
}

function sameBlob(random: Random, state: State, recipes: Recipes, repository: Name): readonly SingleStep[] {
  const there = [...repositoryOf(state, repository).blobs.keys()]
  const blob = random.pick(there.length > 0 && random.chance(80) ? there : Object.keys(recipes.blobs))
  const from = [...state.repositories.keys()].find((name) => name !== repository) ?? repository
  const session = freshSession(state)
  const user = Object.keys(recipes.manifests).find((name) => recipes.manifests[name]!.blobs.includes(blob))
  return [
    { op: 'put', repository, blob },
    { op: 'post', repository, blob, digest: blob, session },
    { op: 'mount', repository, blob, from, session },
    { op: 'delete-blob', repository, blob },
    { op: 'delete-blob', repository, blob },
    ...(user !== undefined && random.chance(40) ? [push(repository, user)] : []),
  ]
}

/** Several clients that hold the same session, as a client does that tries again too early. */
function sameSession(random: Random, state: State): readonly SingleStep[] | undefined {
  const open = [...state.sessions].filter(([name, { phase }]) => /^s\d+$/.test(name) && phase === 'open')
  if (open.length === 0) return undefined
  const [session, { blob, received: first = 0 }] = random.pick(open)
  const left = state.content.blobs.get(blob)!.size - first
  if (left <= 0)
    return [
      { op: 'close', session, first, size: 0, digest: blob },
      { op: 'cancel', session },
    ]
  const size = 1 + random.below(left)
  return [
    { op: 'chunk', session, first, size },
    { op: 'close', session, first, size: left, digest: blob },
    { op: 'close', session, first, size: left, digest: blob },
    { op: 'chunk', session, first: first + size, size: Math.max(1, left - size) },
    { op: 'cancel', session },
  ]
}

function push(repository: Name, manifest: Name): SingleStep {
  return { op: 'push', repository, manifest, by: 'digest', tags: [], bring: true }
}

function pushBy(repository: Name, manifest: Name, tag: Name): SingleStep {
  return { op: 'push', repository, manifest, by: 'tag', tags: [tag], bring: true }
}

function anyManifest(random: Random, recipes: Recipes): Name {
  return random.pick(Object.keys(recipes.manifests))
}

/** A name for the sessions of a step at once: each of them is opened under it at most, and left alone. */
function freshSession(state: State): Name {
  return `t${state.sessions.size}`
}
