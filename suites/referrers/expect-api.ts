import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** Fails unless a list was answered at all: with 200, and not with a web page. @param found whether asking found the API */
export function expectApi(response: RegistryResponse, found: boolean): void {
  const html = response.header('content-type')?.toLowerCase().includes('html')
  expect(found && response.status === 200 && !html, {
    problem: 'api-absent',
    parts: [String(response.status), String(html ? ' with a web page' : '')],
    expected: 'status 200 and an image index, for every digest in a repository that exists',
    actual: `status ${response.status}`,
    at: response,
  })
}
