import { group, option } from './define.ts'
import { duration, flag, wholeNumbers } from './kinds.ts'

const here = { commandLineOnly: true } as const

/** The longest list that a client reads whole. */
const maxReferrers = 50_000

export const loading = group('Load', {
  referrers: option(wholeNumbers(10, maxReferrers), {
    ...here,
    flags: '--referrers <numbers>',
    default: [1000],
    help: 'Lengths of a list to measure at, comma-separated',
  }),
  atOnce: option(wholeNumbers(1, 1000), {
    ...here,
    flags: '--at-once <numbers>',
    default: [1, 4, 16, 64],
    help: 'Numbers of requests at once to measure at, comma-separated',
  }),
  for: option(duration, { ...here, flags: '--for <time>', default: 120_000, help: 'Measure no longer than this' }),
  yes: option(flag, {
    ...here,
    flags: '--yes',
    default: false,
    help: 'Do not ask before loading a host that is not this machine',
  }),
})
