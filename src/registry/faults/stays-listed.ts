import type { Fault } from '../change.ts'
import type { StoredManifest } from '../manifest.ts'
import type { Repository } from '../repository.ts'

/** A fault that goes on listing some of the referrers that were deleted. */
export function deletedStaysListed({
  when,
  ...fault
}: Pick<Fault, 'name' | 'description'> & {
  /** Which of them, told in the moment after the delete. */
  readonly when: (manifest: StoredManifest, repository: Repository) => boolean
}): Fault {
  return {
    ...fault,
    breaks: 'listing-referrers/same-repository',
    change: (rules) => {
      const gone: { readonly repository: string; readonly manifest: StoredManifest }[] = []
      return {
        referrers: {
          forget: async (repository, manifest) => {
            await rules.referrers.forget(repository, manifest)
            if (when(manifest, repository)) gone.push({ repository: repository.name, manifest })
          },
          listed: async (call, repository) => {
            const listed = await rules.referrers.listed(call, repository)
            const ghosts = gone
              .filter((one) => one.repository === call.name)
              .map(({ manifest }) => manifest)
              .filter(({ content }) => content.subject?.digest === call.reference)
            // What was pushed again is there once.
            const all = [...ghosts, ...listed]
            return [...new Map(all.map((manifest) => [manifest.digest, manifest])).values()]
          },
        },
      }
    },
  }
}
