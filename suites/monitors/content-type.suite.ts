import { type Check, given, type Look, monitor } from '../../src/check/define.ts'
import { expectContentType } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { asked, digestOnce, isDigest, isDirect } from './asked.ts'
import { expectField } from './expect-field.ts'
import { everySort } from './steps.ts'

const name = 'Content-Type'
const typeIn = (response: RegistryResponse) => essence(response.header('content-type') ?? '')

/** A media type without its parameters. */
function essence(type: string): string {
  const [plain = ''] = type.split(';', 1)
  return plain.trim().toLowerCase()
}

const isRead = ({ request: { method }, status }: RegistryResponse) =>
  (method === 'GET' || method === 'HEAD') && status === 200

/**
 * A manifest read by its digest has the type that it was pushed with into this repository. One that was pushed with
 * several types may come with any of them.
 */
function asPushed(): Look {
  const pushed = new Map<string, Set<string>>()
  return (response) => {
    const { method, endpoint, repository, reference, header } = asked(response)
    if (endpoint !== 'manifests') return false
    const { body } = response.request
    const type = header('content-type')
    if (method === 'PUT' && body && type !== undefined) {
      for (const algorithm of ['sha256', 'sha512'] as const) {
        const key = `${repository}@${digestOnce(body, algorithm)}`
        pushed.set(key, (pushed.get(key) ?? new Set()).add(essence(type)))
      }
    }
    const types = pushed.get(`${repository}@${reference}`)
    if (!isRead(response) || !types) return false
    const [first = ''] = types
    expectField(response, name, types.has(typeIn(response)), first, 'the type it was pushed with')
    return true
  }
}

const bare: Look = (response) => {
  const type = response.header('content-type')
  if (asked(response).endpoint !== 'manifests' || !isRead(response) || type === undefined) return false
  expectField(response, name, !type.includes(';'), essence(type), 'the type has no parameters')
  return true
}

const ofList: Look = (response) => {
  const { endpoint, method } = asked(response)
  if (endpoint !== 'referrers' || method !== 'GET' || response.status !== 200) return false
  expectContentType(response, 'application/vnd.oci.image.index.v1+json')
  return true
}

/**
 * HEAD and GET of one blob in one repository say the same of its type. HEAD may leave out what only the content tells
 * (RFC 9110, section 9.3.2).
 */
function headAgrees(): Look {
  const types = new Map<string, Map<string, string>>()
  return (response) => {
    const { method, endpoint, repository, reference, header } = asked(response)
    if (endpoint !== 'blobs' || !isDigest(reference) || !isRead(response) || !isDirect(response)) return false
    // A request with Accept or Range may get another type.
    if (header('accept') !== undefined || header('range') !== undefined || typeIn(response) === '') return false
    const key = `${repository}@${reference}`
    const known = types.get(key) ?? new Map<string, string>()
    types.set(key, known.set(method, typeIn(response)))
    const other = known.get(method === 'GET' ? 'HEAD' : 'GET')
    if (other === undefined) return false
    const because = method === 'GET' ? 'as HEAD says' : 'as GET says'
    expectField(response, name, typeIn(response) === other, other, because)
    return true
  }
}

/** What responses say in Content-Type. */
export const contentType: readonly Check[] = [
  monitor('responses/content-type', asPushed, everySort),
  monitor('responses/content-type-bare', () => bare, everySort),
  ...given({ features: ['referrers'] }, [monitor('responses/referrers-type', () => ofList, everySort)]),
  monitor('responses/head-type', headAgrees, everySort),
]
