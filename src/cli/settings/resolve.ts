import { randomBytes } from 'node:crypto'
import type { SpecVersion } from '../../catalogue/types.ts'
import type { Existing } from '../../check/existing.ts'
import type { Feature } from '../../check/session.ts'
import { type FormatName, formats } from '../../report/index.ts'
import { UsageError } from '../../run/errors.ts'
import { everyId, matcher } from '../../run/plan.ts'
import { featureNames } from '../../target/discover/discover.ts'
import { defaults, type RunOptions, repositoriesOf } from '../../target/options.ts'
import { nearest } from '../nearest.ts'
import { certificates, clientCertificate } from './certificates.ts'
import { existingOf, expectAgreement, profilesOf } from './claims.ts'
import { declaredBy, type IdentityPassword } from './identities.ts'
import { isRepositoryName } from './repository-name.ts'
import type { Settings } from './table.ts'
import { originOf } from './target.ts'

/** All that a run is told, checked. */
export interface Resolved {
  readonly run: RunOptions
  readonly reportsDir: string
  readonly formats: readonly FormatName[]
  readonly quiet: boolean
  readonly verbose: boolean
  readonly retentionMs?: number
}

/**
 * Turns settings into the options of a run.
 * @throws UsageError for whatever cannot be, before anything is asked or written
 */
export function resolve(
  settings: Settings,
  password: string | undefined,
  identityPassword: IdentityPassword = () => undefined,
): Resolved {
  const seed = settings.seed ?? randomBytes(4).toString('hex')
  if (seed.length > 64) throw new UsageError('--seed: at most 64 characters')
  if (settings.quiet && settings.verbose) throw new UsageError('--quiet and --verbose exclude each other')
  const origin = originOf(settings.target)
  const features = declared(settings.feature ?? [])
  expectAgreement(settings, features.referrers)
  const readOnly = settings.readOnly ?? defaults.judging.readOnly
  const existing = existingOf(settings.existing ?? [], new URL(origin).host)
  if (readOnly && existing.length === 0)
    throw new UsageError('--read-only needs content to look at: name it with --existing repo:tag or repo@sha256:…')
  const { repository, alternateRepository } = readOnly ? reading(existing) : names(settings, seed)
  if (settings.username !== undefined && password === undefined) {
    throw new UsageError('--username needs a password: use --password-stdin, or set OCI_REFEREE_PASSWORD')
  }
  return {
    run: {
      connection: {
        origin,
        timeoutMs: settings.timeout ?? defaults.connection.timeoutMs,
        concurrency: settings.concurrency ?? defaults.connection.concurrency,
        insecure: settings.insecure ?? defaults.connection.insecure,
        ca: settings.ca === undefined ? undefined : certificates(settings.ca),
        clientCertificate: clientCertificate(settings.cert, settings.key),
        rps: settings.rps,
        credentials: settings.username === undefined ? undefined : { username: settings.username, password: password! },
        identities: settings.identities && declaredBy(settings.identities, identityPassword),
      },
      repositories: {
        repository,
        alternateRepository,
        named: [settings.repo, settings.altRepo].filter((name) => name !== undefined),
        allowContent: settings.allowContent ?? defaults.repositories.allowContent,
        keep: settings.keep ?? defaults.repositories.keep,
      },
      selection: {
        only: known('--only', settings.only ?? []),
        skip: known('--skip', settings.skip ?? []),
        profiles: profilesOf(settings.profile),
        spec: (settings.spec ?? defaults.selection.spec) as SpecVersion,
        features,
      },
      content: { seed, existing },
      judging: {
        strict: settings.strict ?? defaults.judging.strict,
        settleMs: settings.settle ?? defaults.judging.settleMs,
        readOnly,
      },
    },
    reportsDir: settings.reportsDir ?? 'reports',
    formats: formatsOf(settings.format ?? ['junit', 'json']),
    quiet: settings.quiet ?? false,
    verbose: settings.verbose ?? false,
    ...(settings.observeRetention !== undefined && { retentionMs: settings.observeRetention }),
  }
}

// Many clients take no more than 255 characters with the host; room is left for the names that are made from these.
const longest = 180

/** Where nothing is written, the repositories are those of what is there. */
function reading(existing: readonly Existing[]): { repository: string; alternateRepository: string } {
  const [first, second = first] = [...new Set(existing.map(({ repository }) => repository))]
  return { repository: first!, alternateRepository: second! }
}

function names(settings: Settings, seed: string): { repository: string; alternateRepository: string } {
  const made = repositoriesOf(seed)
  const repository = settings.repo ?? made.repository
  const alternateRepository = settings.altRepo ?? made.alternateRepository
  for (const [option, name] of [
    ['--repo', repository],
    ['--alt-repo', alternateRepository],
  ] as const) {
    if (!isRepositoryName(name)) {
      throw new UsageError(
        `${option}: ${JSON.stringify(name)} is no repository name: use lower-case letters, digits, single . _ or dashes between them, and slashes`,
      )
    }
    if (name.length > longest)
      throw new UsageError(`${option}: the name has ${name.length} characters, at most ${longest} will do`)
  }
  if (repository === alternateRepository)
    throw new UsageError('--repo and --alt-repo must differ: the suites compare two repositories')
  return { repository, alternateRepository }
}

/** Checks what `--only` or `--skip` names: a name that selects nothing is a slip. @throws UsageError */
export function known(option: string, patterns: readonly string[]): readonly string[] {
  const ids = everyId()
  for (const pattern of patterns) {
    if (ids.some(matcher([pattern]))) continue
    const areas = [...new Set(ids.map((id) => id.split('/')[0]!))]
    const near = nearest(pattern, [...ids, ...areas])
    const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `oci-referee list`'
    throw new UsageError(`${option}: no check is called ${JSON.stringify(pattern)}; ${hint}`)
  }
  return patterns
}

function declared(pairs: readonly string[]): Partial<Record<Feature, boolean>> {
  const result: Partial<Record<Feature, boolean>> = {}
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([^=]+)(?:=(.*))?$/.exec(pair) ?? []
    if (!featureNames.includes(name)) {
      const near = nearest(name, featureNames)
      throw new UsageError(
        `--feature: ${JSON.stringify(name)} is unknown; ${near[0] ? `did you mean ${near[0]}?` : `known: ${featureNames.join(', ')}`}`,
      )
    }
    if (!/^(yes|no)$/.test(value)) throw new UsageError(`--feature: say ${name}=yes or ${name}=no`)
    result[name as Feature] = value === 'yes'
  }
  return result
}

/** The reports that `--format` names. @throws UsageError for an unknown one */
export function formatsOf(names: readonly string[]): readonly FormatName[] {
  const wanted = names.filter((name) => name !== 'none')
  for (const name of wanted) {
    if (!Object.hasOwn(formats, name))
      throw new UsageError(`--format: ${JSON.stringify(name)} is not one of ${Object.keys(formats).join(', ')}, none`)
  }
  return [...new Set(wanted)] as FormatName[]
}
