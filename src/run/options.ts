import { type ProfileName, profileNames } from '../catalogue/profiles.ts'
import type { SpecVersion } from '../catalogue/types.ts'
import type { Existing } from '../check/existing.ts'
import type { DeclaredIdentity } from '../check/identity.ts'
import type { Pushed } from '../check/journal.ts'
import type { Feature } from '../check/session.ts'
import type { Login } from '../client/auth/authenticator.ts'
import type { Proxies } from '../client/proxy.ts'

/** All that shapes a run. Every field is set: defaults are in `defaults.ts`. */
export interface RunOptions {
  /** scheme://host[:port] */
  readonly origin: string
  readonly repository: string
  readonly alternateRepository: string
  readonly seed: string
  readonly spec: SpecVersion
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** What the registry claims: checks of other profiles do not run. */
  readonly profiles: readonly ProfileName[]
  /** Nothing is written: what is judged is `existing`. */
  readonly readOnly: boolean
  /** Content that is in the registry already, to be judged as well. */
  readonly existing: readonly Existing[]
  /** A SHOULD that is not met fails too. */
  readonly strict: boolean
  /** Milliseconds within which a change may become visible. */
  readonly settleMs: number
  /** Milliseconds after which a request counts as unanswered. */
  readonly timeoutMs: number
  /** Requests under way at once. */
  readonly concurrency: number
  /** Leave in the repositories what was pushed. */
  readonly keep: boolean
  /** Repositories that the user named, not made for this run: what they hold is somebody's. */
  readonly named: readonly string[]
  /** Run although one of them holds tags. */
  readonly allowContent: boolean
  readonly features: Readonly<Partial<Record<Feature, boolean>>>
  readonly credentials?: Login
  /** Where the credentials were found, to tell people; absent: they were given. */
  readonly credentialsFrom?: string
  /** Users with rights of their own, besides the one who may do everything. */
  readonly identities?: readonly DeclaredIdentity[]
  /** PEM certificates to trust besides the system's. */
  readonly ca?: string
  readonly insecure: boolean
  /** A certificate of this client and its key, PEM, shown to the target alone. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string }
  /** Proxies on the way to the target, token services and wherever blobs lie. */
  readonly proxies?: Proxies
  /** Requests to the target in a second, at most. */
  readonly rps?: number
  /** Seed of an earlier run with `--upgrade-seed`, to be verified now. */
  readonly upgradeSeed?: string
  /** What an earlier run left to be removed by this one, unless it is stopped. */
  readonly alsoRemove?: readonly Pushed[]
}

/**
 * Largest answer that is read, in bytes: several times the largest list that this suite makes, and little enough that
 * endless answers on every connection at once do not fill the memory.
 */
export const maxBody = 16 * 1024 * 1024

/** What is not said. */
export const defaults = {
  spec: '1.1.1',
  profiles: profileNames,
  readOnly: false,
  existing: [],
  strict: false,
  settleMs: 5_000,
  timeoutMs: 30_000,
  concurrency: 64,
  keep: false,
  named: [],
  allowContent: false,
  insecure: false,
} as const satisfies Partial<RunOptions>

/** Two repository names made from the seed, so that a run with the same seed uses the same ones. */
export function repositoriesOf(seed: string): { repository: string; alternateRepository: string } {
  const name = `oci-referee/${
    seed
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'run'
  }`
  return { repository: `${name}/a`, alternateRepository: `${name}/b` }
}
