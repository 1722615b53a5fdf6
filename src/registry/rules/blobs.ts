import type { BlobRules } from '../contract.ts'
import { refuse } from '../errors.ts'

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
