import type { Maker } from '../../fixtures/make/maker.ts'
import type { Name } from '../../src/model/index.ts'

/**
 * Tags that a registry may take for something else: for another one that differs in a capital or in one character, or
 * that it begins with; for a number, a file, a digest, a name of its own.
 */
export const oddTags: readonly Name[] = ['A', '_a', 'a_', 'a.json', '007', 'a-long', 'hex', 'signature']

/** The most characters that a tag may have. */
const maxLength = 128

/** How the tags of a history are spelled: all of them end alike, so that odd ones differ from others in little. */
export function spelledTags(tags: readonly Name[], maker: Maker): ReadonlyMap<Name, string> {
  const suffix = maker.word(6)
  return new Map(tags.map((tag) => [tag, spelled(tag, suffix, maker.part(tag))]))
}

function spelled(tag: Name, suffix: string, maker: Maker): string {
  switch (tag) {
    case 'a_':
      return `a_${suffix}`
    case 'a.json':
      return `a-${suffix}.json`
    case '007':
      return `007${Number.parseInt(suffix, 16)}`
    case 'a-long':
      return `a-${suffix}${'z'.repeat(maxLength)}`.slice(0, maxLength)
    case 'hex':
      return maker.word(64)
    case 'signature':
      return `sha256-${maker.word(64)}.sig`
    default:
      return `${tag}-${suffix}`
  }
}
