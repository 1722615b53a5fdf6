import { group, option } from './define.ts'
import { flag } from './kinds.ts'

/** What commands take that list things. */
export const listing = group('Output', {
  json: option(flag, { flags: '--json', commandLineOnly: true, default: false, help: 'Print JSON' }),
})
