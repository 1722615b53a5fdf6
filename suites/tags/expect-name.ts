import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'

/** Fails unless a list of tags has the name of its repository. */
export function expectName(list: RegistryResponse, repository: string): void {
  const { name } = JSON.parse(list.text()) as { name?: unknown }
  expect(name === repository, {
    problem: 'tags-without-name',
    expected: `name: ${repository}`,
    actual: `name: ${shorten(JSON.stringify(name) ?? 'absent')}`,
    at: list,
  })
}
