import { imageType } from '../../fixtures/make/manifest.ts'
import { type Check, given, type Look, monitor } from '../../src/check/define.ts'
import { expectNoHeader } from '../../src/check/expect.ts'
import { isObject } from '../../src/check/list.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { algorithmOf, asked } from './asked.ts'
import { expectField } from './expect-field.ts'
import { everySort } from './steps.ts'

/** A manifest that was accepted, as JSON; undefined: none was, or it cannot be read. */
function accepted(response: RegistryResponse): Record<string, unknown> | undefined {
  const { body, method } = response.request
  if (method !== 'PUT' || response.status !== 201 || !body || asked(response).endpoint !== 'manifests') return undefined
  try {
    const json: unknown = JSON.parse(Buffer.from(body).toString('utf8'))
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}

/** The sentence is of image manifests; what other manifests with a subject get is for other checks to say. */
const withSubject: Look = (response) => {
  const subject = accepted(response)?.['subject']
  const digest = isObject(subject) ? subject['digest'] : undefined
  if (typeof digest !== 'string' || !algorithmOf(digest)) return false
  if (asked(response).header('content-type') !== imageType) return false
  expectField(response, 'OCI-Subject', response.header('oci-subject') === digest, digest, 'the digest of its subject')
  return true
}

const withoutSubject: Look = (response) => {
  const manifest = accepted(response)
  if (!manifest || 'subject' in manifest) return false
  expectNoHeader(response, 'OCI-Subject', 'though the manifest has no subject')
  return true
}

/** What pushes are told in OCI-Subject. */
export const subject: readonly Check[] = [
  ...given({ features: ['referrers'] }, [monitor('responses/subject', () => withSubject, everySort)]),
  monitor('responses/no-subject', () => withoutSubject, everySort),
]
