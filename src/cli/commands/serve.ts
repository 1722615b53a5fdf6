import { createRegistry, faults, serveRegistry, variants } from '../../registry/index.ts'
import { UsageError } from '../../run/errors.ts'
import { nearest } from '../nearest.ts'
import { password } from '../password.ts'
import { usersIn } from '../settings/users-file.ts'
import { print } from '../terminal.ts'

interface ServeOptions {
  readonly port: string
  readonly host: string
  readonly fault?: string
  readonly variant?: string
  readonly referrers: boolean
  readonly users?: string
  readonly username?: string
  readonly passwordStdin?: boolean
}

/** Serves the embedded registry until the process is told to end. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const port = Number(options.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new UsageError(`--port: ${JSON.stringify(options.port)} is no port`)
  if (options.users !== undefined && options.username !== undefined)
    throw new UsageError('--users and --username exclude each other')
  const secret = options.username === undefined ? undefined : await password(options.passwordStdin === true)
  if (options.username !== undefined && secret === undefined) {
    throw new UsageError('--username needs a password: use --password-stdin, or set OCI_REFEREE_PASSWORD')
  }
  const access = options.users === undefined ? undefined : await usersIn(options.users)
  const changes = {
    faults: named('--fault', options.fault, faults),
    variants: named('--variant', options.variant, variants),
  }
  const ofUsers = [...faults, ...variants].find(
    ({ name, told }) => told?.users && [...changes.faults, ...changes.variants].includes(name),
  )
  if (ofUsers && !access)
    throw new UsageError(`${ofUsers.name} is about what users may do: say who there is with --users`)
  const registry = createRegistry({
    ...changes,
    ...(!options.referrers && { features: { referrers: false } }),
    ...(access && { access }),
    ...(secret !== undefined && { auth: { username: options.username!, password: secret } }),
  })
  const served = await serveRegistry(registry, { port, host: options.host }).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(
      `--port: ${options.host}:${port} cannot be listened on (${cause.code ?? cause.message}); take another with --port, or 0 for any`,
    )
  })
  // Listened for before the address is printed: whoever waits for that may end it at once.
  const ended = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
  print(`serving the reference registry on ${served.url} (Ctrl-C ends it, nothing is kept)\n`)
  await ended
  await served.close()
}

function named(option: string, text: string | undefined, known: readonly { readonly name: string }[]): string[] {
  const names = text?.split(',').flatMap((one) => one.trim() || []) ?? []
  const all = known.map(({ name }) => name)
  for (const name of names) {
    if (all.includes(name)) continue
    const near = nearest(name, all)
    throw new UsageError(
      `${option}: nothing is called ${JSON.stringify(name)}; ${near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `oci-referee faults`'}`,
    )
  }
  return names
}
