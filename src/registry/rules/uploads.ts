import type { UploadRules } from '../contract.ts'

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
