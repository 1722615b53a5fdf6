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
  /** Throws for a mount that a token for both repositories, which nobody asked for yet, might allow. */
  checkMount(call: Call, from: string): void
  /** Whether the caller may read where a blob is to be mounted from: a refusal looks like a blob that is not there. */
  mayMountFrom(call: Call, repository: string): boolean
  /** The session that a request names, if there is such a one. */
  find(call: Call): Upload | undefined
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
    if (from !== undefined) call.core.rules.uploads.checkMount(call, from)
    if (from !== undefined)
      return call.core.rules.uploads.mayMountFrom(call, from) ? store.find(from)?.blob(digest) : undefined
    if (!features.anonymousMount) return undefined
    for (const repository of store.repositories.values()) {
      const bytes = repository.blob(digest)
      if (bytes && call.core.rules.uploads.mayMountFrom(call, repository.name)) return bytes
    }
    return undefined
  },
  mayMountFrom: (call, repository) =>
    call.caller === undefined || call.core.rules.access.may(call.caller, repository, 'pull', call),
  checkMount: ({ core, caller, name, request }, from) => {
    if (!caller?.mayAskFor(from) || !core.access) return
    const needs = [{ repository: name, action: 'push' } as const, { repository: from, action: 'pull' } as const]
    throw core.access.unauthorized(request, needs, 'insufficient_scope')
  },
  find: (call) => {
    const upload = call.core.store.uploads.get(call.reference)
    return upload?.repository === call.name ? upload : undefined
  },
  createdStatus: () => 201,
  createdHeaders: (call, digest) => ({
    Location: call.core.rules.http.location(call, `/v2/${call.name}/blobs/${digest}`),
    'Docker-Content-Digest': digest,
  }),
}
