import { scenario } from '../src/check/define.ts'

/**
 * One tagged image, for checks that need something to be there and change nothing about it: the repository exists, for
 * one, so that a 404 is about what was asked for.
 */
export const there = scenario('one tagged image that stays', async ({ repo, make }) => {
  const tag = make.tag()
  return { image: await repo.push(make.image(), { tag }), tag }
})
