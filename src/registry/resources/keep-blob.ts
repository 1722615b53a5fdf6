import type { Bytes } from '../body.ts'
import type { Call } from '../contract.ts'
import { type RegistryError, refuse } from '../errors.ts'
import { emptyResponse } from '../respond.ts'

/** Keeps a blob whose digest was checked, and responds with 201: the end of every way to push one. */
export function keepBlob(call: Call, digest: string, bytes: Bytes): Response {
  const { core } = call
  core.rules.repositories.open(call).putBlob(digest, bytes)
  return emptyResponse(core.rules.uploads.createdStatus(call), core.rules.uploads.createdHeaders(call, digest))
}

/** Makes the 413 of a blob that has more bytes than this registry takes. */
export function blobTooLarge(call: Call): () => RegistryError {
  const { blobBytes } = call.core.limits
  return () => refuse(413, 'SIZE_INVALID', `a blob has at most ${blobBytes} bytes here`)
}
