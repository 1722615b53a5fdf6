import type { Fault } from '../change.ts'
import { accessFaults } from './access.ts'
import { alternateRepositoryFaults } from './alternate-repository.ts'
import { apartFaults } from './apart.ts'
import { apiFaults } from './api.ts'
import { blobDigestFaults } from './blob-digests.ts'
import { blobIsolationFaults } from './blob-isolation.ts'
import { blobMountFaults } from './blob-mounts.ts'
import { blobRangeFaults } from './blob-ranges.ts'
import { blobFaults } from './blobs.ts'
import { bothAlgorithmFaults } from './both-algorithms.ts'
import { cleanUpFaults } from './clean-up.ts'
import { concurrencyFaults } from './concurrency.ts'
import { blobConditionFaults } from './conditions/blobs.ts'
import { listConditionFaults } from './conditions/lists.ts'
import { loadFaults } from './conditions/load.ts'
import { manifestConditionFaults } from './conditions/manifests.ts'
import { deleteFaults } from './delete.ts'
import { errorFaults } from './errors.ts'
import { filterFaults } from './filter.ts'
import { historyFaults } from './history-faults.ts'
import { knownBeforeFaults } from './known-before.ts'
import { lifeFaults } from './life.ts'
import { listFaults } from './list.ts'
import { listLifeFaults } from './list-life.ts'
import { manifestLifeFaults } from './manifest-life/index.ts'
import { manifestFaults } from './manifests.ts'
import { missingFaults } from './missing.ts'
import { nearMissFaults } from './near-misses.ts'
import { oddShapeFaults } from './odd-shapes.ts'
import { ofOthersFaults } from './of-others.ts'
import { onceMoreFaults } from './once-more.ts'
import { orderFaults } from './order.ts'
import { overlapFaults } from './overlap.ts'
import { pagingFaults } from './paging.ts'
import { pushFaults } from './push.ts'
import { responseFaults } from './responses.ts'
import { secondAlgorithmFaults } from './second-algorithm.ts'
import { sessionRefusalFaults } from './session-refusals.ts'
import { sessionFaults } from './sessions.ts'
import { sideEffectFaults } from './side-effects.ts'
import { specialBlobFaults } from './special-blobs.ts'
import { subjectHeaderFaults } from './subject-header.ts'
import { subjectFaults } from './subjects.ts'
import { tagEdgeFaults } from './tag-edges.ts'
import { tagParameterFaults } from './tag-parameters.ts'
import { tagRowFaults } from './tag-rows.ts'
import { tagSchemaFaults } from './tag-schema.ts'
import { tagFaults } from './tags.ts'
import { uploadFaults } from './uploads.ts'

/** What shows only under a condition is shown by checks that bring it about. */
const underConditions = (fault: Fault): Fault => ({ ...fault, hints: { ...fault.hints, shows: 'checks' } })

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
  ...overlapFaults,
  ...pushFaults,
  ...deleteFaults,
  ...tagSchemaFaults,
  ...manifestFaults,
  ...blobFaults,
  ...uploadFaults,
  ...tagFaults,
  ...errorFaults,
  ...accessFaults,
  ...apiFaults,
  ...sessionFaults,
  ...responseFaults,
  ...blobIsolationFaults,
  ...blobMountFaults,
  ...specialBlobFaults,
  ...sessionRefusalFaults,
  ...blobDigestFaults,
  ...blobRangeFaults,
  ...cleanUpFaults,
  ...subjectFaults,
  ...missingFaults,
  ...manifestLifeFaults,
  ...tagEdgeFaults,
  ...listLifeFaults,
  ...secondAlgorithmFaults,
  ...apartFaults,
  ...tagParameterFaults,
  ...historyFaults,
  ...knownBeforeFaults,
  ...oddShapeFaults,
  ...nearMissFaults,
  ...bothAlgorithmFaults,
  ...tagRowFaults,
  ...onceMoreFaults,
  ...sideEffectFaults,
  ...ofOthersFaults,
  ...[...blobConditionFaults, ...manifestConditionFaults, ...listConditionFaults].map(underConditions),
  ...loadFaults,
]
