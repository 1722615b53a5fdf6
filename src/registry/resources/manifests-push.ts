import { type Bytes, withBody } from '../body.ts'
import type { Call, Push, Resource } from '../contract.ts'
import { digestOf } from '../digest.ts'
import { RegistryError, refuse } from '../errors.ts'
import { isTag, looksLikeDigest } from '../grammar.ts'
import { checkReference, pushAlgorithm } from '../lookup.ts'
import { parseManifest } from '../manifest.ts'
import { emptyResponse } from '../respond.ts'

/** PUT /v2/<name>/manifests/<reference> ("Pushing Manifests"). */
export const pushManifest: Resource = (call) => {
  const { manifestBytes } = call.core.limits
  const tooLarge = () => refuse(413, 'SIZE_INVALID', `a manifest has at most ${manifestBytes} bytes here`)
  return withBody(call.request, call.core.store.budget, manifestBytes, tooLarge, (bytes) => accept(call, bytes))
}

async function accept(call: Call, bytes: Bytes): Promise<Response> {
  const rules = call.core.rules.manifests
  checkReference(call)
  const push = readPush(call, bytes)
  await rules.checkSubject(push)
  const missing = rules.missingReferences(push)
  if (missing.length > 0) {
    const message = 'the manifest references content that is not in this repository'
    throw new RegistryError(
      404,
      missing.map((digest) => ({ code: 'MANIFEST_BLOB_UNKNOWN', message, detail: { digest } })),
    )
  }
  const result = { ...push, manifest: { ...push.manifest, bytes: rules.keptBytes(push) } }
  await rules.keep(result)
  return created(call, result)
}

function readPush(call: Call, bytes: Bytes): Push {
  const byDigest = looksLikeDigest(call.reference)
  const digest = digestOf(bytes, byDigest ? pushAlgorithm(call.core, call.reference) : 'sha256')
  if (byDigest && digest !== call.reference) {
    throw refuse(400, 'DIGEST_INVALID', 'the digest in the URL is not that of the manifest', {
      url: call.reference,
      manifest: digest,
    })
  }
  const { mediaType, content } = parseManifest(bytes, call.request.headers.get('Content-Type'))
  const tags = byDigest ? tagParameters(call) : [call.reference]
  return {
    call,
    repository: call.core.rules.repositories.open(call),
    manifest: { digest, mediaType, bytes, content, pushedAt: call.core.now() },
    byDigest,
    tags,
  }
}

function tagParameters(call: Call): readonly string[] {
  if (!call.core.features.tagParams) return []
  const tags = [...new Set(call.query.getAll('tag'))]
  if (tags.length > call.core.limits.tagsPerPush) {
    throw refuse(414, 'MANIFEST_INVALID', `at most ${call.core.limits.tagsPerPush} tags fit in one push`)
  }
  const wrong = tags.find((tag) => !isTag(tag))
  if (wrong !== undefined) throw refuse(400, 'MANIFEST_INVALID', 'malformed tag', { tag: wrong })
  return tags
}

function created(call: Call, push: Push): Response {
  const rules = call.core.rules.manifests
  const response = emptyResponse(rules.pushStatus(push), rules.pushHeaders(push))
  const subject = rules.ociSubject(push)
  if (subject !== undefined) response.headers.set('OCI-Subject', subject)
  if (push.byDigest) for (const tag of push.tags) response.headers.append('OCI-Tag', tag)
  return response
}
