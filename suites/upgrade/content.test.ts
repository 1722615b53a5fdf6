import { expect, test } from 'vitest'
import { referrersTag } from '../../fixtures/make/digest.ts'
import { Maker } from '../../fixtures/make/maker.ts'
import { notebook, sessionOver, throughFetch } from '../../src/check/in-process.test-data.ts'
import { Repository } from '../../src/check/repository.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { pushUpgradeContent, upgradeContent } from './content.ts'

const digests = (seed: string) => {
  const { subject, listed, unlisted } = upgradeContent(new Maker(seed, 'upgrade'))
  return [subject, ...listed, unlisted].map(({ digest }) => digest)
}

test('a later run knows from the seed alone what was left behind', () => {
  expect(digests('seed')).toEqual(digests('seed'))
  expect(new Set([...digests('seed'), ...digests('other')]).size).toBe(2 * digests('seed').length)
})

test('it is pushed as by a client of a registry without the API', async () => {
  const registry = createRegistry({ features: { referrers: false } })
  const repo = new Repository(sessionOver(throughFetch(registry.fetch)), 'demo/a', notebook())
  const content = upgradeContent(new Maker('seed', 'upgrade'))
  const tag = await pushUpgradeContent(repo, content)
  expect(tag).toBe(referrersTag(content.subject.digest))
  for (const { digest, subject } of [...content.listed, content.unlisted]) {
    expect(subject?.digest).toBe(content.subject.digest)
    expect((await repo.get(digest)).status).toBe(200)
  }
  expect((await repo.get(content.subject.digest)).status).toBe(200)
  const index = JSON.parse((await repo.get(tag)).text()) as { manifests: { digest: string }[] }
  expect(index.manifests.map(({ digest }) => digest)).toEqual(content.listed.map(({ digest }) => digest))
  expect((await repo.askReferrers(content.subject)).status).toBe(404)
})
