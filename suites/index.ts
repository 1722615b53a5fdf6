import type { Check } from '../src/check/define.ts'
import { fallback } from './fallback/fallback.suite.ts'
import { foundation } from './foundation/foundation.suite.ts'
import { alternateRepository } from './referrers/alternate-repository.suite.ts'
import { api } from './referrers/api.suite.ts'
import { concurrency } from './referrers/concurrency.suite.ts'
import { filter } from './referrers/filter.suite.ts'
import { lifecycle } from './referrers/lifecycle.suite.ts'
import { list } from './referrers/list.suite.ts'
import { order } from './referrers/order.suite.ts'
import { paging } from './referrers/paging.suite.ts'
import { upgrade } from './upgrade/upgrade.suite.ts'

/** Every check there is. The long ones first: a run is as long as its longest chain of requests. */
export const suites: readonly Check[] = [
  ...lifecycle,
  ...paging,
  ...concurrency,
  ...alternateRepository,
  ...foundation,
  ...api,
  ...order,
  ...list,
  ...filter,
  ...fallback,
  ...upgrade,
]
