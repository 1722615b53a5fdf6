import type { Bytes } from '../body.ts'
import type { Awaitable, Call } from '../call.ts'
import { type RegistryError, refuse } from '../errors.ts'
import type { Repository } from '../repository.ts'

/** Decisions about blobs that are there: reading and deleting. */
export interface BlobRules {
  find(call: Call, repository: Repository): Awaitable<Bytes | undefined>
  unknown(call: Call): RegistryError
  readHeaders(call: Call): Readonly<Record<string, string>>
  remove(call: Call, repository: Repository): Awaitable<void>
  deleteStatus(call: Call): number
}

export const blobRules: BlobRules = {
  find: (call, repository) => repository.blob(call.reference),
  unknown: (call) => refuse(404, 'BLOB_UNKNOWN', 'no such blob in this repository', { digest: call.reference }),
  readHeaders: (call) => ({
    'Content-Type': 'application/octet-stream',
    'Docker-Content-Digest': call.reference,
    ...(call.core.features.range ? { 'Accept-Ranges': 'bytes' } : {}),
  }),
  remove: (call, repository) => repository.removeBlob(call.reference),
  deleteStatus: () => 202,
}
