import { type Action, rightsIn } from '../../access/rights.ts'
import type { Fault, UserSetup } from '../../change.ts'
import type { Call, Core } from '../../contract.ts'
import { looksLikeDigest } from '../../grammar.ts'
import type { StoredManifest } from '../../manifest.ts'
import type { Repository } from '../../repository.ts'

/** A fault of a registry with users; where nothing is said, they log in by Basic. */
export type Wrong = Omit<Fault, 'told'> & Partial<UserSetup>

export const withUsers = ({ scheme = 'basic', public: open, ...fault }: Wrong): Fault => ({
  ...fault,
  hints: { users: { scheme, ...(open && { public: open }) } },
})

interface Naming {
  readonly name: string
  readonly breaks: string
  readonly description: string
}

/** A fault that asks for no right where a request is of some sort. */
export function open(naming: Naming, when: (call: Call) => boolean): Wrong {
  return {
    ...naming,
    change: (rules) => ({ access: { needed: (call) => (when(call) ? undefined : rules.access.needed(call)) } }),
  }
}

/** A fault that asks for another right than it takes, where a request is of some sort. */
export function weakened(naming: Naming, action: Action, when: (call: Call) => boolean): Wrong {
  return {
    ...naming,
    change: (rules) => ({
      access: {
        needed: (call) => (when(call) ? { repository: call.name, action } : rules.access.needed(call)),
      },
    }),
  }
}

export const isRead = ({ request }: Call) => ['GET', 'HEAD'].includes(request.method)
export const repositories = (core: Core): Repository[] => [...core.store.repositories.values()]

/** Whether a caller may read a repository, by the table: a token may be about another one. */
export const mayRead = ({ core, caller }: Call, repository: string) =>
  !core.access || !caller || rightsIn(core.access.table, caller.user, repository).has('pull')

/** The manifest that a request names, where it is there. */
export function manifestOf({ core, name, reference, resource }: Call): StoredManifest | undefined {
  const repository = core.store.find(name)
  if (resource !== 'manifests') return undefined
  const digest = looksLikeDigest(reference) ? reference : (repository?.tags.get(reference) ?? '')
  return repository?.manifests.get(digest)
}

/** A blob of whatever repository. */
export const blobAnywhere = (core: Core, digest: string) =>
  repositories(core)
    .map((one) => one.blob(digest))
    .find((bytes) => bytes !== undefined)
