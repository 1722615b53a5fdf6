import { group, option } from './define.ts'
import { file } from './kinds.ts'

export const expectations = group('Expectations', {
  expect: option(file, {
    flags: '--expect <file>',
    help: 'Known failures, which fail no build: YAML, as `oci-referee expect --init` writes it',
  }),
  checksOf: option(file, {
    flags: '--checks-of <version|file>',
    help: 'Judge only checks that this release (`0.1`), outcome.json or `list --json` has, and say which are new',
  }),
})
