import type { Fault } from '../change.ts'
import type { Call, Core, PartialRules, Push, Rules } from '../contract.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

/** What happened in a registry so far, for faults that need several steps to show. */
export class Past {
  readonly #counts = new Map<string, number>()

  /** @returns how often it happened, this time included */
  add(...what: readonly string[]): number {
    const times = this.times(...what) + 1
    this.#counts.set(what.join(' '), times)
    return times
  }

  times(...what: readonly string[]): number {
    return this.#counts.get(what.join(' ')) ?? 0
  }

  has(...what: readonly string[]): boolean {
    return this.times(...what) > 0
  }
}

export const othersThan = (core: Core, { name }: Pick<Repository, 'name'>) =>
  [...core.store.repositories.values()].filter((other) => other.name !== name)

/** What is said of a fault, whatever it does. */
type Words = Pick<Fault, 'name' | 'breaks' | 'description'>

/** A fault that does something more once a manifest and its tags are kept. */
export function afterKeep({
  more,
  before = () => {},
  ...words
}: Words & {
  readonly more: (push: Push, past: Past, rules: Rules) => Promise<void> | void
  readonly before?: (push: Push, past: Past) => void
}): Fault {
  return {
    ...words,
    change: (rules) => {
      const past = new Past()
      return {
        manifests: {
          keep: async (push) => {
            before(push, past)
            await rules.manifests.keep(push)
            await more(push, past, rules)
          },
          remove: async (call, repository, manifest) => {
            await rules.manifests.remove(call, repository, manifest)
            past.add('deleted', repository.name, manifest.digest)
            past.add('deleted', manifest.digest)
          },
          untag: async (call, repository, tag) => {
            past.add('untagged', repository.name, tag)
            await rules.manifests.untag(call, repository, tag)
          },
        },
      }
    },
  }
}

/** A fault that does something more once a manifest is deleted. */
export function afterRemove({
  more,
  keep = () => {},
  ...words
}: Words & {
  readonly more: (gone: Removal, past: Past, rules: Rules) => Promise<void> | void
  readonly keep?: (push: Push, past: Past) => void
}): Fault {
  return {
    ...words,
    change: (rules, core) => {
      const past = new Past()
      return {
        manifests: {
          keep: async (push) => {
            keep(push, past)
            await rules.manifests.keep(push)
          },
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].flatMap(([tag, digest]) => (digest === manifest.digest ? [tag] : []))
            await rules.manifests.remove(call, repository, manifest)
            await more({ call, core, repository, manifest, tags }, past, rules)
          },
        },
      }
    },
  }
}

interface Removal {
  readonly call: Call
  readonly core: Core
  readonly repository: Repository
  readonly manifest: StoredManifest
  /** The tags that it had. */
  readonly tags: readonly string[]
}

/** Digests of everything that a manifest names, its subject aside. */
export function named(manifest: StoredManifest): readonly string[] {
  const {
    config,
    layers = [],
    manifests = [],
  } = JSON.parse(new TextDecoder().decode(manifest.bytes)) as {
    readonly config?: { readonly digest: string }
    readonly layers?: readonly { readonly digest: string }[]
    readonly manifests?: readonly { readonly digest: string }[]
  }
  return [...(config ? [config] : []), ...layers, ...manifests].map(({ digest }) => digest)
}

export const subjectOf = ({ content }: StoredManifest) => content.subject?.digest

/** What of a blob is remembered of how it came to a repository, and what that leads to. */
export function blobs({
  change,
  ...words
}: Words & {
  readonly change: (rules: Rules, core: Core, past: Past) => PartialRules
}): Fault {
  return { ...words, change: (rules, core) => change(rules, core, new Past()) }
}

/** A fault that gives a manifest back the tag that was deleted, when it is pushed again in some way. */
export function bringsTagBack({ when, ...words }: Words & { readonly when: (push: Push) => boolean }): Fault {
  return {
    ...words,
    change: (rules) => {
      const deleted = new Map<string, string>()
      return {
        manifests: {
          untag: async (call, repository, tag) => {
            deleted.set(`${repository.name} ${repository.tags.get(tag)}`, tag)
            await rules.manifests.untag(call, repository, tag)
          },
          keep: async (push) => {
            await rules.manifests.keep(push)
            const tag = deleted.get(`${push.repository.name} ${push.manifest.digest}`)
            if (tag !== undefined && when(push)) push.repository.setTag(tag, push.manifest.digest)
          },
        },
      }
    },
  }
}
