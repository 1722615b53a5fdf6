import { UsageError } from '../../run/errors.ts'
import type { Shard } from '../../run/shard.ts'
import type { RunOptions } from '../../target/options.ts'
import { calledAs } from '../../text/called-as.ts'
import { connection } from '../options/connection.ts'
import { content } from '../options/content.ts'
import { credentials } from '../options/credentials.ts'
import { allUsed, pick, type Settings } from '../options/define.ts'
import { judging } from '../options/judging.ts'
import { withScheme } from '../options/official.ts'
import { repositories } from '../options/repositories.ts'
import { selection } from '../options/selection.ts'
import { valuesFrom } from '../options/sources.ts'
import { target } from '../options/target.ts'
import { identityPasswords, password } from '../password.ts'
import { withStoredCredentials } from '../settings/credentials.ts'
import { withProxies } from '../settings/proxies.ts'
import { resolve } from '../settings/resolve.ts'

/** How to reach a registry that histories are played on, and where they write. */
export const targetGroups = {
  target: pick(target, 'target'),
  content: pick(content, 'seed'),
  repositories,
  judging: pick(judging, 'settle', 'strict'),
  selection: pick(selection, 'spec', 'feature', 'profile'),
  connection,
  credentials,
} as const

/** Groups of which only some options are taken here: the others have their defaults. */
const whole = { content, judging, selection } as const

/** What a run on such a registry needs to know. */
export async function targetOptions(settings: Settings<typeof targetGroups>, shard?: Shard): Promise<RunOptions> {
  const { target, content, repositories, judging, selection, connection, credentials, ...others } = settings
  allUsed(others)
  const { passwordStdin, identityPasswordsStdin, dockerConfig, ...logins } = credentials
  const secrets = {
    password: await password(passwordStdin),
    identityPassword: await identityPasswords(identityPasswordsStdin),
  }
  const part = {
    connection,
    repositories,
    credentials: logins,
    content: valuesFrom(whole.content, content),
    judging: valuesFrom(whole.judging, judging),
    selection: valuesFrom(whole.selection, { ...selection, shard }),
  }
  const address = withScheme(target.target, process.env)
  if (address === undefined)
    throw new UsageError(
      `name a registry, such as localhost:5000; \`${calledAs()} serve\` starts the embedded one there`,
    )
  const run = withProxies(resolve(address, part, secrets), process.env)
  return withStoredCredentials(run, dockerConfig, process.env)
}
