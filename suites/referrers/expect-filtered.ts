import { expectHeader } from '../../src/check/expect.ts'
import { isObject, type ReferrersList, typeAskedOf } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

const name = 'OCI-Filters-Applied'

/**
 * Fails unless a response says that the filter by type was applied. The header is a list: what a registry applies
 * besides is named there as well. Specification: Listing Referrers.
 * @throws NotApplicable when it was not applied, and does not say that it was
 * @example expectFiltered(await repo.askReferrers(subject, { artifactType }))
 */
export function expectFiltered(response: RegistryResponse): void {
  const filters = response
    .header(name)
    ?.split(',')
    .map((one) => one.trim())
  if (filters?.includes('artifactType')) return
  if (filters === undefined && holdsOthers(response))
    throw new NotApplicable('the target does not filter the list, and does not say that it does')
  expectHeader(response, name, 'artifactType')
}

/**
 * Fails unless each page of a list says that the filter was applied. A page that does not is asked for once more: a
 * registry may filter now and then.
 * @throws NotApplicable when a page was not filtered, and does not say that it was
 */
export async function expectPagesFiltered(repo: Repository, list: Pick<ReferrersList, 'pages'>): Promise<void> {
  for (const page of list.pages) {
    if (page.header(name) === undefined && (await repo.send('GET', page.url)).header(name) !== undefined)
      throw new NotApplicable('the target filters a page of the list at times only')
    expectFiltered(page)
  }
}

/** Whether a page holds referrers of other types than the one asked for. */
export function holdsOthers(page: RegistryResponse): boolean {
  const wanted = typeAskedOf(page)
  return descriptorsIn(page).some(({ artifactType }) => typeof artifactType === 'string' && artifactType !== wanted)
}

function descriptorsIn(page: RegistryResponse): { artifactType?: unknown }[] {
  try {
    const { manifests } = JSON.parse(page.text()) as { manifests?: unknown }
    return Array.isArray(manifests) ? manifests.filter(isObject) : []
  } catch {
    return []
  }
}
