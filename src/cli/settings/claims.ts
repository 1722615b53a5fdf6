import { type ProfileName, profileNames } from '../../catalogue/profiles.ts'
import type { Existing } from '../../check/existing.ts'
import { UsageError } from '../../run/errors.ts'
import { readableProfiles } from '../../target/choice.ts'
import { nearest } from '../nearest.ts'
import { isRepositoryName } from './repository-name.ts'
import type { Settings } from './table.ts'

/** The profiles that `--profile` claims, in the order of the catalogue. @throws UsageError for an unknown one */
export function profilesOf(names: readonly string[] = ['all']): readonly ProfileName[] {
  for (const name of names) {
    if (name === 'all' || profileNames.some((one) => one === name)) continue
    const [near] = nearest(name, profileNames)
    const hint = near ? `did you mean ${near}?` : `known: ${profileNames.join(', ')}, all`
    throw new UsageError(`--profile: ${JSON.stringify(name)} is unknown; ${hint}`)
  }
  return names.includes('all') ? profileNames : profileNames.filter((name) => names.includes(name))
}

/** Fails where the profiles that are claimed and the rest that is said exclude each other. @throws UsageError */
export function expectAgreement(settings: Settings, referrers: boolean | undefined): void {
  const named = settings.profile?.includes('all') ? [] : profilesOf(settings.profile ?? [])
  const api = named.includes('referrers')
  if (api && referrers === false)
    throw new UsageError('--profile referrers and --feature referrers=no exclude each other: claim tag-schema instead')
  if (named.includes('tag-schema') && !api && referrers === true)
    throw new UsageError('--profile tag-schema and --feature referrers=yes exclude each other: claim referrers instead')
  if (!settings.readOnly) return
  const unreadable = named.filter((name) => !readableProfiles.includes(name))
  if (unreadable.length > 0) {
    throw new UsageError(
      `--read-only cannot judge ${unreadable.join(', ')}, which needs pushes: claim some of ${readableProfiles.join(', ')}`,
    )
  }
}

// Specification: Pulling manifests, the grammars of tags and digests.
const tag = /^\w[\w.-]{0,127}$/
const digest = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/
const lengths: Readonly<Record<string, RegExp>> = { sha256: /^[a-f0-9]{64}$/, sha512: /^[a-f0-9]{128}$/ }

/**
 * What `--existing` names, each once.
 * @param host of the registry, which does not belong in a name
 * @throws UsageError for what is no reference
 */
export function existingOf(names: readonly string[], host: string): readonly Existing[] {
  return [...new Set(names)].map((name) => {
    const fail = (why: string): never => {
      throw new UsageError(`--existing: ${JSON.stringify(name)} ${why}`)
    }
    if (name.startsWith(`${host}/`)) return fail(`names the host as well: write ${name.slice(host.length + 1)}`)
    const [, repository = '', separator, reference = ''] = /^(.*?)([:@])(.*)$/.exec(name) ?? []
    if (separator === undefined) return fail('has no tag and no digest: write repo:tag or repo@sha256:…')
    if (!isRepositoryName(repository)) return fail(`has no repository name before ${separator}`)
    if (separator === ':') {
      if (reference.includes('@')) return fail('has a tag and a digest: write repo:tag or repo@sha256:…')
      return tag.test(reference) ? { repository, reference } : fail('has no tag after the colon')
    }
    const [algorithm = '', encoded = ''] = reference.split(':')
    const known = lengths[algorithm]
    if (!digest.test(reference) || (known && !known.test(encoded))) return fail('has no digest after the @')
    return { repository, reference }
  })
}
