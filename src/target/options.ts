import { type ProfileName, profileNames } from '../catalogue/profiles.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { DeclaredIdentity } from '../check/declared.ts'
import type { Check } from '../check/define.ts'
import type { Existing } from '../check/existing.ts'
import type { Pushed } from '../check/journal.ts'
import type { Feature } from '../check/session.ts'
import type { Login } from '../client/auth/authenticator.ts'
import type { Proxies } from '../client/proxy.ts'
import { type Shard, shardName } from '../run/shard.ts'

/** How to reach the target, and as whom. */
export interface ConnectionOptions {
  /** scheme://host[:port] */
  readonly origin: string
  /** Milliseconds after which a request counts as unanswered. */
  readonly timeoutMs: number
  /** Requests under way at once. */
  readonly concurrency: number
  /** Accept any certificate. */
  readonly insecure: boolean
  /** PEM certificates to trust besides the system's. */
  readonly ca?: string | undefined
  /** A certificate of this client and its key, PEM, shown to the target alone. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined
  /** Proxies on the way to the target, token services and wherever blobs lie. */
  readonly proxies?: Proxies | undefined
  /** Requests to the target in a second, at most. */
  readonly rps?: number | undefined
  readonly credentials?: Login | undefined
  /** Where the credentials were found, to tell people; absent: they were given. */
  readonly credentialsFrom?: string | undefined
  /** Users with rights of their own, besides the one who may do everything. */
  readonly identities?: readonly DeclaredIdentity[] | undefined
}

/** Where a run writes, and what it leaves there. */
export interface RepositoryOptions {
  readonly repository: string
  readonly alternateRepository: string
  /** Repositories that the user named, not made for this run: what they hold is somebody's. */
  readonly named: readonly string[]
  /** Run although one of them holds tags. */
  readonly allowContent: boolean
  /** Leave in the repositories what was pushed. */
  readonly keep: boolean
  /** What an earlier run left to be removed by this one, unless it is stopped. */
  readonly alsoRemove?: readonly Pushed[] | undefined
}

/** What is judged. */
export interface SelectionOptions {
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** What the registry claims: checks of other profiles do not run. */
  readonly profiles: readonly ProfileName[]
  readonly spec: SpecVersion
  /** What the user says of features; the others are probed for. */
  readonly features: Readonly<Partial<Record<Feature, boolean>>>
  /** Checks beside those of the suites. */
  readonly ownChecks?: readonly Check[] | undefined
  /** Features that own checks ask for, and whether the registry has them. */
  readonly ownFeatures?: Readonly<Record<string, boolean>> | undefined
  /** Judge this part of it alone; absent: all of it. */
  readonly shard?: Shard | undefined
}

/** What is pushed, and what is there already. */
export interface ContentOptions {
  readonly seed: string
  /** Content that is in the registry already, to be judged as well. */
  readonly existing: readonly Existing[]
  /** Seed of an earlier run with `--upgrade-seed`, to be verified now. */
  readonly upgradeSeed?: string | undefined
}

/** How it is judged. */
export interface JudgingOptions {
  /** A SHOULD that is not met fails too. */
  readonly strict: boolean
  /** Milliseconds within which a change may become visible. */
  readonly settleMs: number
  /** Nothing is written: what is judged is the existing content. */
  readonly readOnly: boolean
}

/** All that shapes a run, in groups. `defaults` has what need not be said. */
export interface RunOptions {
  readonly connection: ConnectionOptions
  readonly repositories: RepositoryOptions
  readonly selection: SelectionOptions
  readonly content: ContentOptions
  readonly judging: JudgingOptions
}

/**
 * Largest response that is read, in bytes: several times the largest list that this suite makes, and little enough that
 * endless responses on every connection at once do not fill the memory.
 */
export const maxBody = 16 * 1024 * 1024

/** How many random histories run side by side, each lane with its own past: an exploration has no more parts. */
export const explorationLanes = 4

/** What holds where nothing else is said, in the groups of the options. */
export const defaults = {
  connection: { timeoutMs: 30_000, concurrency: 64, insecure: false },
  repositories: { named: [], allowContent: false, keep: false },
  selection: { only: [], skip: [], profiles: profileNames, spec: '1.1.1', features: {} },
  content: { existing: [] },
  judging: { strict: false, settleMs: 5_000, readOnly: false },
} as const satisfies { readonly [Group in keyof RunOptions]: Partial<RunOptions[Group]> }

/**
 * Two repository names made from the seed, so that a run with the same seed uses the same ones. Each part of a run that
 * is split has its own.
 * @example repositoriesOf('1').repository // 'oci-referee/1/a'
 */
export function repositoriesOf(seed: string, shard?: Shard): { repository: string; alternateRepository: string } {
  const words = shard ? `${seed}-${shard.index}-of-${shard.count}` : seed
  const name = `oci-referee/${
    words
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'run'
  }`
  return { repository: `${name}/a`, alternateRepository: `${name}/b` }
}

/** What content follows from: the parts of a run push none of the same, so that they cannot meet. */
export function contentSeed({ content, selection }: Pick<RunOptions, 'content' | 'selection'>): string {
  return selection.shard ? `${content.seed} ${shardName(selection.shard)}` : content.seed
}
