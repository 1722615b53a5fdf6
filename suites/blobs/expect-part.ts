import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** A part must be these bytes and say so; the whole blob instead means that parts are not offered. */
export function expectPart(response: RegistryResponse, bytes: Uint8Array, first: number, of: number): void {
  expectStatus(response, 206, response.status === 200 ? 'the whole blob, though a part was asked for' : undefined)
  expectBytes(response, bytes)
  expectHeader(response, 'Content-Range', `bytes ${first}-${first + bytes.length - 1}/${of}`)
}
