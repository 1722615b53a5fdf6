import type { Bytes } from '../body.ts'
import type { Call } from '../call.ts'
import type { Upload } from '../uploads.ts'

type HeaderFields = Readonly<Record<string, string>>

/** Decisions about blobs on their way in. */
export interface UploadRules {
  /** Where the session goes on: Location of POST, PATCH and of its status. */
  location(call: Call, upload: Upload): string
  /** Whether a chunk that begins at `start` comes next. */
  inOrder(upload: Upload, start: number): boolean
  /** Value of the Range header: what has arrived. */
  range(upload: Upload): string
  /** The blob that a mount asks for, or undefined to open a session instead. */
  mount(call: Call, digest: string, from: string | undefined): Bytes | undefined
  /** Status and headers once a blob is kept: after PUT, a single POST or a mount. */
  createdStatus(call: Call): number
  createdHeaders(call: Call, digest: string): HeaderFields
}

export const uploadRules: UploadRules = {
  location: (call, upload) => call.core.rules.http.location(call, `/v2/${call.name}/blobs/uploads/${upload.id}`),
  inOrder: (upload, start) => start === upload.size,
  // Nothing at all cannot be written as a range that includes its end: clients know `0-0` as the empty session.
  range: (upload) => `0-${Math.max(0, upload.size - 1)}`,
  mount: (call, digest, from) => {
    const { store, features } = call.core
    if (!features.mount) return undefined
    if (from !== undefined) return store.find(from)?.blob(digest)
    if (!features.anonymousMount) return undefined
    for (const repository of store.repositories.values()) {
      const bytes = repository.blob(digest)
      if (bytes) return bytes
    }
    return undefined
  },
  createdStatus: () => 201,
  createdHeaders: (call, digest) => ({
    Location: call.core.rules.http.location(call, `/v2/${call.name}/blobs/${digest}`),
    'Docker-Content-Digest': digest,
  }),
}
