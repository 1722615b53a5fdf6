import type { Call } from '../call.ts'
import { refuse } from '../errors.ts'
import type { Repository } from '../repository.ts'

/** Decisions about the list of tags ("Listing Tags"). */
export interface TagRules {
  /** All tags of a repository, in the order of the list. */
  listed(call: Call, repository: Repository): readonly string[]
  /** Whether a tag comes after `last`. */
  after(tag: string, last: string): boolean
  /** How many the request asks for; undefined: all. Throws for a value that is no number. */
  wanted(call: Call): number | undefined
  /** Value of the Link header when more tags follow, or undefined to leave it out. */
  link(call: Call, next: string, wanted: number): string | undefined
  body(call: Call, tags: readonly string[]): object
}

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
