import type { Maker } from '../../fixtures/make/maker.ts'
import type { Existing } from '../../src/check/existing.ts'
import type { Repository } from '../../src/check/repository.ts'

/**
 * Pushes content of the sorts that are looked at in a registry that takes nothing, as it may have come there before: an
 * image with tags, an index, referrers of every kind. For trying the checks of existing content.
 * @returns what a user would name of it
 */
export async function pushExistingContent(repo: Repository, make: Maker): Promise<Existing[]> {
  const [image, index, untagged] = [make.image(), make.index(), make.image()]
  const tags = [make.tag(), make.tag(), make.tag()]
  for (const tag of tags) await repo.push(image, { tag })
  const ofIndex = make.tag()
  await repo.push(index, { tag: ofIndex })
  await repo.push(untagged)
  const bare = make.artifact({ subject: image, artifactType: '', configType: make.mediaType('.config') })
  for (const referrer of [make.artifact({ subject: image }), make.image({ subject: image }), bare])
    await repo.push(referrer)
  await repo.push(make.index({ subject: image }))
  const repository = repo.name
  return [tags[0]!, untagged.digest, ofIndex].map((reference) => ({ repository, reference }))
}
