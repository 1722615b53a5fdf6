import type { Resource } from '../contract.ts'
import { checkReference, knownRepository } from '../lookup.ts'
import { bytesResponse } from '../respond.ts'

/** GET and HEAD /v2/<name>/manifests/<reference> ("Pulling manifests"). */
export const readManifest: Resource = async (call) => {
  const rules = call.core.rules.manifests
  checkReference(call)
  const manifest = await rules.find(call, knownRepository(call))
  if (!manifest) throw rules.unknown(call)
  return bytesResponse(rules.readBytes(call, manifest), rules.readHeaders(call, manifest))
}
