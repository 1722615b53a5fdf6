import { UsageError } from '../../run/errors.ts'
import { count } from '../../text/count.ts'
import { few } from '../../text/shorten.ts'
import type { Invocation } from '../command.ts'
import { onInterrupt } from '../interrupt.ts'
import { allUsed } from '../options/define.ts'
import { withScheme } from '../options/official.ts'
import type { RunSettings } from '../options/run.ts'
import { identityPasswords, password } from '../password.ts'
import { heldSet } from '../settings/checks-of.ts'
import { withStoredCredentials } from '../settings/credentials.ts'
import { expectationsIn } from '../settings/expectations-file.ts'
import { withProxies } from '../settings/proxies.ts'
import { resolve } from '../settings/resolve.ts'
import { judgeTarget } from './judge-target.ts'
import { printSelected } from './list.ts'
import { expectModes } from './modes.ts'
import { reachOf } from './reach.ts'
import { resume } from './retention.ts'
import { seed, verifying } from './upgrade.ts'

/**
 * Judges a registry and reports, in the mode that the options say.
 * @returns the exit code
 */
export async function judge(
  settings: RunSettings,
  { onCommandLine }: Pick<Invocation, 'onCommandLine'>,
): Promise<number> {
  const { target, credentials, mode, output, expectations, ...chosen } = settings
  const { expect, checksOf, ...restOfExpectations } = expectations
  const { target: address, embedded: judgesEmbedded, ...restOfTarget } = target
  const { passwordStdin, identityPasswordsStdin, dockerConfig, ...logins } = credentials
  allUsed(restOfTarget)
  allUsed(restOfExpectations)
  const others = checksOf === undefined ? chosen : { ...chosen, selection: await held(chosen.selection, checksOf) }
  if (mode.list) {
    printSelected({ ...settings, ...others })
    return 0
  }
  const known = expect === undefined ? undefined : await expectationsIn(expect)
  expectModes(settings)
  if (judgesEmbedded && onCommandLine.has('target'))
    throw new UsageError('--embedded judges the embedded registry: name no other one with it')
  const secrets = {
    password: await password(passwordStdin),
    identityPassword: await identityPasswords(identityPasswordsStdin),
  }
  const embedded = judgesEmbedded ? await serveEmbedded() : undefined
  const interruption = onInterrupt((text) => process.stderr.write(`\noci-referee: ${text}\n`))
  try {
    const url = embedded?.url ?? withScheme(address, process.env)
    const run = withProxies(resolve(url, { ...others, credentials: logins }, secrets), process.env)
    // Nobody logs in to the embedded registry.
    const options = embedded ? run : await withStoredCredentials(run, dockerConfig, process.env)
    if (mode.upgradeSeed) return await seed(options, output)
    if (mode.resume) return await resume(options, output, interruption)
    const upgraded = mode.upgradeVerify ? await verifying(options, output) : undefined
    return await judgeTarget(upgraded?.options ?? options, output, interruption, {
      observeRetention: mode.observeRetention,
      verified: upgraded?.file,
      embedded: embedded !== undefined,
      reach: embedded ? undefined : reachOf(settings, options),
      known,
      bail: mode.bail,
      watch: mode.watch,
    })
  } finally {
    interruption.release()
    await embedded?.close()
  }
}

/** A selection without the checks that an earlier set does not have. Says which those are. */
async function held(selection: RunSettings['selection'], from: string): Promise<RunSettings['selection']> {
  const { name, added, removed } = await heldSet(from)
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  if (added.length > 0) say(`new since ${name}, and not judged: ${count(added.length, 'check')} (${few(added, 10)})`)
  if (removed.length > 0) say(`in ${name}, and no longer there: ${few(removed, 10)}`)
  return { ...selection, skip: [...selection.skip, ...added] }
}

async function serveEmbedded(): Promise<{ url: string; close(): Promise<void> }> {
  // Not by the index: this registry needs none of the faults and variants.
  const [{ registryWith }, { serveRegistry }] = await Promise.all([
    import('../../registry/registry.ts'),
    import('../../registry/serve.ts'),
  ])
  return serveRegistry(registryWith([]))
}
