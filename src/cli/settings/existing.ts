import type { Existing } from '../../check/existing.ts'
import { OptionError } from '../../run/errors.ts'
import { isRepositoryName } from '../../target/repository-name.ts'

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
      throw new OptionError('--existing', `${JSON.stringify(name)} ${why}`)
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
