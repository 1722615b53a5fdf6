import type { Call } from '../../call.ts'
import { refuse } from '../../errors.ts'
import { manifestOf, type Wrong } from './wrong.ts'

/** What a request is about, where it is there: for refusals that tell too much. */
const contentOf = (call: Call) =>
  call.resource === 'blobs' ? call.core.store.find(call.name)?.blob(call.reference) : manifestOf(call)?.bytes

/** Faults in what refusals give away. */
export const traces: readonly Wrong[] = [
  {
    name: 'refusal-shows-content',
    breaks: 'access/traces',
    description: 'A refusal comes with the tags of the repository',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) => {
          const { status, headers } = rules.access.refusal(call, caller, need, access)
          const tags = [...(call.core.store.find(call.name)?.tags.keys() ?? [])]
          return refuse(status, 'DENIED', 'you may not do this here', { tags }, headers)
        },
      },
    }),
  },
  {
    name: 'existence-in-status',
    breaks: 'access/traces',
    description: 'What does not exist is answered with 404, what does with a refusal',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) =>
          caller.known && ['manifests', 'blobs'].includes(call.resource) && !contentOf(call)
            ? rules.manifests.unknown(call)
            : rules.access.refusal(call, caller, need, access),
      },
    }),
  },
  {
    name: 'existence-in-body',
    breaks: 'access/traces',
    description: 'The body of a refusal tells the size of what it is about',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) => {
          const { status, headers } = rules.access.refusal(call, caller, need, access)
          const detail = { size: contentOf(call)?.byteLength }
          return refuse(status, 'DENIED', 'you may not do this here', detail, headers)
        },
      },
    }),
  },
  {
    name: 'existence-in-mount',
    breaks: 'access/traces',
    description: 'A mount is refused for a blob that is there, and opens a session for one that is not',
    change: (rules, core) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (bytes || from === undefined || !core.store.find(from)?.blob(digest)) return bytes
          throw refuse(403, 'DENIED', 'you may not mount this blob')
        },
      },
    }),
  },
]
