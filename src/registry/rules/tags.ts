import type { TagRules } from '../contract.ts'
import { refuse } from '../errors.ts'

/** Order by code units, which for the grammar of tags is ASCII order. */
function ascii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export const tagRules: TagRules = {
  listed: (_call, repository) => [...repository.tags.keys()].sort(ascii),
  after: (tag, last) => ascii(tag, last) > 0,
  wanted: (call) => {
    const n = call.query.get('n')
    if (n === undefined || n === '') return undefined
    if (!/^[0-9]+$/.test(n)) throw refuse(400, 'UNSUPPORTED', 'n is not a number of tags', { n })
    return Number(n)
  },
  link: (call, next, wanted) => {
    const path = `/v2/${call.name}/tags/list?n=${wanted}&last=${encodeURIComponent(next)}`
    return `<${call.core.rules.http.location(call, path)}>; rel="next"`
  },
  body: (call, tags) => ({ name: call.name, tags }),
}
