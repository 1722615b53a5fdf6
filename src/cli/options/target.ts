import { group, option } from './define.ts'
import { flag, text } from './kinds.ts'

export const target = group('Target', {
  target: option(text, {
    argument: '[registry]',
    official: [{ name: 'OCI_REGISTRY' }],
    help: 'Registry to judge: host:port, http://host:port or https://host',
  }),
  embedded: option(flag, {
    flags: '--embedded',
    commandLineOnly: true,
    default: false,
    help: 'Judge the embedded reference registry',
  }),
})
