import { defaults } from '../../target/options.ts'
import { group, option } from './define.ts'
import { duration, flag } from './kinds.ts'

const { strict, settleMs, readOnly } = defaults.judging

export const judging = group('Judging', {
  strict: option(flag, { flags: '--strict', default: strict, help: 'Also fail on a SHOULD that is not met' }),
  settle: option(duration, {
    flags: '--settle <time>',
    default: settleMs,
    help: 'How long a change may take to become visible',
  }),
  readOnly: option(flag, {
    flags: '--read-only',
    default: readOnly,
    help: 'Push nothing: judge pull, discovery and referrers by the content that --existing names',
  }),
})
