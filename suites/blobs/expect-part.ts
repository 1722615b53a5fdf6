import { expect, expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { partsOf } from './parts.ts'

/** A part must be these bytes and say so; the whole blob instead means that parts are not offered. */
export function expectPart(response: RegistryResponse, bytes: Uint8Array, first: number, of: number): void {
  expectStatus(response, 206, response.status === 200 ? 'the whole blob, though a part was asked for' : undefined)
  expectBytes(response, bytes)
  expectHeader(response, 'Content-Range', `bytes ${first}-${first + bytes.length - 1}/${of}`)
  if (response.header('content-length') !== undefined) expectHeader(response, 'Content-Length', String(bytes.length))
}

/** The part from the first byte to the last, or the whole blob: a server may pay no attention to a range. */
export function expectPartOrWhole(
  response: RegistryResponse,
  blob: Uint8Array,
  [first, last]: readonly [first: number, last: number],
): void {
  expectStatus(response, [206, 200])
  if (response.status === 200) expectBytes(response, blob)
  else expectPart(response, blob.subarray(first, last + 1), first, blob.length)
}

/** Some parts of a blob, or the whole: which parts come is up to the server, but each has to be what it says it is. */
export function expectTrueParts(response: RegistryResponse, blob: Uint8Array): void {
  expectStatus(response, [206, 200])
  if (response.status === 200) {
    expectBytes(response, blob)
    return
  }
  const parts = partsOf(response)
  const wrong = parts.find(
    ({ range, bytes }) =>
      !range || range.of !== blob.length || Buffer.compare(bytes, blob.subarray(range.first, range.last + 1)) !== 0,
  )
  expect(parts.length > 0 && !wrong, {
    problem: 'part-not-as-named',
    expected: 'parts whose bytes are those that their Content-Range names',
    actual: wrong ? `${wrong.bytes.length} bytes as ${wrong.name ?? 'no Content-Range'}` : 'no parts',
    at: response,
  })
}

/** The whole blob, as if no range had been asked for. */
export function expectWhole(response: RegistryResponse, blob: Uint8Array, why: string): void {
  expectStatus(response, 200, why)
  expectBytes(response, blob)
}
