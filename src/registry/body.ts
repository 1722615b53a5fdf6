import type { Budget } from './budget.ts'
import type { RegistryError } from './errors.ts'

export type Bytes = Uint8Array<ArrayBuffer>

/** How much of a refused body is still read: a client that is cut off while it sends sees no status. */
const patience = 64 * 1024 * 1024

/** Joins chunks to one array. */
export function concat(chunks: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/**
 * Reads a request's body of at most `limit` bytes and hands it to `use`; the room it takes is counted while it is held.
 * Throws `tooLarge()` for a longer body, and what the budget throws when the registry is full.
 */
export async function withBody<T>(
  request: Request,
  budget: Budget,
  limit: number,
  tooLarge: () => RegistryError,
  use: (bytes: Bytes) => T | Promise<T>,
): Promise<T> {
  const chunks: Uint8Array[] = []
  let taken = 0
  let size = 0
  let failure: unknown
  try {
    for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.byteLength
      if (!failure) failure = admit(chunk)
      if (failure) chunks.length = 0
      if (failure && size > limit + patience) break
    }
    if (failure) throw failure
    return await use(concat(chunks))
  } finally {
    budget.give(taken)
  }

  function admit(chunk: Uint8Array): unknown {
    if (size > limit) return tooLarge()
    try {
      budget.take(chunk.byteLength)
    } catch (error) {
      return error
    }
    taken += chunk.byteLength
    chunks.push(chunk)
    return undefined
  }
}

/** Reads a body that nobody needs, so that the connection can be used again. */
export async function drain(request: Request): Promise<void> {
  let size = 0
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > patience) break
  }
}
