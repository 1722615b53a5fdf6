import type { History, Recipes, Step } from '../../suites/explore/history.ts'

/** The content of all of them: two plain images, an index of each way, and referrers. */
const recipes: Recipes = {
  blobs: { b1: { size: 16 }, b2: { size: 16 } },
  manifests: {
    image: { kind: 'image', blobs: ['b1'], children: [], annotated: false },
  },
  tags: ['a', 'B', 'c'],
}
const all: Readonly<Record<string, readonly Step[]>> = {}

export const shortest: Readonly<Record<string, History>> = Object.fromEntries(
  Object.entries(all).map(([name, steps]) => [name, { seed: 'shortest', repositories: ['A', 'B'], recipes, steps }]),
)
