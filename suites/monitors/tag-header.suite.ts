import { type Check, type Look, monitor } from '../../src/check/define.ts'
import { asked } from './asked.ts'
import { expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

/** Tags that are named were asked for, in the query or as the reference. */
const named: Look = (response) => {
  const value = response.header('oci-tag')
  const { method, endpoint, reference, query } = asked(response)
  if (method !== 'PUT' || endpoint !== 'manifests' || response.status !== 201) return false
  const wanted = [reference, ...query.getAll('tag')]
  const names = value === undefined ? [] : value.split(',').map((one) => one.trim())
  const holds = names.every((one) => wanted.includes(one))
  expectForm(response, 'OCI-Tag', holds, 'no tags but those of the request')
  return true
}

/** What pushes are told in OCI-Tag. */
export const tagHeader: readonly Check[] = [monitor('responses/tag-header', () => named, everySort)]
