import { option } from './define.ts'
import { flag, text, wholeNumber } from './kinds.ts'

const here = { commandLineOnly: true } as const

/** The outcome that a command reads; a folder stands for the one in it. */
export const outcomeArgument = option(text, {
  ...here,
  argument: '[outcome]',
  default: 'reports',
  help: 'outcome.json of a run, or the folder of its reports',
})

export const previous = option(text, {
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
