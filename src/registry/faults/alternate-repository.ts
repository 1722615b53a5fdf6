import type { Fault } from '../change.ts'
import type { Core } from '../contract.ts'
import { type ErrorCode, refuse } from '../errors.ts'
import type { Repository } from '../repository.ts'

/** A fault that lists the referrers of some other repositories too. */
function leaking({
  name,
  description,
  from,
}: {
  readonly name: string
  readonly description: string
  readonly from: (other: string, asked: string) => boolean
}): Fault {
  return {
    name,
    description,
    breaks: 'listing-referrers/same-repository',
    change: (rules, core) => ({
      referrers: {
        listed: async (call, repository) => {
          const own = await rules.referrers.listed(call, repository)
          const others = repositories(core).filter((other) => other.name !== call.name && from(other.name, call.name))
          const lists = await Promise.all(others.map((other) => rules.referrers.listed(call, other)))
          const all = [...own, ...lists.flat()]
          return [...new Map(all.map((manifest) => [manifest.digest, manifest])).values()]
        },
      },
    }),
  }
}

function repositories(core: Core): readonly Repository[] {
  return [...core.store.repositories.values()]
}

/** A fault that refuses to list the referrers of a digest that is not in the repository. */
function refusing({
  name,
  status,
  code,
}: {
  readonly name: string
  readonly status: number
  readonly code: ErrorCode
}): Fault {
  return {
    name,
    description: `Listing the referrers of a subject that is not in the repository responds with ${status}`,
    breaks: 'listing-referrers/found',
    change: (rules) => ({
      referrers: {
        listed: (call, repository) => {
          if (repository?.manifests.has(call.reference)) return rules.referrers.listed(call, repository)
          throw refuse(status, code, 'the subject is unknown')
        },
      },
    }),
  }
}

/** Referrers may live in another repository than their subject: faults in keeping repositories apart. */
export const alternateRepositoryFaults: readonly Fault[] = [
  leaking({
    name: 'lists-cross-repositories',
    description: 'Referrers in every repository are listed',
    from: () => true,
  }),
  leaking({
    name: 'lists-leak-from-longer-names',
    description: 'The list of a repository includes those of repositories whose names begin with its name',
    from: (other, asked) => other.startsWith(asked),
  }),
  leaking({
    name: 'lists-leak-from-parent',
    description: 'The list of a repository includes those of its parent',
    from: (other, asked) => asked.startsWith(`${other}/`),
  }),
  refusing({ name: 'list-404-without-subject', status: 404, code: 'MANIFEST_UNKNOWN' }),
  refusing({ name: 'list-400-without-subject', status: 400, code: 'MANIFEST_INVALID' }),
  {
    name: 'list-empty-without-subject',
    description: 'The list is empty as long as the subject is not in the repository',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        listed: (call, repository) =>
          repository?.manifests.has(call.reference) ? rules.referrers.listed(call, repository) : [],
      },
    }),
  },
  {
    name: 'same-referrer-listed-once',
    description: 'A referrer that is pushed to two repositories is listed in the first alone',
    breaks: 'enabling-referrers/new-listed',
    change: (rules, core) => ({
      referrers: {
        record: async (repository, manifest) => {
          const elsewhere = repositories(core).some(
            (other) => other !== repository && other.manifests.has(manifest.digest),
          )
          if (!elsewhere) await rules.referrers.record(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'delete-reaches-other-repositories',
    description: 'Deleting a manifest removes it from every repository',
    breaks: 'deleting/manifest-here',
    change: (rules, core) => ({
      manifests: {
        remove: async (call, _repository, manifest) => {
          for (const repository of repositories(core)) {
            const there = repository.manifests.get(manifest.digest)
            if (there) await rules.manifests.remove(call, repository, there)
          }
        },
      },
    }),
  },
  {
    name: 'delete-empties-other-lists',
    description: 'Deleting a referrer takes it out of the lists of every repository, though it stays readable there',
    breaks: 'listing-referrers/same-repository',
    change: (rules, core) => ({
      referrers: {
        forget: async (_repository, manifest) => {
          for (const repository of repositories(core)) await rules.referrers.forget(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'manifests-cross-repositories',
    description: 'A manifest can be read by digest in a repository that it was never pushed to',
    breaks: 'pull/manifest-absent',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) =>
          (await rules.manifests.find(call, repository)) ??
          repositories(core)
            .map((other) => other.manifests.get(call.reference))
            .find((manifest) => manifest !== undefined),
      },
    }),
  },
]
