/** What a check found, by its kind: `status`, `header`, … */
export type Shows = ReadonlyMap<string, string>

/** A known mistake of registries: a fault of the embedded one, with the checks that it turns red. */
export interface Mistake {
  readonly fault: string
  /** The same for people. */
  readonly description: string
  /** The requirement that it breaks. */
  readonly requirement: string
  readonly shows: Shows
}
