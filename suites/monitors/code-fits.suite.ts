import { type Check, type Look, monitor } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few } from '../../src/text/shorten.ts'
import { knownCodesIn } from '../errors/read-errors.ts'
import { asked, isDirect } from './asked.ts'
import { everySort } from './steps.ts'

const ofUploads = ['BLOB_UPLOAD_INVALID', 'BLOB_UPLOAD_UNKNOWN']
const ofManifests = ['MANIFEST_UNKNOWN', 'MANIFEST_INVALID', 'MANIFEST_BLOB_UNKNOWN', 'MANIFEST_UNVERIFIED']
const never = ['SIZE_INVALID', 'TOOMANYREQUESTS']

/** Codes that the table describes as something else than what a 404 there means. */
const misfits: Readonly<Record<string, readonly string[]>> = {
  manifests: [...never, ...ofUploads, 'BLOB_UNKNOWN', 'MANIFEST_BLOB_UNKNOWN'],
  blobs: [...never, ...ofUploads, ...ofManifests],
  uploads: [...never, ...ofManifests],
}

/** The codes that a response may not have by the table; undefined: the table does not decide it. */
function misfitsOf(response: RegistryResponse): readonly string[] | undefined {
  const { endpoint, method } = asked(response)
  if (response.status !== 404) return response.status === 429 ? undefined : ['TOOMANYREQUESTS']
  if (endpoint === 'uploads' || method === 'GET' || method === 'DELETE') return misfits[endpoint]
  return ['TOOMANYREQUESTS']
}

const fits: Look = (response) => {
  if (response.status < 400 || response.status >= 500 || !isDirect(response)) return false
  const codes = knownCodesIn(response)
  const wrong = misfitsOf(response)
  if (codes.length === 0 || !wrong) return false
  expect(!codes.every((code) => wrong.includes(code)), {
    problem: 'code-of-something-else',
    expected: `a code that fits the status ${response.status}`,
    actual: few(codes),
    at: response,
    mistake: `misfit-${codes[0]}`,
  })
  return true
}

/** What the codes of refusals stand for. */
export const codeFits: readonly Check[] = [monitor('responses/code-fits', () => fits, everySort)]
