import { type Check, check, given, observe, scenario } from '../../src/check/define.ts'
import { expectBytes, expectHeader, expectStatus } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'

const bySha512 = scenario('an image by its sha512 digest', async ({ repo, make }) => {
  const image = make.image({ algorithm: 'sha512' })
  const put = await repo.put(image)
  return { image, put }
})

/** By what manifests are named: tags at the edge of the grammar, digests of another algorithm. */
export const references: readonly Check[] = [
  ...given({ needs: ['manifests/push-by-tag', 'manifests/pull-by-tag'] }, [
    check('manifests/tag-longest', async ({ repo, make }) => {
      const image = make.image()
      const start = `_Aa.9-${make.word(10)}`
      const tag = `${start}${'-._Zz'.repeat(30)}`.slice(0, 128)
      expectStatus(await repo.put(image, { tag }), 201, 'the grammar allows such a tag')
      const response = await repo.get(tag)
      expectStatus(response, 200, 'it was accepted')
      expectBytes(response, image.bytes)
    }),
    observe('manifests/odd-tag', async ({ repo, make }) => {
      const responses: string[] = []
      for (const [what, tag] of [
        ['129 characters', make.word(129)],
        ['a dot in front', `.${make.word(12)}`],
        ['a plus sign', `a+${make.word(12)}`],
      ] as const) {
        const image = make.image()
        responses.push(`${what}: ${(await repo.put(image, { tag })).status}`)
      }
      return responses.join(', ')
    }),
  ]),
  ...given({ features: ['sha512'], needs: ['manifests/push-by-digest', 'manifests/pull-by-digest'] }, [
    check('manifests/sha512', bySha512, async ({ image, put }, { repo }) => {
      expectStatus(put, 201)
      const response = await repo.get(image.digest)
      expectStatus(response, 200)
      expectBytes(response, image.bytes)
      expectStatus(await repo.get(image.digest, 'HEAD'), 200)
    }),
    check('manifests/push-digest-header-sha512', bySha512, ({ image, put }) => {
      if (put.status !== 201) throw new NotApplicable(`it was not accepted (status ${put.status})`)
      if (put.header('docker-content-digest') !== undefined) expectHeader(put, 'Docker-Content-Digest', image.digest)
    }),
  ]),
  observe('api/odd-name', async ({ repo, make }) => {
    const responses: string[] = []
    for (const [what, end] of [
      ['capitals', `/${make.word(6)}-ABC`],
      ['three underscores', `/${make.word(6)}___a`],
      ['a hyphen at the end', `/${make.word(6)}-`],
    ] as const) {
      const odd = repo.sibling(`${repo.name}${end}`)
      const response = await odd.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      responses.push(`${what}: ${response.status}`)
      const location = response.header('location')
      if (response.status === 202 && location !== undefined && URL.canParse(location, response.url))
        await odd.send('DELETE', new URL(location, response.url).href)
    }
    return responses.join(', ')
  }),
]
