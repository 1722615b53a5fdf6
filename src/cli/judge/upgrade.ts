import { join } from 'node:path'
import type { RunOptions } from '../../target/options.ts'
import { loadState, saveState } from '../../target/state-file.ts'
import type { UpgradeState } from '../../target/upgrade/seed.ts'
import { prepareFolder } from '../files.ts'
import { print } from '../terminal.ts'
import type { Output } from './report.ts'

const fileIn = ({ reportsDir }: Output) => join(reportsDir, 'upgrade.json')

/** Pushes what a registry holds before it gets the referrers API, and remembers it for `--upgrade-verify`. */
export async function seed(options: RunOptions, output: Output): Promise<number> {
  await prepareFolder(output.reportsDir, [])
  const { seedUpgrade } = await import('../../target/upgrade/seed.ts')
  const path = fileIn(output)
  const state = await seedUpgrade(options)
  await saveState(path, state)
  print(`pushed to ${state.repository}, with a list under the tag ${state.tag}; wrote ${path}\n`)
  print('turn the referrers API on, then run with --upgrade-verify\n')
  return 0
}

/** The options of a run that also verifies what `--upgrade-seed` pushed, and the file that remembers it. */
export async function verifying(options: RunOptions, output: Output): Promise<{ options: RunOptions; file: string }> {
  const file = fileIn(output)
  const state = await loadState<UpgradeState>(file, 'oci-referee/upgrade/1', '--upgrade-seed')
  const { seed: upgradeSeed, repository, alternateRepository, pushed } = state
  const repositories = { ...options.repositories, repository, alternateRepository, alsoRemove: pushed }
  return { options: { ...options, repositories, content: { ...options.content, upgradeSeed } }, file }
}
