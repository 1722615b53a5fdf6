import { group, option } from './define.ts'
import { list, text } from './kinds.ts'

export const content = group('Content', {
  seed: option(text, {
    flags: '--seed <text>',
    otherwise: 'random, and printed',
    help: 'Seed of the random content: the same seed pushes the same bytes',
  }),
  existing: option(list, {
    flags: '--existing <names>',
    default: [],
    help: 'Also judge content that the registry holds: repo:tag or repo@sha256:…, comma-separated',
  }),
})
