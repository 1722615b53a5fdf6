import { profileNames } from '../../catalogue/profiles.ts'
import { specVersions } from '../../catalogue/types.ts'
import { defaults } from '../../target/options.ts'
import type { IdentitySetting } from './identities.ts'

/** What a run can be told, whoever tells it: the command line, the environment or a config file. */
export interface Settings {
  target?: string
  repo?: string
  altRepo?: string
  seed?: string
  only?: string[]
  skip?: string[]
  profile?: string[]
  readOnly?: boolean
  existing?: string[]
  spec?: string
  strict?: boolean
  /** Milliseconds. */
  settle?: number
  /** Milliseconds. */
  timeout?: number
  concurrency?: number
  reportsDir?: string
  format?: string[]
  dockerConfig?: string
  identities?: IdentitySetting[]
  username?: string
  ca?: string
  cert?: string
  key?: string
  insecure?: boolean
  /** Requests a second. */
  rps?: number
  keep?: boolean
  allowContent?: boolean
  quiet?: boolean
  verbose?: boolean
  color?: boolean
  feature?: string[]
  /** Milliseconds. */
  observeRetention?: number
}

export type SettingName = keyof Settings

/**
 * How a value is written: text, a list with commas, yes or no, a whole number, a time as `500ms`, `10s`, `5m`, `2h`,
 * identities with their rights.
 */
export type SettingKind = 'text' | 'list' | 'flag' | 'number' | 'duration' | 'identities'

export interface Setting {
  readonly kind: SettingKind
  /** As commander reads it; absent for what is no option (the target). */
  readonly flags?: string
  /** Environment variables that say it, the first one found counts. */
  readonly env: readonly string[]
  /** Our own words for people, with the default. */
  readonly help: string
  /** Values that are allowed, where only some are. */
  readonly choices?: readonly string[]
}

const seconds = (ms: number) => `${ms / 1000}s`

/** Every setting, once. The command line, the environment, the config schema and the documentation are made from it. */
export const settings = {
  target: {
    kind: 'text',
    env: ['OCI_REFEREE_TARGET', 'OCI_REGISTRY'],
    help: 'The registry to judge: host:port, http://host:port or https://host',
  },
  repo: {
    kind: 'text',
    flags: '--repo <name>',
    env: ['OCI_REFEREE_REPO', 'OCI_REPO1'],
    help: 'First repository to write to (default: made from the seed)',
  },
  altRepo: {
    kind: 'text',
    flags: '--alt-repo <name>',
    env: ['OCI_REFEREE_ALT_REPO', 'OCI_REPO2'],
    help: 'Second repository to write to (default: made from the seed)',
  },
  seed: {
    kind: 'text',
    flags: '--seed <text>',
    env: ['OCI_REFEREE_SEED'],
    help: 'Makes the random content repeatable (default: random, and printed)',
  },
  only: {
    kind: 'list',
    flags: '--only <ids>',
    env: ['OCI_REFEREE_ONLY'],
    help: 'Run these alone: ids, areas or globs, with commas between',
  },
  skip: {
    kind: 'list',
    flags: '--skip <ids>',
    env: ['OCI_REFEREE_SKIP'],
    help: 'Leave these out: ids, areas or globs, with commas between',
  },
  profile: {
    kind: 'list',
    flags: '--profile <names>',
    env: ['OCI_REFEREE_PROFILE'],
    help: `What the registry claims, to be judged by that alone: ${profileNames.join(', ')} (default: all)`,
  },
  readOnly: {
    kind: 'flag',
    flags: '--read-only',
    env: ['OCI_REFEREE_READ_ONLY'],
    help: 'Write nothing: judge pull, discovery and referrers by the content that --existing names',
  },
  existing: {
    kind: 'list',
    flags: '--existing <names>',
    env: ['OCI_REFEREE_EXISTING'],
    help: 'Content that is in the registry, to be judged as well: repo:tag or repo@sha256:…, with commas between',
  },
  spec: {
    kind: 'text',
    flags: '--spec <version>',
    env: ['OCI_REFEREE_SPEC', 'OCI_VERSION'],
    choices: specVersions,
    help: `Version of the text to judge by: ${specVersions.join(', ')} (default: ${defaults.selection.spec})`,
  },
  strict: {
    kind: 'flag',
    flags: '--strict',
    env: ['OCI_REFEREE_STRICT'],
    help: 'A recommendation that is not met fails too',
  },
  settle: {
    kind: 'duration',
    flags: '--settle <time>',
    env: ['OCI_REFEREE_SETTLE'],
    help: `How long a change may take to become visible (default: ${seconds(defaults.judging.settleMs)})`,
  },
  timeout: {
    kind: 'duration',
    flags: '--timeout <time>',
    env: ['OCI_REFEREE_TIMEOUT'],
    help: `How long to wait for an answer (default: ${seconds(defaults.connection.timeoutMs)})`,
  },
  concurrency: {
    kind: 'number',
    flags: '--concurrency <count>',
    env: ['OCI_REFEREE_CONCURRENCY'],
    help: `Requests under way at once (default: ${defaults.connection.concurrency})`,
  },
  reportsDir: {
    kind: 'text',
    flags: '--reports-dir <folder>',
    env: ['OCI_REFEREE_REPORTS_DIR', 'OCI_RESULTS_DIR'],
    help: 'Where reports are written (default: reports)',
  },
  format: {
    kind: 'list',
    flags: '--format <names>',
    env: ['OCI_REFEREE_FORMAT'],
    help: 'Reports to write: junit, json, markdown, har, none (default: junit,json)',
  },
  dockerConfig: {
    kind: 'text',
    flags: '--docker-config <file>',
    env: ['OCI_REFEREE_DOCKER_CONFIG'],
    help: 'Take credentials from this config.json of docker or auth.json of podman, or `none` (default: the usual files, when they name the registry)',
  },
  identities: {
    kind: 'identities',
    flags: '--identity <name=rights>',
    env: ['OCI_REFEREE_IDENTITIES'],
    help: 'A user and what they may do in the two repositories, as vendor=user:vendor,a:none,b:read+write+delete; may be given again (see the README)',
  },
  username: {
    kind: 'text',
    flags: '--username <name>',
    env: ['OCI_REFEREE_USERNAME', 'OCI_USERNAME'],
    help: 'User to log in as; the password comes from --password-stdin, OCI_REFEREE_PASSWORD or OCI_PASSWORD',
  },
  ca: {
    kind: 'text',
    flags: '--ca <file>',
    env: ['OCI_REFEREE_CA'],
    help: 'PEM file of certificates to trust besides the usual ones',
  },
  cert: {
    kind: 'text',
    flags: '--cert <file>',
    env: ['OCI_REFEREE_CERT'],
    help: 'PEM file of the certificate to show to the registry (mutual TLS)',
  },
  key: {
    kind: 'text',
    flags: '--key <file>',
    env: ['OCI_REFEREE_KEY'],
    help: 'PEM file of the private key of --cert',
  },
  insecure: { kind: 'flag', flags: '--insecure', env: ['OCI_REFEREE_INSECURE'], help: 'Accept any certificate' },
  allowContent: {
    kind: 'flag',
    flags: '--allow-content',
    env: ['OCI_REFEREE_ALLOW_CONTENT'],
    help: 'Run although a repository that was named holds tags (they are left alone)',
  },
  rps: {
    kind: 'number',
    flags: '--rps <count>',
    env: ['OCI_REFEREE_RPS'],
    help: 'Requests to the registry in a second, at most (default: no limit)',
  },
  keep: { kind: 'flag', flags: '--keep', env: ['OCI_REFEREE_KEEP'], help: 'Leave what was pushed in the repositories' },
  feature: {
    kind: 'list',
    flags: '--feature <name=yes|no>',
    env: ['OCI_REFEREE_FEATURE'],
    help: 'Say what the registry offers instead of having it asked, as referrers=no',
  },
  observeRetention: {
    kind: 'duration',
    flags: '--observe-retention <time>',
    env: ['OCI_REFEREE_OBSERVE_RETENTION'],
    help: 'After judging, watch for so long which referrers the registry keeps',
  },
  quiet: {
    kind: 'flag',
    flags: '-q, --quiet',
    env: ['OCI_REFEREE_QUIET'],
    help: 'Print findings and the verdict alone',
  },
  verbose: { kind: 'flag', flags: '-v, --verbose', env: ['OCI_REFEREE_VERBOSE'], help: 'Print every check' },
  color: {
    kind: 'flag',
    flags: '--no-color',
    env: ['OCI_REFEREE_COLOR'],
    help: 'Print without colours (NO_COLOR does the same)',
  },
} as const satisfies Record<SettingName, Setting>

export const settingNames = Object.keys(settings) as SettingName[]

export function settingOf(name: SettingName): Setting {
  return settings[name]
}
