import type { Fault } from '../change.ts'
import type { Push } from '../contract.ts'
import { refuse } from '../errors.ts'
import { type Descriptor, isIndex, mediaTypes } from '../manifest.ts'
import { subjectIsAbsent } from './order.ts'

const isDocker = ({ mediaType }: Pick<Descriptor, 'mediaType'>) =>
  mediaType === mediaTypes.dockerImage || mediaType === mediaTypes.dockerList

type When = (subject: Descriptor, push: Push) => boolean

/** A fault that refuses referrers of some subjects. */
function refusing({
  name,
  description,
  when,
}: {
  readonly name: string
  readonly description: string
  readonly when: When
}): Fault {
  return {
    name,
    description,
    breaks: 'push/absent-subject',
    change: () => ({
      manifests: {
        checkSubject: (push) => {
          const { subject } = push.manifest.content
          if (subject && when(subject, push)) throw refuse(400, 'MANIFEST_INVALID', 'such a subject is not taken')
        },
      },
    }),
  }
}

/** A fault that keeps referrers of some subjects out of every list. */
function unlisted({
  name,
  description,
  when,
}: {
  readonly name: string
  readonly description: string
  readonly when: (subject: Descriptor) => boolean
}): Fault {
  return {
    name,
    description,
    breaks: 'enabling-referrers/new-listed',
    change: ({ referrers }) => ({
      referrers: {
        listed: async (call, repository) =>
          (await referrers.listed(call, repository)).filter(
            ({ content }) => !content.subject || !when(content.subject),
          ),
      },
    }),
  }
}

/** Faults that show with subjects of some shapes alone. */
export const subjectFaults: readonly Fault[] = [
  refusing({
    name: 'docker-subject-refused',
    description: 'A manifest whose subject is of a docker type is refused',
    when: isDocker,
  }),
  refusing({
    name: 'absent-docker-list-refused',
    description: 'A manifest whose absent subject is a docker list is refused',
    when: (subject, push) => subject.mediaType === mediaTypes.dockerList && subjectIsAbsent(push),
  }),
  refusing({
    name: 'docker-subject-refused-by-tag',
    description: 'A manifest whose subject is a docker image is refused when it is pushed by tag',
    when: (subject, { byDigest }) => subject.mediaType === mediaTypes.dockerImage && !byDigest,
  }),
  refusing({
    name: 'docker-subject-refused-for-index',
    description: 'An index whose subject is of a docker type is refused',
    when: (subject, { manifest }) => isDocker(subject) && isIndex(manifest),
  }),
  refusing({
    name: 'annotated-subject-refused',
    description: 'A manifest whose subject has annotations in its descriptor is refused',
    when: (subject) => subject.annotations !== undefined,
  }),
  refusing({
    name: 'embedded-subject-refused',
    description: 'A manifest that embeds the data of its subject is refused',
    when: (subject) => subject.data !== undefined,
  }),
  refusing({
    name: 'small-subject-refused',
    description: 'A manifest whose subject is smaller than any manifest could be is refused',
    when: (subject) => subject.size < 2,
  }),
  refusing({
    name: 'large-subject-refused',
    description: 'A manifest whose subject is larger than the registry takes is refused',
    when: (subject, { call }) => subject.size > call.core.limits.manifestBytes,
  }),
  refusing({
    name: 'index-subject-elsewhere-refused',
    description: 'A manifest whose subject is an index in another repository alone is refused',
    when: (subject, push) =>
      isIndex(subject) &&
      subjectIsAbsent(push) &&
      [...push.call.core.store.repositories.values()].some((other) => other.manifests.has(subject.digest)),
  }),
  unlisted({
    name: 'docker-subject-unlisted',
    description: 'Referrers of subjects of docker types are not listed',
    when: isDocker,
  }),
  unlisted({
    name: 'docker-list-subject-unlisted',
    description: 'Referrers of docker lists are not listed',
    when: ({ mediaType }) => mediaType === mediaTypes.dockerList,
  }),
  unlisted({
    name: 'annotated-subject-unlisted',
    description: 'Referrers whose subject has annotations in its descriptor are not listed',
    when: ({ annotations }) => annotations !== undefined,
  }),
  {
    name: 'docker-subject-header-missing',
    description: 'OCI-Subject is not sent when the subject is of a docker type',
    breaks: 'subject/header',
    change: (rules) => ({
      manifests: {
        ociSubject: (push) => {
          const { subject } = push.manifest.content
          return subject && isDocker(subject) ? undefined : rules.manifests.ociSubject(push)
        },
      },
    }),
  },
  {
    name: 'docker-subject-filter-empty',
    description: 'A filter finds nothing that refers to a subject of a docker type',
    breaks: 'listing-referrers/filter-true',
    change: (rules) => ({
      referrers: {
        matches: (entry, wanted, call) => {
          const { subject } = entry.manifest.content
          return !(subject && isDocker(subject)) && rules.referrers.matches(entry, wanted, call)
        },
      },
    }),
  },
  {
    name: 'late-index-subject-empties-list',
    description: 'An index that comes after its referrers empties their list',
    breaks: 'enabling-referrers/new-listed',
    change: (rules) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          if (isIndex(push.manifest)) push.repository.referrers.delete(push.manifest.digest)
        },
      },
    }),
  },
  {
    name: 'subject-header-missing-for-artifacts',
    description: 'OCI-Subject is not sent when the subject has a subject itself',
    breaks: 'subject/header',
    change: (rules) => ({
      manifests: {
        ociSubject: (push) => {
          const { subject } = push.manifest.content
          const chained = push.repository.manifests.get(subject?.digest ?? '')?.content.subject
          return chained ? undefined : rules.manifests.ociSubject(push)
        },
      },
    }),
  },
]
