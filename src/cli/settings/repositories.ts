import type { Existing } from '../../check/existing.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import type { Shard } from '../../run/shard.ts'
import { type RepositoryOptions, repositoriesOf } from '../../target/options.ts'
import { isRepositoryName } from '../../target/repository-name.ts'
import { allUsed, type Values } from '../options/define.ts'
import type { repositories } from '../options/repositories.ts'

// Many clients take no more than 255 characters with the host; room is left for the names that are fromSeed from these.
const maxLength = 180

/** Where a run writes, as the options say. @throws UsageError for what are no two repositories */
export function repositoriesFrom(
  values: Values<typeof repositories>,
  seed: string,
  shard: Shard | undefined,
): RepositoryOptions {
  const { repo, altRepo, allowContent, keep, ...rest } = values
  allUsed(rest)
  const fromSeed = repositoriesOf(seed, shard)
  const { repository, alternateRepository } = {
    repository: repo ?? fromSeed.repository,
    alternateRepository: altRepo ?? fromSeed.alternateRepository,
  }
  expectName('--repo', repository)
  expectName('--alt-repo', alternateRepository)
  if (repository === alternateRepository)
    throw new UsageError('--repo and --alt-repo must differ: the suites compare two repositories')
  if (shard && !allowContent && (repo ?? altRepo) !== undefined)
    throw new UsageError(
      '--shard with --repo or --alt-repo: the parts of a run meet there, so say --allow-content, or name none',
    )
  const named = [repo, altRepo].filter((name) => name !== undefined)
  return { repository, alternateRepository, named, allowContent, keep }
}

/** Where nothing is written, the repositories are those of the existing content. */
export function repositoriesOfExisting(existing: readonly Existing[]) {
  const [first, second = first] = [...new Set(existing.map(({ repository }) => repository))]
  return { repository: first!, alternateRepository: second! }
}

function expectName(option: string, name: string): void {
  if (!isRepositoryName(name)) {
    throw new OptionError(
      option,
      `${JSON.stringify(name)} is no repository name: use lower-case letters, digits, single . _ or dashes between them, and slashes`,
    )
  }
  if (name.length > maxLength)
    throw new OptionError(option, `the name has ${name.length} characters, at most ${maxLength} will do`)
}
