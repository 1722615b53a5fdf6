import { type Check, given, type Look, monitor } from '../../src/check/define.ts'
import { expectNoHeader } from '../../src/check/expect.ts'
import { nextPage } from '../../src/check/list.ts'
import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { holdsOthers } from '../referrers/expect-filtered.ts'
import { asked } from './asked.ts'
import { expectField } from './expect-field.ts'
import { everySort } from './steps.ts'

const name = 'OCI-Filters-Applied'

const isList = (response: RegistryResponse) => asked(response).endpoint === 'referrers' && response.status === 200

/** A page that a filtered list leads to is filtered as well, whatever its URL looks like. */
function onlyWhereAsked(): Look {
  const filtered = new Set<string>()
  return (response) => {
    if (!isList(response)) return false
    const { url, query } = asked(response)
    if (!query.has('artifactType') && !filtered.has(url)) {
      expectNoHeader(response, name, 'though no filter was asked for')
      return true
    }
    const next = nextOf(response)
    if (next !== undefined) filtered.add(next)
    return true
  }
}

function nextOf(response: RegistryResponse): string | undefined {
  try {
    return nextPage(response)?.href
  } catch (cause) {
    if (cause instanceof Violation) return undefined
    throw cause
  }
}

const value: Look = (response) => {
  const filters = response.header('oci-filters-applied')
  if (!isList(response) || filters === undefined || !asked(response).query.has('artifactType')) return false
  const names = filters.split(',').map((one) => one.trim())
  expectField(response, name, names.includes('artifactType'), 'artifactType', 'the filter that was asked for')
  return true
}

/** Once lists can be filtered, each one that a single type is asked of should be. */
const applied: Look = (response) => {
  const { query } = asked(response)
  if (!isList(response) || query.getAll('artifactType').join('') === '' || query.getAll('artifactType').length > 1)
    return false
  if (response.header(name) !== undefined) return true
  expectField(response, name, !holdsOthers(response), 'artifactType', 'referrers of other types are listed')
  return true
}

/** What lists say in OCI-Filters-Applied. */
export const filters: readonly Check[] = given({ features: ['referrers'] }, [
  monitor('responses/filters-asked', onlyWhereAsked, everySort),
  monitor('responses/filters-value', () => value, everySort),
  ...given({ features: ['filter'] }, [monitor('responses/filters-applied', () => applied, everySort)]),
])
