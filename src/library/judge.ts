import { randomBytes } from 'node:crypto'
import { profileNames } from '../catalogue/profiles.ts'
import { type Feature, features as known } from '../check/session.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { inProcessEngine } from '../run/engine/in-process.ts'
import { UsageError } from '../run/errors.ts'
import { defaults, type RunOptions, repositoriesOf } from '../target/options.ts'
import { run } from '../target/run.ts'
import { expectOptions, type JudgeOptions } from './options.ts'

/**
 * Judges a registry by the OCI Distribution Specification, and removes what it pushed. What is found is data: see
 * `conclude` for the verdict, `formats` for reports.
 * @param target `http://host:port` or `https://host`
 * @throws UsageError for options that cannot be
 * @throws CannotJudge when there is no registry, or none that may be written to
 * @example
 * import { conclude, judge } from 'oci-referee'
 *
 * const outcome = await judge('http://localhost:5000', { only: ['referrers/listed'], seed: '1' })
 * console.log(conclude(outcome).kind, outcome.findings.length)
 */
export async function judge(target: string, options: JudgeOptions = {}): Promise<Outcome> {
  return run(runOptions(target, options), options.onEvent, options.signal, inProcessEngine)
}

/** The options of a run. @throws UsageError for options that cannot be */
export function runOptions(target: string, options: JudgeOptions): RunOptions {
  expectOptions(options)
  const { seed = randomBytes(4).toString('hex'), repositories, features = {}, credentials, identities } = options
  const own = (name: string) => !Object.hasOwn(known, name)
  const pick = (wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(features).filter(([name]) => wanted(name)))
  const fromSeed = repositoriesOf(seed)
  const [repository = fromSeed.repository, alternateRepository = fromSeed.alternateRepository] = repositories ?? []
  return {
    connection: {
      ...defaults.connection,
      origin: originOf(target),
      ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
      ...(options.concurrency !== undefined && { concurrency: options.concurrency }),
      ...(credentials && { credentials }),
      ...(identities && { identities }),
    },
    repositories: {
      ...defaults.repositories,
      repository,
      alternateRepository,
      named: repositories ?? [],
      allowContent: options.allowContent ?? false,
    },
    selection: {
      only: options.only ?? [],
      skip: options.skip ?? [],
      profiles: options.profiles ?? profileNames,
      spec: options.spec ?? defaults.selection.spec,
      features: pick((name) => !own(name)) as Partial<Record<Feature, boolean>>,
      ownFeatures: pick(own),
      ownChecks: options.checks,
    },
    content: { ...defaults.content, seed },
    judging: {
      ...defaults.judging,
      strict: options.strict ?? false,
      settleMs: options.settleMs ?? defaults.judging.settleMs,
    },
  }
}

function originOf(target: string): string {
  const url = URL.canParse(target) ? new URL(target) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.username !== '')
    throw new UsageError('the target is to be http://host:port or https://host')
  return url.origin
}
