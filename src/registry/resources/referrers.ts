import type { Resource } from '../contract.ts'
import { refuse } from '../errors.ts'
import { jsonResponse } from '../respond.ts'

/**
 * GET /v2/<name>/referrers/<digest> ("Listing Referrers").
 *
 * A repository that nobody pushed to gets an empty list, not 404: the text promises 200 for a repository that exists
 * and at the same time forbids 404 wherever the API is supported, since clients read 404 as "no such API".
 */
export const listReferrers: Resource = async (call) => {
  const rules = call.core.rules.referrers
  if (!rules.available(call)) throw refuse(404, 'UNSUPPORTED', 'this registry has no referrers API')
  rules.checkDigest(call)
  const manifests = await rules.listed(call, call.core.rules.repositories.find(call))
  const entries = manifests.map((manifest) => ({ manifest, descriptor: rules.descriptor(manifest, call) }))
  const wanted = rules.wanted(call)
  const members = wanted.length > 0 ? entries.filter((entry) => rules.matches(entry, wanted, call)) : entries
  const page = rules.page(
    call,
    members.toSorted((a, b) => rules.compare(a.manifest.digest, b.manifest.digest)),
  )
  const applied = rules.filtersApplied(call, wanted)
  return jsonResponse(rules.index(call, page), {
    'Content-Type': rules.contentType(call),
    ...(applied === undefined ? {} : { 'OCI-Filters-Applied': applied }),
    ...(page.next === undefined ? {} : { Link: rules.link(call, page.next) }),
  })
}
