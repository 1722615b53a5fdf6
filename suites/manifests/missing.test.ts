import { expect, test } from 'vitest'
import { RegistryContexts } from '../../src/check/contexts.ts'
import { sessionOver, throughFetch } from '../../src/check/in-process.test-data.ts'
import { Runner } from '../../src/check/runner.ts'
import { createRegistry } from '../../src/registry/create.ts'
import type { OwnFault } from '../../src/registry/options.ts'
import { missingReferences } from './missing.suite.ts'

const path = /\/manifests\/[^/]+$/

/** Takes the first manifests that lack something, and refuses the others with a code. */
function takingFirst(count: number, code: string): OwnFault {
  let lacking = 0
  return {
    name: 'taking-first',
    wrap: (next) => async (request) => {
      const response = await next(request)
      const isRefused = request.method === 'PUT' && path.test(new URL(request.url).pathname) && response.status !== 201
      if (!isRefused) return response
      lacking += 1
      if (lacking <= count) return new Response(null, { status: 201 })
      return Response.json({ errors: [{ code, message: '' }] }, { status: 404 })
    },
  }
}

test.each([
  ['takes one manifest and refuses others wrongly is wrong', 1, 'MANIFEST_INVALID', 'violated'],
  ['takes one manifest and says what others lack is right', 1, 'MANIFEST_BLOB_UNKNOWN', 'passed'],
  ['takes all manifests is not judged by refusals', Number.POSITIVE_INFINITY, '', 'skipped'],
])('a registry that %s', async (_, count, code, outcome) => {
  const session = sessionOver(throughFetch(createRegistry({ faults: [takingFirst(count, code)] }).fetch))
  const contexts = new RegistryContexts({ session, repository: 'team/a', alternateRepository: 'team/b' })
  const check = missingReferences.find(({ id }) => id === 'manifests/missing-blob')!
  expect((await new Runner(contexts).run(check)).outcome).toBe(outcome)
})
