import type { Name } from '../../src/model/index.ts'
import type { BlobRecipe, History, ManifestRecipe, ReadPart, SingleStep } from './history.ts'

const kinds = {
  image: 'image',
  artifact: 'artifact',
  index: 'index',
  'docker-image': 'docker image',
  'docker-index': 'docker manifest list',
} as const

/** A history in plain words: a sentence for each step; for one that several clients take at once, one for each of them. */
export function inWords(history: History): readonly (string | readonly string[])[] {
  return history.steps.map((step) =>
    step.op === 'together'
      ? step.branches.map((branch) => branch.map((one) => sentence(one, history)).join(' Then: '))
      : sentence(step, history),
  )
}

function sentence(step: SingleStep, history: History): string {
  const manifest = (name: Name) => describe(name, history.recipes.manifests[name])
  const blob = (name: Name) => `${algorithmOf(history.recipes.blobs[name])}blob ${name}`
  switch (step.op) {
    case 'push': {
      const parts = step.bring ? '' : ', without the content that it names'
      return `Push ${manifest(step.manifest)} to ${step.repository} ${reference(step)}${parts}.`
    }
    case 'delete-manifest':
      return `Delete ${manifest(step.manifest)} by digest from ${step.repository}.`
    case 'delete-tag':
      return `Delete the tag ${step.tag} from ${step.repository}.`
    case 'delete-blob':
      return `Delete the ${blob(step.blob)} from ${step.repository}.`
    case 'put':
      return `Push the ${blob(step.blob)} to ${step.repository} with POST and PUT.`
    case 'open':
      return `Open the upload session ${step.session} in ${step.repository} for the ${blob(step.blob)}.`
    case 'post':
      return `Push the ${blob(step.blob)} to ${step.repository} in a single POST${claim(step.blob, step.digest)}.`
    case 'mount': {
      const from = step.from === undefined ? 'without saying from where' : `from ${step.from}`
      return `Mount the ${blob(step.blob)} in ${step.repository} ${from}.`
    }
    case 'chunk':
      return `Send ${bytes(step)} to the session ${step.session}.`
    case 'close': {
      const last = step.size === 0 ? '' : ` with ${bytes(step)}`
      return `Close the session ${step.session}${last}, as the ${blob(step.digest)}.`
    }
    case 'cancel':
      return `Cancel the session ${step.session}.`
    case 'part':
      return `Pull ${part(step)} of the ${blob(step.blob)} from ${step.repository}.`
    case 'page-tags': {
      const after = step.last === undefined ? '' : ` after ${step.last}`
      return `List ${step.n} tags of ${step.repository}${after}.`
    }
    case 'list': {
      const filter = step.typeOf === undefined ? '' : ` with the artifactType of ${step.typeOf}`
      return `List the referrers of ${step.subject} in ${step.repository}${filter}.`
    }
  }
}

/** A manifest with what matters for lists: its kind, and whom it refers to. */
function describe(name: Name, recipe: ManifestRecipe | undefined): string {
  if (!recipe) return `the manifest ${name}`
  const children = recipe.children.length > 0 ? ` of ${recipe.children.join(' and ')}` : ''
  const subject = recipe.subject === undefined ? '' : ` (whose subject is ${recipe.subject})`
  return `the ${algorithmOf(recipe)}${kinds[recipe.kind]} ${name}${children}${subject}`
}

/** What goes by its sha512 digest is called so. */
function algorithmOf(recipe: ManifestRecipe | BlobRecipe | undefined): string {
  return recipe?.algorithm ? `${recipe.algorithm} ` : ''
}

function reference(step: Extract<SingleStep, { op: 'push' }>): string {
  if (step.by === 'tag') return `by the tag ${step.tags[0]}`
  return step.tags.length === 0 ? 'by digest' : `by digest, with the tags ${step.tags.join(', ')} as parameters`
}

function claim(blob: Name, digest: Name): string {
  return blob === digest ? '' : `, under the digest of ${digest}`
}

function part({ first, last }: ReadPart): string {
  if (first === undefined) return `the last ${last} bytes`
  return last === undefined ? `the bytes from ${first} on` : `the bytes ${first} to ${last}`
}

function bytes({ first, size }: { readonly first: number; readonly size: number }): string {
  return size === 1 ? `byte ${first}` : `the bytes ${first} to ${first + Math.max(0, size - 1)}`
}
