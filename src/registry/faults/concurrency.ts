import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../change.ts'
import type { Call, Rules } from '../contract.ts'
import { mediaTypes, type StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

/** For how long a list that was read counts as the present one. */
const staleMilliseconds = 5000

/** A fault that refuses a manifest while another one is being pushed that is about the same thing. */
function refusedWhile({
  about,
  ...fault
}: Pick<Fault, 'name' | 'description'> & { readonly about: (manifest: StoredManifest) => string }): Fault {
  return {
    ...fault,
    breaks: 'pushing-manifests/created',
    change: (rules) => {
      const busy = new Set<string>()
      return {
        manifests: {
          keep: async (push) => {
            const key = `${push.call.name} ${about(push.manifest)}`
            if (busy.has(key)) throw new Error('it is locked')
            busy.add(key)
            try {
              await sleep(40)
              await rules.manifests.keep(push)
            } finally {
              busy.delete(key)
            }
          },
        },
      }
    },
  }
}

/** Takes a while to list a referrer, and knows meanwhile of which lists that is true. */
function slowly(rules: Rules) {
  const pushing = new Map<string, number>()
  const record: Rules['referrers']['record'] = async (repository, manifest) => {
    const key = `${repository.name} ${manifest.content.subject?.digest}`
    pushing.set(key, (pushing.get(key) ?? 0) + 1)
    await sleep(30)
    await rules.referrers.record(repository, manifest)
    pushing.set(key, (pushing.get(key) ?? 1) - 1)
  }
  const isPushing = ({ name, reference }: Call) => (pushing.get(`${name} ${reference}`) ?? 0) > 0
  return { record, isPushing }
}

/** Faults that only requests at the same time, or soon after each other, bring out. */
export const concurrencyFaults: readonly Fault[] = [
  {
    name: 'overlapping-pushes-lost',
    description: 'Of several referrers that are pushed at the same time only some are listed',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        record: async (repository, manifest) => {
          const subject = manifest.content.subject?.digest
          if (subject === undefined) return
          const before = repository.referrers.get(subject) ?? []
          // Read, wait, write: what another push writes in between is overwritten.
          await sleep(40)
          repository.referrers.set(subject, before)
          await rules.referrers.record(repository, manifest)
        },
      },
    }),
  },
  refusedWhile({
    name: 'overlapping-pushes-refused',
    description: 'A referrer is refused with 500 while another of the same subject is being pushed',
    about: ({ digest, content }) => content.subject?.digest ?? digest,
  }),
  refusedWhile({
    name: 'overlapping-same-push-refused',
    description: 'A manifest is refused with 500 while the same one is being pushed',
    about: ({ digest }) => digest,
  }),
  {
    name: 'overlapping-same-push-listed-twice',
    description: 'A referrer that is pushed several times at once is listed several times',
    breaks: 'listing-referrers/once',
    change: () => ({
      referrers: {
        record: async (repository, { digest, content }) => {
          if (!content.subject) return
          const known = repository.referrers.get(content.subject.digest)?.includes(digest)
          await sleep(30)
          if (known) return
          const list = repository.referrers.get(content.subject.digest) ?? []
          repository.referrers.set(content.subject.digest, [...list, digest])
        },
      },
    }),
  },
  {
    name: 'overlapping-list-kept',
    description: 'A list that is read while a referrer is being pushed is given for ever',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => {
      const { record, isPushing } = slowly(rules)
      const listsAtPush = new Map<string, readonly StoredManifest[]>()
      return {
        referrers: {
          record,
          listed: async (call, repository) => {
            const key = `${call.name} ${call.reference}`
            const list = listsAtPush.get(key) ?? (await rules.referrers.listed(call, repository))
            if (isPushing(call)) listsAtPush.set(key, list)
            return list
          },
        },
      }
    },
  },
  {
    name: 'overlapping-repositories-mixed',
    description: 'Referrers pushed to two repositories at the same time are listed in the one that came first',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => {
      const busy = new Map<string, Repository>()
      return {
        referrers: {
          record: async (repository, manifest) => {
            const subject = manifest.content.subject?.digest
            if (subject === undefined) return
            const first = busy.get(subject) ?? repository
            busy.set(subject, first)
            await sleep(30)
            await rules.referrers.record(first, manifest)
            busy.delete(subject)
          },
        },
      }
    },
  },
  {
    name: 'stale-list-restores-deleted',
    description: 'A push writes a list back as it was read some seconds before, with what was deleted since',
    breaks: 'listing-referrers/same-repository',
    change: (_rules, core) => {
      const cache = new Map<string, { readonly list: readonly string[]; readonly at: number }>()
      return {
        referrers: {
          record: (repository, manifest) => {
            const subject = manifest.content.subject?.digest
            if (subject === undefined) return
            const key = `${repository.name} ${subject}`
            const known = cache.get(key)
            const fresh = known && core.now() - known.at < staleMilliseconds ? known.list : []
            const list = [...new Set([...fresh, ...(repository.referrers.get(subject) ?? []), manifest.digest])]
            cache.set(key, { list, at: core.now() })
            repository.referrers.set(subject, list)
          },
          listed: (call, repository) =>
            (repository?.referrers.get(call.reference) ?? []).map(
              (digest) => repository?.manifests.get(digest) ?? ghost(digest, call.reference),
            ),
        },
      }
    },
  },
  {
    name: 'overlapping-list-shows-unwritten',
    description: 'A list that is read while a referrer is being pushed holds a digest that nothing has',
    breaks: 'listing-referrers/same-repository',
    change: (rules) => {
      const { record, isPushing } = slowly(rules)
      return {
        referrers: {
          record,
          listed: async (call, repository) => {
            const list = await rules.referrers.listed(call, repository)
            return isPushing(call) ? [...list, ghost(`sha256:${'0'.repeat(64)}`, call.reference)] : list
          },
        },
      }
    },
  },
]

/** A manifest that is listed though it is not there. */
function ghost(digest: string, subject: string): StoredManifest {
  const descriptor = { mediaType: mediaTypes.image, digest: subject, size: 2 }
  return {
    digest,
    mediaType: mediaTypes.image,
    bytes: new Uint8Array(2),
    content: { subject: descriptor, configMediaType: mediaTypes.image, blobs: [], manifests: [] },
    pushedAt: 0,
  }
}
