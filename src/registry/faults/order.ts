import type { Fault } from '../change.ts'
import type { Push } from '../contract.ts'
import { refuse } from '../errors.ts'
import { isIndex } from '../manifest.ts'

/** Whether the manifest's subject is missing in the repository at this moment. */
export function subjectIsAbsent({ repository, manifest }: Push): boolean {
  const { subject } = manifest.content
  return subject !== undefined && !repository.manifests.has(subject.digest)
}

/** A fault that refuses some pushes whose subject is absent. */
function refusing({
  name,
  description,
  when,
}: {
  readonly name: string
  readonly description: string
  readonly when: (push: Push) => boolean
}): Fault {
  return {
    name,
    description,
    breaks: 'push/absent-subject',
    change: () => ({
      manifests: {
        checkSubject: (push) => {
          if (subjectIsAbsent(push) && when(push)) throw refuse(404, 'MANIFEST_UNKNOWN', 'the subject is unknown')
        },
      },
    }),
  }
}

/** A referrer may arrive before its subject: faults that get this order wrong. */
export const orderFaults: readonly Fault[] = [
  refusing({
    name: 'absent-subject-refused',
    description: 'A manifest whose subject is absent is refused with 404',
    when: () => true,
  }),
  refusing({
    name: 'absent-subject-refused-by-digest',
    description: 'A manifest whose subject is absent is refused when it is pushed by digest',
    when: (push) => push.byDigest,
  }),
  refusing({
    name: 'absent-subject-refused-by-tag',
    description: 'A manifest whose subject is absent is refused when it is pushed by tag',
    when: (push) => !push.byDigest,
  }),
  refusing({
    name: 'absent-subject-refused-for-index',
    description: 'An index whose subject is absent is refused',
    when: (push) => isIndex(push.manifest),
  }),
  refusing({
    name: 'absent-subject-refused-for-sha512',
    description: 'A manifest whose absent subject has a sha512 digest is refused',
    when: (push) => push.manifest.content.subject?.digest.startsWith('sha512:') === true,
  }),
  {
    name: 'absent-subject-not-kept',
    description: 'A manifest whose subject is absent is answered with 201, but not kept',
    breaks: 'pushing-manifests/created',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          if (!subjectIsAbsent(push)) await rules.manifests.keep(push)
        },
      },
    }),
  },
  {
    name: 'absent-subject-not-listed',
    description: 'A referrer that was pushed before its subject is never listed',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      referrers: {
        record: async (repository, manifest) => {
          const { subject } = manifest.content
          if (subject && repository.manifests.has(subject.digest)) await rules.referrers.record(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'subject-push-empties-list',
    description: 'Pushing the subject after its referrers empties their list',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          push.repository.referrers.delete(push.manifest.digest)
        },
      },
    }),
  },
  {
    name: 'absent-subject-placeholder',
    description: 'An absent subject can be read, as an empty manifest, once something refers to it',
    breaks: 'pull/manifest-absent',
    change: (rules) => ({
      manifests: {
        find: async (call, repository) => {
          const found = await rules.manifests.find(call, repository)
          const [referrer] = found ? [] : (repository.referrers.get(call.reference) ?? [])
          return found ?? repository.manifests.get(referrer ?? '')
        },
      },
    }),
  },
  {
    name: 'present-subject-not-listed-by-tag',
    description: 'A referrer pushed by tag is listed only when its subject was absent then',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          const { repository, manifest, byDigest } = push
          const known = repository.manifests.has(manifest.digest)
          const present = repository.manifests.has(manifest.content.subject?.digest ?? '')
          await rules.manifests.keep(push)
          if (!byDigest && present && !known) await rules.referrers.forget(repository, manifest)
        },
      },
    }),
  },
  {
    name: 'index-subject-refused',
    description: 'A manifest whose subject says that it is an index is refused',
    breaks: 'push/absent-subject',
    change: () => ({
      manifests: {
        checkSubject: ({ manifest }) => {
          const { subject } = manifest.content
          if (subject && isIndex(subject)) throw refuse(405, 'UNSUPPORTED', 'an index cannot be a subject')
        },
      },
    }),
  },
  {
    name: 'subject-by-tag-empties-list',
    description: 'Pushing the subject by tag after its referrers empties their list',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          if (!push.byDigest) push.repository.referrers.delete(push.manifest.digest)
        },
      },
    }),
  },
]
