/** Something that was pushed and is to be removed at the end. */
export interface Pushed {
  readonly repository: string
  /** A tag or a digest. */
  readonly reference: string
  readonly kind: 'tag' | 'manifest' | 'blob'
  /** Digests that a manifest refers to: they are removed after it. */
  readonly refersTo?: readonly string[]
}

/** Told of everything that is pushed, before the request is sent, so that nothing is forgotten in a crash. */
export interface Journal {
  pushed(item: Pushed): void
}
