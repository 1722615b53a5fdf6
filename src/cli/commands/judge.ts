import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outcome } from '../../outcome/outcome.ts'
import { conclude } from '../../report/conclusion.ts'
import { summary } from '../../report/terminal.ts'
import { UsageError } from '../../run/errors.ts'
import type { RunOptions } from '../../target/options.ts'
import { exitCodeOf } from '../exit-code.ts'
import { prepareFolder, writeReports } from '../files.ts'
import { type Interruption, onInterrupt } from '../interrupt.ts'
import { identityPasswords, password } from '../password.ts'
import type { RunFlags } from '../program.ts'
import { fromConfigFile } from '../settings/config-file.ts'
import { withKeptCredentials } from '../settings/credentials.ts'
import { fromEnvironment, withScheme } from '../settings/environment.ts'
import { withProxies } from '../settings/proxies.ts'
import { type Resolved, resolve } from '../settings/resolve.ts'
import type { Settings } from '../settings/table.ts'
import { calledAs, print, terminalOf } from '../terminal.ts'
import { showProgress } from './progress.ts'

const upgradeFile = 'upgrade.json'
const retentionFile = 'retention.json'

/** Judges a registry and reports. @returns the exit code */
export async function judgeCommand(said: Settings, flags: RunFlags): Promise<number> {
  const merged: Settings = { ...(await fromConfigFile(flags.config)), ...fromEnvironment(process.env), ...said }
  if (flags.list) {
    const { listCommand } = await import('./list.ts')
    listCommand(merged, false, false)
    return 0
  }
  expectOneMode(flags, said)
  if (merged.readOnly) expectNoWrites(flags, merged)
  const secret = await password(flags.passwordStdin === true)
  const identityPassword = await identityPasswords(flags.identityPasswordsStdin === true)
  const embedded = flags.embedded ? await serveEmbedded() : undefined
  const interruption = onInterrupt((text) => process.stderr.write(`\noci-referee: ${text}\n`))
  try {
    const target = embedded?.url ?? withScheme(merged.target, process.env)
    const settings = { ...merged, ...(target !== undefined && { target }) }
    const told = withProxies(resolve(settings, secret, identityPassword), process.env)
    // Nobody logs in to the embedded registry.
    const resolved = embedded ? told : await withKeptCredentials(told, settings, process.env)
    if (flags.upgradeSeed) return await seed(resolved)
    if (flags.resume) return await resume(resolved, interruption)
    return await judge(resolved, flags, merged.color, interruption)
  } finally {
    interruption.release()
    await embedded?.close()
  }
}

function expectOneMode(flags: RunFlags, said: Settings): void {
  const modes = [
    flags.upgradeSeed && '--upgrade-seed',
    flags.upgradeVerify && '--upgrade-verify',
    flags.resume && '--resume',
  ].filter(Boolean)
  if (modes.length > 1) throw new UsageError(`${modes.join(' and ')} exclude each other`)
  if (flags.passwordStdin && flags.identityPasswordsStdin) {
    throw new UsageError(
      '--password-stdin and --identity-passwords-stdin exclude each other: set OCI_REFEREE_PASSWORD instead of the first',
    )
  }
  if (flags.embedded && said.target !== undefined)
    throw new UsageError('--embedded judges the embedded registry: name no other one with it')
}

/** Modes that push something, where nothing may be written. */
function expectNoWrites(flags: RunFlags, { observeRetention }: Settings): void {
  const writing = [
    flags.upgradeSeed && '--upgrade-seed',
    flags.upgradeVerify && '--upgrade-verify',
    flags.resume && '--resume',
    observeRetention !== undefined && '--observe-retention',
  ].find(Boolean)
  if (writing) throw new UsageError(`--read-only and ${writing} exclude each other: that one writes`)
}

async function serveEmbedded(): Promise<{ url: string; close(): Promise<void> }> {
  const { createRegistry, serveRegistry } = await import('../../registry/index.ts')
  return serveRegistry(createRegistry())
}

async function judge(
  resolved: Resolved,
  flags: RunFlags,
  color: boolean | undefined,
  interruption: Interruption,
): Promise<number> {
  const { reportsDir, formats, quiet, verbose, retentionMs } = resolved
  const options = flags.upgradeVerify ? await verifying(resolved) : resolved.run
  await prepareFolder(reportsDir, formats)
  const { run } = await import('../../target/run.ts')
  const progress = showProgress(options, quiet, color)
  const judged = await run(options, progress.onEvent, interruption.signal).finally(progress.end)
  // Verified and removed: verifying it again would only find that it is gone.
  if (flags.upgradeVerify && !judged.stopped && !options.repositories.keep)
    await rm(join(reportsDir, upgradeFile), { force: true })
  const outcome = retentionMs === undefined ? judged : await watched(judged, resolved, retentionMs, interruption)
  await report(outcome, resolved, color, { quiet, verbose, ...(flags.embedded && { target: '--embedded' }) })
  return interruption.exitCode() ?? exitCodeOf(conclude(outcome))
}

async function report(
  outcome: Outcome,
  { reportsDir, formats }: Resolved,
  color: boolean | undefined,
  how: { quiet: boolean; verbose: boolean },
) {
  const { written, failed } = await writeReports(outcome, reportsDir, formats)
  print(summary(outcome, { ...terminalOf(process.stdout, color), ...how, command: calledAs() }))
  if (!how.quiet) for (const path of written) print(`wrote ${path}\n`)
  for (const message of failed) process.stderr.write(`oci-referee: ${message}\n`)
}

async function seed({ run: options, reportsDir }: Resolved): Promise<number> {
  await prepareFolder(reportsDir, [])
  const { seedUpgrade } = await import('../../target/upgrade/seed.ts')
  const { saveState } = await import('../../target/state-file.ts')
  const path = join(reportsDir, upgradeFile)
  const state = await seedUpgrade(options)
  await saveState(path, state)
  print(`pushed to ${state.repository}, with a list under the tag ${state.tag}; wrote ${path}\n`)
  print('turn the referrers API on, then run with --upgrade-verify\n')
  return 0
}

async function verifying({ run: options, reportsDir }: Resolved): Promise<RunOptions> {
  const { loadState } = await import('../../target/state-file.ts')
  type State = import('../../target/upgrade/seed.ts').UpgradeState
  const {
    seed: upgradeSeed,
    repository,
    alternateRepository,
    pushed,
  } = await loadState<State>(join(reportsDir, upgradeFile), 'oci-referee/upgrade/1', '--upgrade-seed')
  return {
    ...options,
    repositories: { ...options.repositories, repository, alternateRepository, alsoRemove: pushed },
    content: { ...options.content, upgradeSeed },
  }
}

/** Watches retention after a run, and tells what came of it beside the verdicts. */
async function watched(
  outcome: Outcome,
  { run: options, reportsDir }: Resolved,
  from: number,
  { signal }: Interruption,
): Promise<Outcome> {
  if (outcome.stopped) return outcome
  const { observeRetention, withRetention } = await import('../../target/retention/retention.ts')
  const { saveState } = await import('../../target/state-file.ts')
  const path = join(reportsDir, retentionFile)
  process.stderr.write(`watching what the registry keeps, until ${new Date(Date.now() + from).toISOString()}\n`)
  const { state, finished } = await observeRetention(options, from, (one) => saveState(path, one), signal)
  if (!finished) process.stderr.write(`the watch is not over: go on with --resume (${path})\n`)
  return withRetention(outcome, state)
}

async function resume(resolved: Resolved, interruption: Interruption): Promise<number> {
  const { observeRetention, withRetention } = await import('../../target/retention/retention.ts')
  const { loadState, saveState } = await import('../../target/state-file.ts')
  const { readOutcome } = await import('./report.ts')
  type State = import('../../target/retention/state.ts').RetentionState
  const path = join(resolved.reportsDir, retentionFile)
  const begun = await loadState<State>(path, 'oci-referee/retention/1', '--observe-retention')
  if (begun.over) throw new UsageError(`${path}: this watch is over, begin another with --observe-retention`)
  if (begun.origin !== resolved.run.connection.origin)
    throw new UsageError(`${path}: this watch is one of ${begun.origin}, not of ${resolved.run.connection.origin}`)
  const earlier = await readOutcome(join(resolved.reportsDir, 'outcome.json'))
  const { state, finished } = await observeRetention(
    resolved.run,
    begun,
    (one) => saveState(path, one),
    interruption.signal,
  )
  if (!finished) process.stderr.write(`the watch is not over: go on with --resume (${path})\n`)
  const outcome = withRetention(earlier, state)
  await report(outcome, resolved, undefined, resolved)
  return interruption.exitCode() ?? exitCodeOf(conclude(outcome))
}
