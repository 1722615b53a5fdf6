import type { Bytes } from '../body.ts'
import type { Fault } from '../change.ts'
import type { Call, PartialRules, Rules } from '../contract.ts'
import { emptyResponse } from '../respond.ts'

/** The blob that a call names, in whatever repository. */
function anywhere({ core, reference }: Call): Bytes | undefined {
  for (const repository of core.store.repositories.values()) {
    const bytes = repository.blob(reference)
    if (bytes) return bytes
  }
  return undefined
}

/** Rules that find blobs of every repository in some requests. */
function shared(rules: Rules, when: (request: Request) => boolean): PartialRules {
  return {
    blobs: {
      find: async (call, repository) =>
        (await rules.blobs.find(call, repository)) ?? (when(call.request) ? anywhere(call) : undefined),
    },
  }
}

const key = (call: Call) => `${call.name} ${call.reference}`

/** Faults in whose blobs are whose, and in what deleting one does. */
export const blobIsolationFaults: readonly Fault[] = [
  {
    name: 'blob-of-others-pulled',
    description: 'A blob is pulled through every repository, as long as one of them has it',
    breaks: 'pull/blob-absent',
    change: (rules) => shared(rules, ({ method, headers }) => method === 'GET' && !headers.has('Range')),
  },
  {
    name: 'blob-of-others-in-parts',
    description: 'A part of a blob is read through every repository, the whole only where it is',
    breaks: 'pull/blob-absent',
    change: (rules) => shared(rules, ({ method, headers }) => method === 'GET' && headers.has('Range')),
  },
  {
    name: 'blob-of-others-by-head',
    description: 'HEAD finds blobs of every repository',
    breaks: 'checking/absent',
    change: (rules) => shared(rules, ({ method }) => method === 'HEAD'),
  },
  {
    name: 'blob-deleted-everywhere',
    description: 'A deleted blob is deleted from every repository',
    breaks: 'deleting/blob-here',
    change: () => ({
      blobs: {
        remove: ({ core, reference }) => {
          for (const repository of core.store.repositories.values()) repository.removeBlob(reference)
        },
      },
    }),
  },
  {
    name: 'blob-deleted-for-others',
    description: 'A repository that lacks a blob may delete that of another',
    breaks: 'deleting/blob-here',
    change: (rules) => ({
      blobs: {
        ...shared(rules, ({ method }) => method === 'DELETE').blobs,
        remove: (call, repository) => {
          const holder = repository.blobs.has(call.reference)
            ? repository
            : [...call.core.store.repositories.values()].find(({ blobs }) => blobs.has(call.reference))
          holder?.removeBlob(call.reference)
        },
      },
    }),
  },
  {
    name: 'blob-delete-of-others-202',
    description: 'Deleting a blob that only another repository has is answered with 202, and nothing is deleted',
    breaks: 'deleting/blob-unknown',
    change: (rules) => shared(rules, ({ method }) => method === 'DELETE'),
  },
  {
    name: 'blob-delete-twice-202',
    description: 'Deleting a blob again is answered with 202',
    breaks: 'deleting/blob-unknown',
    wrap: (handler) => {
      const deleted = new Set<string>()
      return async (request) => {
        const response = await handler(request)
        if (request.method !== 'DELETE' || !request.url.includes('/blobs/sha256:')) return response
        if (response.status === 202) deleted.add(request.url)
        return response.status === 404 && deleted.has(request.url) ? emptyResponse(202) : response
      }
    },
  },
  {
    name: 'blob-deleted-while-shared-stays',
    description: 'A blob that another repository has as well is deleted with 202 and stays',
    breaks: 'pull/blob-absent',
    change: (rules) => ({
      blobs: {
        remove: (call, repository) => {
          const holders = [...call.core.store.repositories.values()].filter(({ blobs }) => blobs.has(call.reference))
          return holders.length > 1 ? undefined : rules.blobs.remove(call, repository)
        },
      },
    }),
  },
  {
    name: 'blob-head-remembered',
    description: 'HEAD finds a blob that it found before, though it was deleted since',
    breaks: 'checking/absent',
    change: (rules) => {
      const known = new Map<string, Bytes>()
      return {
        blobs: {
          find: async (call, repository) => {
            const bytes = await rules.blobs.find(call, repository)
            if (call.request.method !== 'HEAD') return bytes
            if (bytes) known.set(key(call), bytes)
            return known.get(key(call))
          },
        },
      }
    },
  },
  {
    name: 'blob-absence-remembered',
    description: 'A blob that was pulled in vain before its push is not found after it',
    breaks: 'pull/blob-exact',
    change: (rules) => absent(rules, 'GET'),
  },
  {
    name: 'blob-absence-remembered-by-head',
    description: 'HEAD does not find a blob that it did not find before its push',
    breaks: 'checking/found',
    change: (rules) => absent(rules, 'HEAD'),
  },
  {
    name: 'blob-delete-forbids-push',
    description: 'A blob that was deleted is taken again and not found',
    breaks: 'deleting/blob-here',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        blobs: {
          remove: (call, repository) => {
            deleted.add(key(call))
            return rules.blobs.remove(call, repository)
          },
          find: (call, repository) => (deleted.has(key(call)) ? undefined : rules.blobs.find(call, repository)),
        },
      }
    },
  },
  {
    name: 'blob-head-size-lost-by-delete',
    description: 'HEAD of a blob that was deleted and pushed again says that it is empty',
    breaks: 'checking/size',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        blobs: {
          remove: (call, repository) => {
            deleted.add(key(call))
            return rules.blobs.remove(call, repository)
          },
          find: async (call, repository) => {
            const bytes = await rules.blobs.find(call, repository)
            return bytes && call.request.method === 'HEAD' && deleted.has(key(call)) ? new Uint8Array() : bytes
          },
        },
      }
    },
  },
]

/** Rules by which what a method did not find once is not found by it again. */
function absent(rules: Rules, method: string): PartialRules {
  const missing = new Set<string>()
  return {
    blobs: {
      find: async (call, repository) => {
        const bytes = await rules.blobs.find(call, repository)
        if (call.request.method !== method) return bytes
        if (!bytes) missing.add(key(call))
        return missing.has(key(call)) ? undefined : bytes
      },
    },
  }
}
