import { group, option } from './define.ts'
import { duration, flag } from './kinds.ts'

const onCommandLine = { commandLineOnly: true, default: false } as const

export const mode = group('Modes', {
  list: option(flag, {
    ...onCommandLine,
    flags: '--list',
    help: 'List the checks that would run, and run nothing',
  }),
  bail: option(flag, { ...onCommandLine, flags: '--bail', help: 'Stop at the first check that fails' }),
  watch: option(flag, {
    ...onCommandLine,
    flags: '--watch',
    help: 'Run what failed again when the registry comes back after a restart, or on Enter',
  }),
  observeRetention: option(duration, {
    flags: '--observe-retention <time>',
    help: 'After judging, watch for this long which referrers the registry keeps',
  }),
  resume: option(flag, {
    ...onCommandLine,
    flags: '--resume',
    help: 'Resume the watch started by --observe-retention',
  }),
  upgradeSeed: option(flag, {
    ...onCommandLine,
    flags: '--upgrade-seed',
    help: 'Push what a registry holds before its referrers API is turned on, and exit',
  }),
  upgradeVerify: option(flag, {
    ...onCommandLine,
    flags: '--upgrade-verify',
    help: 'Also verify the content pushed by --upgrade-seed',
  }),
})
