import type { Command, ManifestKind, Name, PushManifest } from '../../src/model/index.ts'

/** One manifest of a history, from which its bytes follow, the seed given. */
export interface ManifestRecipe {
  readonly kind: ManifestKind
  readonly subject?: Name
  /** Config and layers; an index has none. */
  readonly blobs: readonly Name[]
  /** Manifests that an index lists; others have none. */
  readonly children: readonly Name[]
  /** The symbolic name of an artifactType; absent: the manifest has none. */
  readonly artifactType?: Name
  readonly annotated: boolean
  /** The algorithm of its digest where that is not sha256: such a manifest is pushed by digest alone. */
  readonly algorithm?: 'sha512'
}

export interface BlobRecipe {
  readonly size: number
  /** The algorithm of its digest where that is not sha256. */
  readonly algorithm?: 'sha512'
}

/** Everything that a history may push. */
export interface Recipes {
  readonly manifests: Readonly<Record<Name, ManifestRecipe>>
  readonly blobs: Readonly<Record<Name, BlobRecipe>>
  readonly tags: readonly Name[]
}

/** One step of a history, or several at once. */
export type Step = SingleStep | Together

/**
 * What one client does: a command of the model, or one of the shorthands that keep histories short. A push that brings
 * what it refers to pushes what is missing of it first.
 */
export type SingleStep =
  | (PushManifest & { readonly bring: boolean })
  | Exclude<Command, PushManifest>
  | PutBlob
  | ReadPart
  | PageTags
  | ListReferrers

/** Pushes a whole blob with POST and PUT. */
export interface PutBlob {
  readonly op: 'put'
  readonly repository: Name
  readonly blob: Name
}

/** Pulls some bytes of a blob: to the end without `last`, and the last `last` ones without `first`. */
export interface ReadPart {
  readonly op: 'part'
  readonly repository: Name
  readonly blob: Name
  readonly first?: number
  readonly last?: number
}

export interface PageTags {
  readonly op: 'page-tags'
  readonly repository: Name
  readonly n: number
  readonly last?: Name
}

export interface ListReferrers {
  readonly op: 'list'
  readonly repository: Name
  readonly subject: Name
  /** The manifest whose artifactType is asked for; absent: no filter. */
  readonly typeOf?: Name
}

/** Several clients at once, each with steps of its own one after another. What a push brings is pushed before all that. */
export interface Together {
  readonly op: 'together'
  readonly branches: readonly (readonly SingleStep[])[]
}

/** Whether anything in a history runs at once. */
export function overlaps({ steps }: Pick<History, 'steps'>): boolean {
  return steps.some(({ op }) => op === 'together')
}

/** Every step that one client takes, those that several take at once among them. */
export function singleSteps(steps: readonly Step[]): readonly SingleStep[] {
  return steps.flatMap((step) => (step.op === 'together' ? step.branches.flat() : step))
}

/** The number of steps of a history; of those that several clients take at once each counts. */
export function lengthOf({ steps }: Pick<History, 'steps'>): number {
  return singleSteps(steps).length
}

/** The same steps one after another, in two orders; none: they are so already. */
export function inTurn(history: History): readonly History[] {
  if (!overlaps(history)) return []
  const orders = [
    (branches: Together['branches']) => branches,
    (branches: Together['branches']) => branches.toReversed(),
  ]
  return orders.map((order) => ({
    ...history,
    steps: history.steps.flatMap((step) => (step.op === 'together' ? order(step.branches).flat() : step)),
  }))
}

/** A history as data: run on any target, it sends the same bytes. */
export interface History {
  readonly seed: string
  readonly repositories: readonly Name[]
  readonly recipes: Recipes
  readonly steps: readonly Step[]
}
