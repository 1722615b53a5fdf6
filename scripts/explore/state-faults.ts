import { requirements } from '../../src/catalogue/index.ts'
import type { Fault } from '../../src/registry/change.ts'
import { faults } from '../../src/registry/index.ts'

/** Headings of the specification that say what a registry holds after what was done to it. */
const stateHeadings: ReadonlySet<string> = new Set([
  'Pulling manifests',
  'Pulling blobs',
  'Checking if content exists in the registry',
  'Pushing Manifests',
  'Pushing Manifests with Subject',
  'Push',
  'POST then PUT',
  'Single POST',
  'Pushing blobs',
  'Pushing a blob in chunks',
  'Mounting a blob from another repository',
  'Cancel a blob upload',
  'Listing Tags',
  'Listing Referrers',
  'Enabling the Referrers API',
  'Deleting tags',
  'Deleting Manifests',
  'Deleting Blobs',
])

/** Faults that a history can meet: users and sockets are outside of what it does. */
const reachable = faults.filter(({ hints }) => !hints?.users && !hints?.onSockets && !hints?.shows)

const isOfState = ({ breaks }: Fault) => stateHeadings.has(requirements[breaks]?.heading ?? '')

/** Faults of state that a history can meet. */
export const stateFaults: readonly Fault[] = reachable.filter(isOfState)

/** What a history can meet as well: bodies of errors, warnings, the tag schema, what the text leaves to HTTP. */
export const otherFaults: readonly Fault[] = reachable.filter((one) => !isOfState(one))
