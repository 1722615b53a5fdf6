import type { Resource } from '../contract.ts'
import { methodNotAllowed } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'
import { checkReference, knownRepository } from '../lookup.ts'
import { emptyResponse } from '../respond.ts'

const others = ['GET', 'HEAD', 'PUT']

/** DELETE /v2/<name>/manifests/<reference> ("Deleting tags", "Deleting Manifests"). */
export const deleteManifest: Resource = async (call) => {
  const { features } = call.core
  const rules = call.core.rules.manifests
  const byDigest = looksLikeDigest(call.reference)
  if (byDigest && !features.deleteManifest) throw methodNotAllowed('manifests cannot be deleted here', others)
  if (!byDigest && !features.deleteTag) throw methodNotAllowed('tags cannot be deleted here', others)
  checkReference(call)
  const repository = knownRepository(call)
  const manifest = await rules.find(call, repository)
  if (!manifest) throw rules.unknown(call)
  if (byDigest) await rules.remove(call, repository, manifest)
  else await rules.untag(call, repository, call.reference)
  return emptyResponse(rules.deleteStatus(call))
}
