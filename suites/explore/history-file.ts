import type { ManifestKind, Name } from '../../src/model/index.ts'
import { type Fields, readFields, type Value } from './fields.ts'
import {
  type BlobRecipe,
  type History,
  type ManifestRecipe,
  type Recipes,
  type SingleStep,
  type Step,
  singleSteps,
} from './history.ts'

/** What a file of a history says that it is. Another layout gets another number. */
export const historyFormat = 'oci-referee/history/1'

const kinds: readonly ManifestKind[] = ['image', 'artifact', 'index', 'docker-image', 'docker-index']

/** The fields of each kind of step. A question mark: the field may be left out. */
const stepFields: { readonly [Op in SingleStep['op']]: Readonly<Record<string, Value>> } = {
  push: { repository: 'repository', manifest: 'manifest', by: ['digest', 'tag'], tags: 'tags', bring: 'yes-no' },
  'delete-manifest': { repository: 'repository', manifest: 'manifest' },
  'delete-tag': { repository: 'repository', tag: 'tag' },
  'delete-blob': { repository: 'repository', blob: 'blob' },
  put: { repository: 'repository', blob: 'blob' },
  open: { repository: 'repository', blob: 'blob', session: 'session' },
  post: { repository: 'repository', blob: 'blob', digest: 'blob', session: 'session' },
  mount: { repository: 'repository', blob: 'blob', 'from?': 'repository', session: 'session' },
  chunk: { session: 'session', first: 'number', size: 'number' },
  close: { session: 'session', first: 'number', size: 'number', digest: 'blob' },
  cancel: { session: 'session' },
  part: { repository: 'repository', blob: 'blob', 'first?': 'number', 'last?': 'number' },
  'page-tags': { repository: 'repository', n: 'number', 'last?': 'tag' },
  list: { repository: 'repository', subject: 'manifest', 'typeOf?': 'manifest' },
}

const ops = [...Object.keys(stepFields), 'together']

/** Of digests that are not by sha256. */
const algorithms = ['sha512']

const recipeFields: Readonly<Record<string, Value>> = {
  kind: kinds,
  'subject?': 'manifest',
  blobs: 'blobs',
  children: 'manifests',
  'artifactType?': 'type',
  annotated: 'yes-no',
  'algorithm?': algorithms,
}

const blobFields: Readonly<Record<string, Value>> = { size: 'number', 'algorithm?': algorithms }

/** A history as the text of a file. */
export function writeHistory({ seed, repositories, recipes, steps }: History): string {
  return `${JSON.stringify({ format: historyFormat, seed, repositories, ...recipes, steps }, null, 2)}\n`
}

/** Reads the text of a file. @throws Error that says where in the file what is wrong */
export function readHistory(text: string): History {
  const file = objectAt('the file', parse(text))
  if (file['format'] !== historyFormat) {
    throw new Error(`the file is not a history of the format ${historyFormat}: "format" is ${quote(file['format'])}`)
  }
  const seed = file['seed']
  if (typeof seed !== 'string') throw new Error(`"seed" is ${quote(seed)}, not a text`)
  const repositories = namesAt('"repositories"', file['repositories'])
  if (repositories.length === 0) throw new Error('"repositories" is empty')
  const recipes = readRecipes(file, repositories)
  const names = namesOf(recipes, repositories)
  const steps = arrayAt('"steps"', file['steps']).map((step, at) => readStep(`step ${at + 1}`, step, names))
  for (const step of singleSteps(steps)) rejectTag(recipes, step)
  return { seed, repositories, recipes, steps }
}

function readRecipes(file: Fields, repositories: readonly Name[]): Recipes {
  const tags = namesAt('"tags"', file['tags'])
  const blobs = objectAt('"blobs"', file['blobs'])
  const manifests = objectAt('"manifests"', file['manifests'])
  const names = namesOf({ tags, blobs, manifests }, repositories)
  const known = {
    tags,
    blobs: mapped(blobs, (name, blob) => {
      const where = `blob ${name}`
      return readFields(where, objectAt(where, blob), blobFields, names) as unknown as BlobRecipe
    }),
    manifests: mapped(manifests, (name, manifest) => readManifest(`manifest ${name}`, manifest, names)),
  }
  for (const name of Object.keys(known.manifests)) rejectCircle(known, name, [])
  return known
}

function readManifest(where: string, value: unknown, names: Names): ManifestRecipe {
  const recipe = readFields(where, objectAt(where, value), recipeFields, names) as unknown as ManifestRecipe
  const isIndex = recipe.kind.endsWith('index')
  if (!isIndex && recipe.blobs.length === 0) throw new Error(`${where}: "blobs" is empty, but it needs a config`)
  if (!isIndex && recipe.children.length > 0) throw new Error(`${where}: "children" are for an index alone`)
  return recipe
}

function readStep(where: string, value: unknown, names: Names): Step {
  const { op, ...rest } = objectAt(where, value)
  return op === 'together' ? readTogether(where, rest, names) : readSingle(where, { op, ...rest }, names)
}

function readTogether(where: string, { branches, ...rest }: Fields, names: Names): Step {
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new Error(`${where}: there is no field "${unknown}"; there are branches`)
  const all = arrayAt(`${where}: "branches"`, branches).map((branch, at) =>
    arrayAt(`${where}, branch ${at + 1}`, branch).map((one, place) => {
      return readSingle(`${where}, branch ${at + 1}, step ${place + 1}`, one, names)
    }),
  )
  return { op: 'together', branches: all }
}

function readSingle(where: string, value: unknown, names: Names): SingleStep {
  const { op, ...rest } = objectAt(where, value)
  if (typeof op !== 'string' || !Object.hasOwn(stepFields, op)) {
    throw new Error(`${where}: "op" is ${quote(op)}, not one of ${ops.join(', ')}`)
  }
  const step = { op, ...readFields(where, rest, stepFields[op as SingleStep['op']], names) } as unknown as SingleStep
  if (step.op === 'push' && step.by === 'tag' && step.tags.length !== 1) {
    throw new Error(`${where}: a push by tag has one tag, not ${step.tags.length}`)
  }
  if (step.op === 'part' && step.first === undefined && step.last === undefined) {
    throw new Error(`${where}: a part needs "first", "last" or both`)
  }
  return step
}

/** The names that a file may use, by what they are names of. */
type Names = Readonly<Record<'repository' | 'manifest' | 'blob' | 'tag', ReadonlySet<Name>>>

function namesOf(recipes: { tags: readonly Name[]; blobs: object; manifests: object }, repositories: readonly Name[]) {
  return {
    repository: new Set(repositories),
    manifest: new Set(Object.keys(recipes.manifests)),
    blob: new Set(Object.keys(recipes.blobs)),
    tag: new Set(recipes.tags),
  }
}

/** By which digest a registry keeps what is pushed by tag nobody knows beforehand. */
function rejectTag({ manifests }: Recipes, step: SingleStep): void {
  if (step.op !== 'push' || step.by === 'digest' || !manifests[step.manifest]?.algorithm) return
  throw new Error(`manifest ${step.manifest} goes by its sha512 digest, so it is pushed by digest and not by tag`)
}

/** A manifest holds the digests of what it names, so it cannot name itself. */
function rejectCircle(recipes: Recipes, name: Name, below: readonly Name[]): void {
  if (below.includes(name)) throw new Error(`manifest ${name} names itself, by way of ${[...below, name].join(', ')}`)
  const { subject, children } = recipes.manifests[name]!
  for (const other of [...children, ...(subject === undefined ? [] : [subject])]) {
    rejectCircle(recipes, other, [...below, name])
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(`the file is not JSON: ${(cause as Error).message}`, { cause })
  }
}

function objectAt(where: string, value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${where} is ${quote(value)}, not an object`)
  }
  return value as Fields
}

function arrayAt(where: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${where} is ${quote(value)}, not a list`)
  return value
}

function namesAt(where: string, value: unknown): readonly Name[] {
  return arrayAt(where, value).map((name) => {
    if (typeof name !== 'string' || name === '') throw new Error(`${where} holds ${quote(name)}, not a name`)
    return name
  })
}

function mapped<T>(fields: Fields, read: (name: Name, value: unknown) => T): Readonly<Record<Name, T>> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, read(name, value)]))
}

/** A value as an error shows it. */
function quote(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}
