import { type Check, type Look, monitor } from '../../src/check/define.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { algorithmOf, asked, digestOnce, isDirect, isWhole } from './asked.ts'
import { expectField, expectForm } from './expect-field.ts'
import { everySort } from './steps.ts'

const name = 'Content-Length'

/** The length that a response has in its header; undefined: it is absent, or no number. */
function lengthIn(response: RegistryResponse): number | undefined {
  const value = response.header('content-length')
  return value !== undefined && /^\d+$/.test(value) ? Number(value) : undefined
}

/**
 * HEAD tells the size of what is there. What the size is, is known from bytes that have the digest: those pushed by it
 * or pulled by it, before or after.
 */
function headSize(): Look {
  const sizes = new Map<string, number>()
  const waiting = new Map<string, RegistryResponse[]>()
  const expectSize = (response: RegistryResponse, size: number) =>
    expectField(response, name, lengthIn(response) === size, String(size), 'the size of the content')
  const learn = (digest: string, bytes: Uint8Array) => {
    const algorithm = algorithmOf(digest)
    if (!algorithm || sizes.has(digest) || digestOnce(bytes, algorithm) !== digest) return
    sizes.set(digest, bytes.length)
    const before = waiting.get(digest) ?? []
    waiting.delete(digest)
    for (const response of before) expectSize(response, bytes.length)
  }
  return (response) => {
    const { method, endpoint, reference, header } = asked(response)
    if (endpoint !== 'blobs' && endpoint !== 'manifests') return false
    if (isWhole(response, 'GET')) learn(reference, response.body)
    const { body } = response.request
    if (method === 'PUT' && body) learn(reference, body)
    if (!isWhole(response, 'HEAD') || header('range') !== undefined || !isDirect(response)) return false
    expectForm(response, name, lengthIn(response) !== undefined, 'the size of the content in bytes')
    const size = sizes.get(reference)
    if (size !== undefined) expectSize(response, size)
    else if (algorithmOf(reference)) waiting.set(reference, [...(waiting.get(reference) ?? []), response])
    return true
  }
}

const ofBody: Look = (response) => {
  const { status, body } = response
  if (response.request.method === 'HEAD' || status === 204 || status === 304) return false
  if (response.header('content-length') === undefined) return false
  expectField(response, name, lengthIn(response) === body.length, String(body.length), 'the length of the body')
  return true
}

/** A 204 ends with its headers; a body after it would be read as the next response. */
const noBody: Look = (response) => {
  if (response.status !== 204) return false
  const length = response.header('content-length') ?? '0'
  expectForm(response, name, length === '0', 'none', 'there is no body with 204')
  return true
}

/** What responses say in Content-Length. */
export const contentLength: readonly Check[] = [
  monitor('responses/head-size', headSize, everySort),
  monitor('responses/length', () => ofBody, everySort),
  monitor('responses/no-content', () => noBody, everySort),
]
