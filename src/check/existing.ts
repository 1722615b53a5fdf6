/** Content that was in a target before the run, named by the user. */
export interface Existing {
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
}

/** `repository:tag` or `repository@digest`, as people write it. */
export function nameOf({ repository, reference }: Existing): string {
  return `${repository}${reference.includes(':') ? '@' : ':'}${reference}`
}
