import { group, option } from './define.ts'
import { identities } from './identities.ts'
import { file, flag, text } from './kinds.ts'

/** A password is never an option: options can be read by other users of a machine. */
export const passwordStdin = option(flag, {
  flags: '--password-stdin',
  commandLineOnly: true,
  default: false,
  help: 'Read the password from standard input',
})

export const credentials = group('Credentials', {
  username: option(text, {
    flags: '--username <name>',
    official: [{ name: 'OCI_USERNAME' }],
    help: 'User to log in as; the password comes from --password-stdin, OCI_REFEREE_PASSWORD or OCI_PASSWORD',
  }),
  passwordStdin,
  dockerConfig: option(file, {
    flags: '--docker-config <file>',
    otherwise: 'the usual files, when they name the registry',
    help: 'Take credentials from this config.json of docker or auth.json of podman, or "none"',
  }),
  identities: option(identities, {
    flags: '--identity <name=rights>',
    default: [],
    help: 'Declare a user and their rights in the two repositories, as in vendor=user:vendor,a:none,b:read+write+delete (can be given again)',
  }),
  identityPasswordsStdin: option(flag, {
    flags: '--identity-passwords-stdin',
    commandLineOnly: true,
    default: false,
    help: 'Read the passwords of identities from standard input, one NAME=PASSWORD per line',
  }),
})
