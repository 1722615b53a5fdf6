import { access } from './access.ts'
import { blobs, sessions, uploads } from './blobs.ts'
import { byDigest, kinds } from './manifests.ts'
import { descriptors, orders, lists as referrersLists, subjects } from './referrers.ts'
import { byTag, lists as tagLists } from './tags.ts'
import type { CoverageTable } from './types.ts'

export { aside } from './aside.ts'
export type { Cell, CoverageTable } from './types.ts'

/** What is judged of every resource: one table each. */
export const coverage: readonly CoverageTable[] = [
  blobs,
  uploads,
  sessions,
  byDigest,
  byTag,
  kinds,
  tagLists,
  referrersLists,
  orders,
  subjects,
  descriptors,
  access,
]
