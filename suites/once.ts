/**
 * A reading that several checks judge: the first of them begins it, and all of them share it, what fails included.
 * @example const list = once(() => repo.settled(subject, { has: all }))
 */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined
  return () => {
    begun ??= read()
    return begun
  }
}
