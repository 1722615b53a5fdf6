import type { Fault } from '../change.ts'
import { alternateRepositoryFaults } from './alternate-repository.ts'
import { concurrencyFaults } from './concurrency.ts'
import { deleteFaults } from './delete.ts'
import { filterFaults } from './filter.ts'
import { lifeFaults } from './life.ts'
import { listFaults } from './list.ts'
import { orderFaults } from './order.ts'
import { pagingFaults } from './paging.ts'
import { pushFaults } from './push.ts'
import { subjectHeaderFaults } from './subject-header.ts'

/** Every fault, grouped by area. */
export const faults: readonly Fault[] = [
  ...orderFaults,
  ...alternateRepositoryFaults,
  ...filterFaults,
  ...listFaults,
  ...pagingFaults,
  ...lifeFaults,
  ...subjectHeaderFaults,
  ...concurrencyFaults,
  ...pushFaults,
  ...deleteFaults,
]
