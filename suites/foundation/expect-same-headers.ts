import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'

const compared = ['Content-Type', 'Content-Length', 'Docker-Content-Digest']

/** HEAD answers the headers of GET. What only one of them has is left alone: HTTP lets HEAD leave headers out. */
export function expectSameHeaders(get: RegistryResponse, head: RegistryResponse): void {
  for (const name of compared) {
    const [wanted, actual] = [get.header(name), head.header(name)]
    expect(wanted === undefined || actual === undefined || wanted === actual, {
      problem: 'head-header-differs',
      parts: [name],
      expected: `${name}: ${shorten(wanted ?? '')}, as GET has it`,
      actual: `${name}: ${shorten(actual ?? '')}`,
      at: head,
    })
  }
}
