import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import type { Answer } from '../../src/client/client.ts'

/** A part must be these bytes and say so; the whole blob instead means that parts are not offered. */
export function expectPart(answer: Answer, bytes: Uint8Array, first: number, of: number): void {
  expectStatus(answer, 206, answer.status === 200 ? 'the whole blob, though a part was asked for' : undefined)
  expectBytes(answer, bytes)
  expectHeader(answer, 'Content-Range', `bytes ${first}-${first + bytes.length - 1}/${of}`)
}
