import { createRegistry, faults, serveRegistry, variants } from '../../registry/index.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { calledAs } from '../../text/called-as.ts'
import { defineCommand } from '../command.ts'
import { didYouMean, nearest } from '../nearest.ts'
import { passwordStdin } from '../options/credentials.ts'
import { allUsed, group, option, type Values } from '../options/define.ts'
import { file, flag, list, text, wholeNumber } from '../options/kinds.ts'
import { password } from '../password.ts'
import { usersIn } from '../settings/users-file.ts'
import { print } from '../terminal.ts'

const here = { commandLineOnly: true } as const

const registryOptions = group('Registry', {
  port: option(wholeNumber(0, 65_535), {
    ...here,
    flags: '--port <number>',
    default: 5000,
    help: 'Port to listen on, 0 for any',
  }),
  host: option(text, { ...here, flags: '--host <name>', default: '127.0.0.1', help: 'Address to listen on' }),
  fault: option(list, {
    ...here,
    flags: '--fault <names>',
    default: [],
    completes: ['faults'],
    help: 'Be wrong in these named ways, comma-separated (see `oci-referee faults`)',
  }),
  variant: option(list, {
    ...here,
    flags: '--variant <names>',
    default: [],
    completes: ['variants'],
    help: 'Differ in these named, conforming ways, comma-separated',
  }),
  referrers: option(flag, { ...here, flags: '--no-referrers', default: true, help: 'Leave the referrers API out' }),
})

const accessOptions = group('Access', {
  users: option(file, {
    ...here,
    flags: '--users <file>',
    help: 'Have these users, each with rights by repository: YAML or JSON (docs/guides/identities.md has an example)',
  }),
  username: option(text, {
    ...here,
    flags: '--username <name>',
    help: 'Ask for this user; the password comes from --password-stdin or OCI_REFEREE_PASSWORD',
  }),
  passwordStdin,
})

export const command = defineCommand({
  description: 'Serve the embedded reference registry until interrupted. Nothing it holds is kept.',
  groups: { registry: registryOptions, access: accessOptions },
  examples: [
    ['Serve a registry that is wrong on purpose', 'oci-referee serve --fault filter-header-missing'],
    ['Serve one with users, and rights for each', 'oci-referee serve --users users.yaml'],
  ],
  async run({ registry, access, ...others }) {
    allUsed(others)
    await serve(registry, access)
    return 0
  },
})

async function serve(
  { port, host, fault, variant, referrers, ...rest }: Values<typeof registryOptions>,
  { users, username, passwordStdin, ...restOfAccess }: Values<typeof accessOptions>,
): Promise<void> {
  allUsed(rest)
  allUsed(restOfAccess)
  if (users !== undefined && username !== undefined) throw new UsageError('--users and --username exclude each other')
  const auth = username === undefined ? undefined : { username, password: await requiredPassword(passwordStdin) }
  const access = users === undefined ? undefined : await usersIn(users)
  const changes = {
    faults: knownNames('--fault', fault, faults),
    variants: knownNames('--variant', variant, variants),
  }
  const ofUsers = [...faults, ...variants].find(
    ({ name, hints }) => hints?.users && [...changes.faults, ...changes.variants].includes(name),
  )
  if (ofUsers && !access)
    throw new UsageError(`${ofUsers.name} is about what users may do: say who there is with --users`)
  const registry = createRegistry({
    ...changes,
    features: referrers ? {} : { referrers: false },
    access,
    auth,
  })
  const running = await serveRegistry(registry, { port, host }).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code ?? cause.message
    if (/^(ENOTFOUND|EADDRNOTAVAIL|EAI_)/.test(why))
      throw new OptionError('--host', `${host} is no address of this machine (${why})`)
    throw new OptionError(
      '--port',
      `${host}:${port} cannot be listened on (${why}); take another with --port, or 0 for any`,
    )
  })
  // Listened for before the address is printed: a program that waits for it may end the process at once.
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  print(`serving the reference registry on ${running.url} (Ctrl-C ends it, nothing is kept)\n`)
  await ended
  await running.close()
}

async function requiredPassword(fromStdin: boolean): Promise<string> {
  const found = await password(fromStdin)
  if (found !== undefined) return found
  throw new UsageError('--username needs a password: use --password-stdin, or set OCI_REFEREE_PASSWORD')
}

/** Names that are known. @throws UsageError for one that is not */
function knownNames(
  option: string,
  names: readonly string[],
  known: readonly { readonly name: string }[],
): readonly string[] {
  const all = known.map(({ name }) => name)
  for (const name of names) {
    if (all.includes(name)) continue
    const near = nearest(name, all)
    throw new OptionError(
      option,
      `nothing is called ${JSON.stringify(name)}; ${didYouMean(near, `see \`${calledAs()} faults\``)}`,
    )
  }
  return names
}
