import { group, option } from './define.ts'
import { text } from './kinds.ts'

export const expectations = group('Expectations', {
  expect: option(text, {
    flags: '--expect <file>',
    help: 'Known failures, which fail no build: YAML, as `oci-referee expect --init` writes it',
  }),
  checksOf: option(text, {
    flags: '--checks-of <file>',
    help: 'Judge no check that this earlier outcome.json or `list --json` does not have, and say which are new',
  }),
})
