import type { Variant } from '../change.ts'
import { accessVariants } from './access.ts'
import { blobVariants } from './blobs.ts'
import { deleteVariants } from './deletes.ts'
import { listVariants } from './lists.ts'
import { manifestVariants } from './manifests.ts'
import { protectionVariants } from './protection.ts'
import { pushVariants } from './pushes.ts'
import { responseVariants } from './responses.ts'
import { spellingVariants } from './spelling.ts'
import { transportVariants } from './transport.ts'

/** Every variant, grouped by area. */
export const variants: readonly Variant[] = [
  ...listVariants,
  ...deleteVariants,
  ...manifestVariants,
  ...protectionVariants,
  ...pushVariants,
  ...transportVariants,
  ...accessVariants,
  ...responseVariants,
  ...blobVariants,
  ...spellingVariants,
]
