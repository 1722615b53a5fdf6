// The suites as tests of a project that has vitest: each check is a test, beside the project's own.
import { createRegistry, serveRegistry } from 'oci-referee'
import { referee } from 'oci-referee/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'

let registry
beforeAll(async () => {
  registry = await serveRegistry(createRegistry())
})
afterAll(() => registry.close())

test('the registry responds', async () => {
  expect((await fetch(`${registry.url}/v2/`)).status).toBe(200)
})

referee(() => registry.url, { only: ['referrers/filter-*', 'tags/list'], seed: '1' })
