import { type Bytes, drain, withBody } from '../body.ts'
import type { Call, Resource } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { refuse } from '../errors.ts'
import { pushAlgorithm, supports } from '../lookup.ts'
import { emptyResponse } from '../respond.ts'
import { blobTooLarge, keepBlob } from './keep-blob.ts'

/** POST /v2/<name>/blobs/uploads/: opens a session, mounts a blob or takes a whole one ("Pushing blobs"). */
export const openUpload: Resource = async (call) => {
  const { core, query } = call
  const mount = query.get('mount')
  if (mount !== undefined) {
    pushAlgorithm(core, mount)
    const bytes = core.rules.uploads.mount(call, mount, query.get('from'))
    if (bytes) return keepBlob(call, mount, bytes)
  }
  const digest = query.get('digest')
  if (digest !== undefined) {
    pushAlgorithm(core, digest)
    if (core.features.singlePost) {
      const { blobBytes } = core.limits
      return withBody(call.request, core.store.budget, blobBytes, blobTooLarge(call), (bytes) =>
        takeWhole(call, digest, bytes),
      )
    }
    await drain(call.request)
  }
  return open(call)
}

function takeWhole(call: Call, digest: string, bytes: Bytes): Response {
  if (digestOf(bytes, pushAlgorithm(call.core, digest)) !== digest) {
    throw refuse(400, 'DIGEST_INVALID', 'the digest is not that of the body', { digest })
  }
  return keepBlob(call, digest, bytes)
}

function open(call: Call): Response {
  const { core } = call
  const algorithm = call.query.get('digest-algorithm') ?? 'sha256'
  if (!supports(core, algorithm)) {
    throw refuse(400, 'DIGEST_INVALID', 'this digest algorithm is not supported', { algorithm })
  }
  const upload = core.store.uploads.open(call.name, algorithm)
  return emptyResponse(202, {
    Location: core.rules.uploads.location(call, upload),
    Range: core.rules.uploads.range(upload),
    'Docker-Upload-UUID': upload.id,
  })
}
