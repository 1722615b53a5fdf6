import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../change.ts'
import type { Awaitable, Push, Rules } from '../contract.ts'

/** Milliseconds that a request takes longer, so that others come in between. */
const pauseMs = 20

interface Entry {
  readonly what: string
  /** What was done about the same thing meanwhile. */
  readonly others: Set<string>
}

/** Which requests are under way, by what they are about. */
class UnderWay {
  readonly #entries = new Map<string, readonly Entry[]>()

  isUnderWay(about: string): boolean {
    return this.#entries.has(about)
  }

  /** Does something that takes a while. @returns what else was done about the same thing meanwhile */
  async during(about: string, what: string, work: () => Promise<void> | void): Promise<ReadonlySet<string>> {
    const before = this.#entries.get(about) ?? []
    const own: Entry = { what, others: new Set(before.map((one) => one.what)) }
    for (const { others } of before) others.add(what)
    this.#entries.set(about, [...before, own])
    await sleep(pauseMs)
    await work()
    const left = (this.#entries.get(about) ?? []).filter((one) => one !== own)
    if (left.length > 0) this.#entries.set(about, left)
    else this.#entries.delete(about)
    return own.others
  }
}

/** A fault that does something more to a push when something else was done to the same manifest meanwhile. */
function pushedMeanwhile({
  when,
  more,
  ...fault
}: Pick<Fault, 'name' | 'breaks' | 'description'> & {
  readonly when: (own: string, others: ReadonlySet<string>) => boolean
  readonly more: (push: Push, rules: Rules) => Awaitable<void>
}): Fault {
  return {
    ...fault,
    change: (rules) => {
      const changes = new UnderWay()
      return {
        manifests: {
          keep: async (push) => {
            const about = `${push.repository.name} ${push.manifest.digest}`
            const what = push.tags.length > 0 ? 'push by tag' : 'push'
            const others = await changes.during(about, what, () => rules.manifests.keep(push))
            if (when(what, others)) await more(push, rules)
          },
          remove: async (call, repository, manifest) => {
            const about = `${repository.name} ${manifest.digest}`
            await changes.during(about, 'delete', () => rules.manifests.remove(call, repository, manifest))
          },
        },
      }
    },
  }
}

/** Faults that only requests about one and the same thing bring out, where they overlap. */
const overlaps: readonly Fault[] = [
  {
    name: 'overlapping-pushes-of-tag-lose-it',
    description: 'A tag that two pushes set at the same time is not there',
    breaks: 'pull/manifest-exact',
    change: (rules) => {
      const pushes = new UnderWay()
      return {
        manifests: {
          keep: async (push) => {
            const { repository, tags } = push
            const [tag] = tags
            if (tag === undefined) return rules.manifests.keep(push)
            const others = await pushes.during(`${repository.name} ${tag}`, 'push', () => rules.manifests.keep(push))
            if (others.size > 0) repository.removeTag(tag)
          },
        },
      }
    },
  },
  pushedMeanwhile({
    name: 'overlapping-push-and-delete-leave-half',
    description: 'A manifest that is pushed by a tag while it is being deleted is gone, and its tag is still listed',
    breaks: 'pull/manifest-exact',
    when: (own, others) => own === 'push by tag' && others.has('delete'),
    more: ({ repository, manifest }) => repository.removeManifest(manifest.digest),
  }),
  pushedMeanwhile({
    name: 'overlapping-pushes-of-referrer-unlist',
    description: 'A referrer that is pushed by a tag while it is pushed otherwise or deleted is there and not listed',
    breaks: 'enabling-referrers/new-listed',
    when: (own, others) => others.has('delete') || others.has('push by tag') || (own !== 'push' && others.size > 0),
    more: ({ repository, manifest }, rules) => rules.referrers.forget(repository, manifest),
  }),
  {
    name: 'overlapping-blob-push-and-delete-empty-it',
    description: 'A blob that is pushed while it is being deleted is there without its bytes',
    breaks: 'pull/blob-exact',
    change: (rules) => {
      const changes = new UnderWay()
      const emptied = new Set<string>()
      return {
        uploads: {
          createdHeaders: (call, digest) => {
            if (changes.isUnderWay(`${call.name} ${digest}`)) emptied.add(`${call.name} ${digest}`)
            return rules.uploads.createdHeaders(call, digest)
          },
        },
        blobs: {
          find: async (call, repository) => {
            const bytes = await rules.blobs.find(call, repository)
            return bytes && emptied.has(`${call.name} ${call.reference}`) ? new Uint8Array() : bytes
          },
          remove: async (call, repository) => {
            await changes.during(`${call.name} ${call.reference}`, 'delete', () => rules.blobs.remove(call, repository))
            if (emptied.has(`${call.name} ${call.reference}`)) repository.putBlob(call.reference, new Uint8Array())
          },
        },
      }
    },
  },
]

/** Of their pushes and deletes random histories make some each time, and the right ones by chance. */
export const overlapFaults: readonly Fault[] = overlaps.map((fault) => ({ ...fault, hints: { byChance: true } }))
