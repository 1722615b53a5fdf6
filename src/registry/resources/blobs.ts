import type { Call, Resource } from '../contract.ts'
import { methodNotAllowed, refuse } from '../errors.ts'
import { isDigest, knownRepository } from '../lookup.ts'
import { parseRange } from '../range.ts'
import { bytesResponse, emptyResponse } from '../respond.ts'

/** GET and HEAD /v2/<name>/blobs/<digest> ("Pulling blobs"). */
export const readBlob: Resource = async (call) => {
  const rules = call.core.rules.blobs
  checkDigest(call)
  const bytes = await rules.find(call, knownRepository(call))
  if (!bytes) throw rules.unknown(call)
  const headers = rules.readHeaders(call)
  const range = call.core.features.range ? askedRange(call, bytes.byteLength) : undefined
  if (range === undefined) return bytesResponse(bytes, headers)
  if (range === 'unsatisfiable') {
    throw refuse(416, 'SIZE_INVALID', 'the blob has no such bytes', undefined, {
      'Content-Range': `bytes */${bytes.byteLength}`,
    })
  }
  const contentRange = `bytes ${range.first}-${range.last}/${bytes.byteLength}`
  return bytesResponse(bytes.slice(range.first, range.last + 1), { ...headers, 'Content-Range': contentRange }, 206)
}

/** DELETE /v2/<name>/blobs/<digest> ("Deleting Blobs"). */
export const deleteBlob: Resource = async (call) => {
  const rules = call.core.rules.blobs
  if (!call.core.features.deleteBlob) throw methodNotAllowed('blobs cannot be deleted here', ['GET', 'HEAD'])
  checkDigest(call)
  const repository = knownRepository(call)
  if (!(await rules.find(call, repository))) throw rules.unknown(call)
  await rules.remove(call, repository)
  return emptyResponse(rules.deleteStatus(call))
}

/** Range means something for GET alone, and If-Range cannot hold: no validator is ever sent. */
function askedRange(call: Call, size: number) {
  const { method, headers } = call.request
  return method === 'GET' && !headers.has('If-Range') ? parseRange(headers.get('Range'), size) : undefined
}

function checkDigest(call: Call): void {
  if (!isDigest(call.reference)) throw refuse(400, 'DIGEST_INVALID', 'malformed digest', { digest: call.reference })
}
