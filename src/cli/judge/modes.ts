import { UsageError } from '../../run/errors.ts'
import { allUsed } from '../options/define.ts'
import type { RunSettings } from '../options/run.ts'

/** Fails where options ask for things that exclude each other. @throws UsageError */
export function expectModes({ mode, selection, judging, output, credentials }: RunSettings): void {
  // What is listed is not run: that mode goes with all others.
  const { list: _, bail: __, watch, observeRetention, resume, upgradeSeed, upgradeVerify, ...rest } = mode
  allUsed(rest)
  const modes = [
    ...(upgradeSeed ? ['--upgrade-seed'] : []),
    ...(upgradeVerify ? ['--upgrade-verify'] : []),
    ...(resume ? ['--resume'] : []),
  ]
  if (modes.length > 1) throw new UsageError(`${modes.join(' and ')} exclude each other`)
  const [ends] = [...modes, ...(observeRetention === undefined ? [] : ['--observe-retention'])]
  if (watch && ends) throw new UsageError(`--watch and ${ends} exclude each other`)
  if (watch && (credentials.passwordStdin || credentials.identityPasswordsStdin))
    throw new UsageError('--watch reads keys from standard input: give passwords in the environment')
  if (output.quiet && output.verbose) throw new UsageError('--quiet and --verbose exclude each other')
  if (credentials.passwordStdin && credentials.identityPasswordsStdin) {
    throw new UsageError(
      '--password-stdin and --identity-passwords-stdin exclude each other: set OCI_REFEREE_PASSWORD instead of the first',
    )
  }
  const [writing] = [...modes, ...(observeRetention === undefined ? [] : ['--observe-retention'])]
  if (selection.shard && writing)
    throw new UsageError(`--shard and ${writing} exclude each other: that one is not split`)
  if (judging.readOnly && writing)
    throw new UsageError(`--read-only and ${writing} exclude each other: that one writes`)
}
