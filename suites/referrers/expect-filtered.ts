import { expectHeader } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

const name = 'OCI-Filters-Applied'

/**
 * Fails unless a response says that the filter by type was applied. The header is a list: what a registry applies
 * besides is named there as well. Specification: Listing Referrers.
 * @example expectFiltered(await repo.askReferrers(subject, { artifactType }))
 */
export function expectFiltered(response: RegistryResponse): void {
  const filters = response
    .header(name)
    ?.split(',')
    .map((one) => one.trim())
  if (!filters?.includes('artifactType')) expectHeader(response, name, 'artifactType')
}
