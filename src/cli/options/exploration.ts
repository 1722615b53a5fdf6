import { explorationLanes } from '../../target/options.ts'
import { group, option } from './define.ts'
import { duration, file, part, wholeNumber } from './kinds.ts'

const here = { commandLineOnly: true } as const

export const exploration = group('Exploration', {
  for: option(duration, {
    ...here,
    flags: '--for <time>',
    otherwise: '1m, or no end where --runs is given',
    help: 'Stop after this long',
  }),
  runs: option(wholeNumber(1, 10_000_000), { ...here, flags: '--runs <number>', help: 'Stop after so many histories' }),
  steps: option(wholeNumber(1, 200), {
    ...here,
    flags: '--steps <number>',
    default: 12,
    help: 'Number of steps in a history',
  }),
  shard: option(part, {
    ...here,
    flags: '--shard <i/n>',
    help: `Run only the part i of n parts of the histories, of no more than ${explorationLanes}`,
  }),
  corpus: option(file, {
    ...here,
    flags: '--corpus <folder>',
    help: 'Play the histories of this folder first, and add those that meet something new',
  }),
})
