import type { Resource } from '../contract.ts'
import { knownRepository } from '../lookup.ts'
import { jsonResponse } from '../respond.ts'

/** GET /v2/<name>/tags/list ("Listing Tags"). */
export const listTags: Resource = (call) => {
  const rules = call.core.rules.tags
  const repository = knownRepository(call)
  const wanted = rules.wanted(call)
  const last = call.query.get('last')
  const tags = rules.listed(call, repository).filter((tag) => last === undefined || rules.after(tag, last))
  const size = Math.min(wanted ?? Number.POSITIVE_INFINITY, call.core.limits.tagsPageEntries)
  const page = tags.slice(0, size)
  const end = page.at(-1)
  const link = end !== undefined && page.length < tags.length ? rules.link(call, end, wanted ?? size) : undefined
  return jsonResponse(rules.body(call, page), {
    'Content-Type': 'application/json',
    ...(link === undefined ? {} : { Link: link }),
  })
}
