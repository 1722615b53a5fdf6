import type { Change, Fault } from '../change.ts'

/** So many deletes work before these registries stop deleting: more than all checks together ask for. */
const enough = 150

/** What an operator says of a registry whose deletes stop working: what is left behind shows it, and no check need. */
const leavesBehind = { hints: { shows: 'leftovers' } } as const satisfies Partial<Change>

/** Faults that only the look after the clean-up of a run shows. */
export const cleanUpFaults: readonly Fault[] = [
  {
    name: 'deletes-of-manifests-tire',
    description: 'After a hundred and fifty deletes a manifest stays, though its DELETE returns 202',
    breaks: 'deleting/manifest-gone',
    ...leavesBehind,
    change: (rules) => {
      let deleted = 0
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            if (++deleted <= enough) await rules.manifests.remove(call, repository, manifest)
          },
        },
      }
    },
  },
  {
    name: 'deletes-of-manifests-tire-and-keep-tags',
    description: 'After a hundred and fifty deletes a deleted manifest keeps its tags in the list',
    breaks: 'deleting/manifest-gone',
    ...leavesBehind,
    change: (rules) => {
      let deleted = 0
      const ghosts = new Map<string, Set<string>>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            const tags = [...repository.tags].filter(([, digest]) => digest === manifest.digest).map(([tag]) => tag)
            await rules.manifests.remove(call, repository, manifest)
            if (++deleted <= enough) return
            const known = ghosts.get(repository.name) ?? new Set()
            for (const tag of tags) known.add(tag)
            ghosts.set(repository.name, known)
          },
        },
        tags: {
          listed: (call, repository) => [
            ...new Set([...rules.tags.listed(call, repository), ...(ghosts.get(repository.name) ?? [])]),
          ],
        },
      }
    },
  },
]
