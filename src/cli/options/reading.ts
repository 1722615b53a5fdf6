import { group, option } from './define.ts'
import { choice, file, files, flag, wholeNumber } from './kinds.ts'

const here = { commandLineOnly: true } as const

/** The outcome that a command reads; a folder stands for the one in it. */
export const outcomeArgument = option(file, {
  ...here,
  argument: '[outcome]',
  default: 'reports',
  help: 'outcome.json of a run, or the folder of its reports',
})

export const previous = option(file, {
  ...here,
  flags: '--previous <outcome>',
  help: 'outcome.json of an earlier run: the HTML report tells what differs from it',
})

/** Where a page is served, and whether a browser opens it. */
export const viewing = {
  port: option(wholeNumber(0, 65_535), {
    ...here,
    flags: '--port <number>',
    default: 0,
    help: 'Port to listen on, 0 for any',
  }),
  open: option(flag, { ...here, flags: '--no-open', default: true, help: 'Print the address, and open no browser' }),
}

const comparisonFormats = ['terminal', 'markdown', 'html', 'json'] as const

export const comparing = group('Comparison', {
  outcomes: option(files, {
    ...here,
    argument: '<outcome...>',
    required: true,
    help: 'outcome.json of each run, or the folder of its reports',
  }),
  format: option(choice(comparisonFormats), {
    ...here,
    flags: '--format <name>',
    default: 'terminal',
    help: `Format: ${comparisonFormats.join(', ')}`,
  }),
  out: option(file, { ...here, flags: '--out <file>', help: 'Write to this file' }),
  all: option(flag, { ...here, flags: '--all', default: false, help: 'Also show what is the same in all outcomes' }),
  failIfWorse: option(flag, {
    ...here,
    flags: '--fail-if-worse',
    default: false,
    help: 'Exit with 1 where the last outcome is worse than the one before it',
  }),
})
