import type { Variant } from '../change.ts'
import { accessVariants } from './access.ts'
import { deleteVariants } from './deletes.ts'
import { listVariants } from './lists.ts'
import { pushVariants } from './pushes.ts'
import { responseVariants } from './responses.ts'
import { transportVariants } from './transport.ts'

/** Every variant, grouped by area. */
export const variants: readonly Variant[] = [
  ...listVariants,
  ...deleteVariants,
  ...pushVariants,
  ...transportVariants,
  ...accessVariants,
  ...responseVariants,
]
