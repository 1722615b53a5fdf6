import type { Call } from '../../contract.ts'
import { refuse } from '../../errors.ts'
import { manifestOf, mayRead, repositories, type Wrong } from './wrong.ts'

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
  {
    name: 'existence-in-ranges',
    breaks: 'access/traces',
    description: 'A part of a blob that does not exist is answered with 404, of one that does with a refusal',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) =>
          call.resource === 'blobs' && call.request.headers.has('Range') && !contentOf(call)
            ? rules.blobs.unknown(call)
            : rules.access.refusal(call, caller, need, access),
      },
    }),
  },
  {
    name: 'existence-in-filtered-lists',
    breaks: 'access/traces',
    description: 'A filtered list of what does not exist is answered with 404, of what does with a refusal',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) =>
          call.query.has('artifactType') && !call.core.store.find(call.name)?.manifests.has(call.reference)
            ? rules.manifests.unknown(call)
            : rules.access.refusal(call, caller, need, access),
      },
    }),
  },
  {
    name: 'refused-lists-show-entries',
    breaks: 'access/traces',
    description: 'The refusal of a filtered list names what is in it',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) => {
          const { status, headers } = rules.access.refusal(call, caller, need, access)
          const entries = call.query.has('artifactType')
            ? call.core.store.find(call.name)?.referrers.get(call.reference)
            : undefined
          return refuse(status, 'DENIED', 'you may not do this here', entries && { entries: [...entries] }, headers)
        },
      },
    }),
  },
  {
    name: 'existence-in-layers',
    breaks: 'access/traces',
    description: 'A push is refused in another way where its layer is in a repository that the user may not read',
    change: (rules, core) => ({
      manifests: {
        checkSubject: (push) => {
          const named = push.manifest.content.blobs.map(({ digest }) => digest)
          const hidden = repositories(core).filter(({ name }) => !mayRead(push.call, name))
          if (named.some((digest) => hidden.some((one) => one.blob(digest) && !push.repository.blob(digest)))) {
            throw refuse(403, 'DENIED', 'you may not use this layer')
          }
          return rules.manifests.checkSubject(push)
        },
      },
    }),
  },
  {
    name: 'existence-in-oci-subject',
    breaks: 'access/traces',
    description: 'OCI-Subject comes where the subject is in some repository, readable or not, and only there',
    change: (rules, core) => ({
      manifests: {
        ociSubject: (push) => {
          const digest = push.manifest.content.subject?.digest ?? ''
          return repositories(core).some(({ manifests }) => manifests.has(digest))
            ? rules.manifests.ociSubject(push)
            : undefined
        },
      },
    }),
  },
]
