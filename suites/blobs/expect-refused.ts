import { bodyOf, expect, expectStatus } from '../../src/check/expect.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** Fails unless a request is refused as a mistake of its sender: an error of the target itself refuses nothing. */
export function expectRefused(response: RegistryResponse, meaning: string): void {
  expect(response.status >= 400 && response.status < 500, {
    problem: 'not-a-refusal',
    parts: [String(response.status), meaning],
    expected: 'a refusal with 400, or with another 4xx',
    actual: `status ${response.status}${bodyOf(response)}`,
    at: response,
  })
}

/** Fails when a request is accepted. With which status it is refused is for other checks to say. */
export function expectNotAccepted(response: RegistryResponse, meaning: string, mistake?: string): void {
  expect(response.status >= 400, {
    problem: 'not-a-refusal',
    parts: [String(response.status), meaning],
    expected: 'a refusal',
    actual: `status ${response.status}${bodyOf(response)}`,
    at: response,
    ...(mistake !== undefined && { mistake }),
  })
}

/** Bytes must not be taken under a digest that is not theirs, and nothing may be found under it. */
export async function expectNotTaken(repo: Repository, response: RegistryResponse, digest: string): Promise<void> {
  // A registry that never compares digests has one mistake, however the bytes come.
  expectNotAccepted(response, 'the digest is that of something else', 'blob-digest-unchecked')
  const [get, head] = await Promise.all([repo.getBlob(digest), repo.getBlob(digest, 'HEAD')])
  expectStatus(get, 404, 'only other bytes were pushed under that digest')
  expectStatus(head, 404, 'only other bytes were pushed under that digest')
}
