import { type ProfileName, profileNames } from '../../catalogue/profiles.ts'
import type { Feature } from '../../check/session.ts'
import { areaOf } from '../../outcome/outcome.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { everyId, matcher } from '../../run/plan.ts'
import { readableProfiles } from '../../target/choice.ts'
import { featureNames } from '../../target/discover/discover.ts'
import type { SelectionOptions } from '../../target/options.ts'
import { calledAs } from '../../text/called-as.ts'
import { didYouMean, nearest } from '../nearest.ts'
import { allUsed, type Values } from '../options/define.ts'
import type { selection } from '../options/selection.ts'

/** What the options say of what is judged. @throws UsageError for names that nothing has, and for contradictions */
export function selectionFrom(values: Values<typeof selection>, readOnly: boolean): SelectionOptions {
  const { only, skip, profile, feature, shard, spec, ...rest } = values
  allUsed(rest)
  const features = featuresOf(feature)
  expectAgreement(profile, features.referrers, readOnly)
  return {
    only: knownIds('--only', only),
    skip: knownIds('--skip', skip),
    profiles: profilesOf(profile),
    spec,
    features,
    shard,
  }
}

/** The profiles that `--profile` claims, in the order of the catalogue. @throws UsageError for an unknown one */
export function profilesOf(names: readonly string[]): readonly ProfileName[] {
  for (const name of names) {
    if (name === 'all' || profileNames.some((one) => one === name)) continue
    const [near] = nearest(name, profileNames)
    const hint = near ? `did you mean ${near}?` : `known: ${profileNames.join(', ')}, all`
    throw new OptionError('--profile', `${JSON.stringify(name)} is unknown; ${hint}`)
  }
  return names.includes('all') ? profileNames : profileNames.filter((name) => names.includes(name))
}

/** Fails where the profiles that are claimed and the rest of the options exclude each other. @throws UsageError */
function expectAgreement(profile: readonly string[], referrers: boolean | undefined, readOnly: boolean): void {
  const named = profile.includes('all') ? [] : profilesOf(profile)
  const api = named.includes('referrers')
  if (api && referrers === false)
    throw new UsageError('--profile referrers and --feature referrers=no exclude each other: claim tag-schema instead')
  if (named.includes('tag-schema') && !api && referrers === true)
    throw new UsageError('--profile tag-schema and --feature referrers=yes exclude each other: claim referrers instead')
  if (!readOnly) return
  const unreadable = named.filter((name) => !readableProfiles.includes(name))
  if (unreadable.length > 0) {
    throw new UsageError(
      `--read-only cannot judge ${unreadable.join(', ')}, which needs pushes: claim some of ${readableProfiles.join(', ')}`,
    )
  }
}

/** Checks what `--only` or `--skip` names: a name that selects nothing is a slip. @throws UsageError */
export function knownIds(option: string, patterns: readonly string[]): readonly string[] {
  const ids = everyId()
  for (const pattern of patterns) {
    if (ids.some(matcher([pattern]))) continue
    const areas = [...new Set(ids.map(areaOf))]
    const near = nearest(pattern, [...ids, ...areas])
    const hint = didYouMean(near, `see \`${calledAs()} list\``)
    throw new OptionError(option, `no check is called ${JSON.stringify(pattern)}; ${hint}`)
  }
  return patterns
}

function featuresOf(pairs: readonly string[]): Partial<Record<Feature, boolean>> {
  const result: Partial<Record<Feature, boolean>> = {}
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([^=]+)(?:=(.*))?$/.exec(pair) ?? []
    if (!featureNames.includes(name)) {
      const [near] = nearest(name, featureNames)
      const hint = near ? `did you mean ${near}?` : `known: ${featureNames.join(', ')}`
      throw new OptionError('--feature', `${JSON.stringify(name)} is unknown; ${hint}`)
    }
    if (!/^(yes|no)$/.test(value)) throw new OptionError('--feature', `say ${name}=yes or ${name}=no`)
    result[name as Feature] = value === 'yes'
  }
  return result
}
