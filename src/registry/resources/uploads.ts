import { type Bytes, drain, withBody } from '../body.ts'
import type { Call, Resource } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { methodNotAllowed, refuse } from '../errors.ts'
import { pushAlgorithm } from '../lookup.ts'
import { emptyResponse } from '../respond.ts'
import type { Upload } from '../uploads.ts'
import { blobTooLarge, keepBlob } from './keep-blob.ts'

/** GET <session>: how far it got ("Pushing a blob in chunks"). */
export const uploadStatus: Resource = (call) => emptyResponse(204, progress(call, session(call)))

/** PATCH <session>: one chunk, or a stream of unknown length when Content-Range is missing. */
export const uploadChunk: Resource = async (call) => {
  const upload = await sessionOrDrain(call)
  return readChunk(call, upload, (bytes) => {
    call.core.store.uploads.append(upload.id, bytes)
    return emptyResponse(202, progress(call, upload))
  })
}

/** PUT <session>?digest=: the last bytes, if any, and the end of the session. */
export const closeUpload: Resource = async (call) => {
  const upload = await sessionOrDrain(call)
  return readChunk(call, upload, (bytes) => {
    const { uploads } = call.core.store
    const digest = call.query.get('digest') ?? ''
    const algorithm = pushAlgorithm(call.core, digest)
    uploads.append(upload.id, bytes)
    const whole = uploads.bytes(upload.id)
    // Right or wrong, this was the end: a wrong digest cannot become right by sending more.
    uploads.close(upload.id)
    if (digestOf(whole, algorithm) !== digest) {
      throw refuse(400, 'DIGEST_INVALID', 'the digest is not that of the uploaded bytes', { digest })
    }
    return keepBlob(call, digest, whole)
  })
}

/** DELETE <session> ("Cancel a blob upload"). */
export const cancelUpload: Resource = (call) => {
  if (!call.core.features.cancelUpload) {
    throw methodNotAllowed('uploads cannot be cancelled here', ['GET', 'PATCH', 'PUT'])
  }
  call.core.store.uploads.close(session(call).id)
  return emptyResponse(204)
}

/** A session belongs to the repository it was opened in. */
function session(call: Call): Upload {
  const upload = call.core.rules.uploads.find(call)
  if (upload) return upload
  throw refuse(404, 'BLOB_UPLOAD_UNKNOWN', 'no such upload session in this repository', { session: call.reference })
}

async function sessionOrDrain(call: Call): Promise<Upload> {
  try {
    return session(call)
  } catch (error) {
    await drain(call.request)
    throw error
  }
}

function progress(call: Call, upload: Upload): Record<string, string> {
  const rules = call.core.rules.uploads
  return {
    Location: rules.location(call, upload),
    Range: rules.range(upload),
    'Docker-Upload-UUID': upload.id,
  }
}

/** Reads the body first and looks at the session after: another request may have added to it meanwhile. */
function readChunk(call: Call, upload: Upload, use: (bytes: Bytes) => Response): Promise<Response> {
  const { store, limits } = call.core
  const room = limits.blobBytes - upload.size
  return withBody(call.request, store.budget, room, blobTooLarge(call), (bytes) => {
    session(call)
    checkContentRange(call, upload, bytes)
    return use(bytes)
  })
}

function checkContentRange(call: Call, upload: Upload, bytes: Bytes): void {
  const header = call.request.headers.get('Content-Range')
  if (header === null) return
  const match = /^([0-9]+)-([0-9]+)$/.exec(header)
  if (!match) throw refuse(400, 'BLOB_UPLOAD_INVALID', 'Content-Range is not <first>-<last>', { range: header })
  const [first, last] = [Number(match[1]), Number(match[2])]
  if (!call.core.rules.uploads.inOrder(upload, first)) {
    throw refuse(
      416,
      'BLOB_UPLOAD_INVALID',
      'this chunk does not come next',
      { size: upload.size },
      progress(call, upload),
    )
  }
  if (last - first + 1 !== bytes.byteLength) {
    throw refuse(400, 'SIZE_INVALID', 'Content-Range and body differ in length', { range: header })
  }
}
