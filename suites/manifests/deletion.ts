import { scenario } from '../../src/check/define.ts'

/** Without a tag: a registry may protect what has one. */
export const deletion = scenario('one image is deleted by digest', async ({ repo, make }) => {
  const image = await repo.push(make.image())
  return { image, response: await repo.delete(image.digest) }
})

/** The list of tags is read before, so that one that is kept is a stale one. */
export const untagging = scenario('one of two tags of an image is deleted', async ({ repo, make, has }) => {
  const [tag, other] = [make.tag(), make.tag()]
  const image = await repo.push(make.image(), { tag })
  await repo.push(image, { tag: other })
  if (has('tags-list')) await repo.send('GET', 'tags/list')
  return { image, tag, other, response: await repo.delete(tag) }
})
