import type { CheckId } from '../../src/catalogue/index.ts'
import { type Check, monitor } from '../../src/check/define.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { type Asked, asked } from './asked.ts'
import { expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

/** A monitor of responses that have to say where things are, or go on. */
function located(id: CheckId, of: string, when: (request: Asked, response: RegistryResponse) => boolean): Check {
  return monitor(
    id,
    () => (response) => {
      if (!when(asked(response), response)) return false
      expectForm(response, 'Location', response.location()?.href !== undefined, `the URL of ${of}`)
      return true
    },
    everySort,
  )
}

const opens = ({ method, endpoint }: Asked) => method === 'POST' && endpoint === 'uploads'

/** Each success that the text gives a Location to. */
export const location: readonly Check[] = [
  located(
    'responses/manifest-location',
    'the manifest',
    ({ method, endpoint }, { status }) => method === 'PUT' && endpoint === 'manifests' && status === 201,
  ),
  located('responses/session-location', 'the upload session', (one, { status }) => opens(one) && status === 202),
  located(
    'responses/blob-location',
    'the blob',
    ({ method, endpoint, query }, { status }) =>
      method === 'PUT' && endpoint !== 'manifests' && query.has('digest') && status === 201,
  ),
  located(
    'responses/single-post-location',
    'the blob',
    (one, { status }) => opens(one) && one.query.has('digest') && status === 201,
  ),
  located(
    'responses/mount-location',
    'the blob',
    (one, { status }) => opens(one) && one.query.has('mount') && status === 201,
  ),
  located(
    'responses/chunk-location',
    'the upload session',
    ({ method }, { status }) => method === 'PATCH' && status === 202,
  ),
  located(
    'responses/status-location',
    'the upload session',
    ({ method, endpoint }, { status }) => method === 'GET' && endpoint === 'uploads' && status === 204,
  ),
]
