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

export const othersThan = (core: Core, { name }: Repository) =>
  [...core.store.repositories.values()].filter((other) => other.name !== name)

/** A fault that does something more once a manifest and its tags are kept. */
export function afterKeep({
  name,
  breaks,
  description,
  more,
  before = () => {},
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly more: (push: Push, past: Past, rules: Rules) => Promise<void> | void
  readonly before?: (push: Push, past: Past) => void
}): Fault {
  return {
    name,
    breaks,
    description,
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
  name,
  breaks,
  description,
  more,
  keep = () => {},
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly more: (gone: Removal, past: Past, rules: Rules) => Promise<void> | void
  readonly keep?: (push: Push, past: Past) => void
}): Fault {
  return {
    name,
    breaks,
    description,
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
  name,
  breaks,
  description,
  change,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly change: (rules: Rules, core: Core, past: Past) => PartialRules
}): Fault {
  return { name, breaks, description, change: (rules, core) => change(rules, core, new Past()) }
}
