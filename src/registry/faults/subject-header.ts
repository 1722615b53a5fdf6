import type { Fault } from '../change.ts'
import type { Push } from '../contract.ts'
import { isIndex } from '../manifest.ts'
import { subjectIsAbsent } from './order.ts'

/** A fault that leaves OCI-Subject out of the responses to some pushes. */
function leavingOut({
  name,
  description,
  when,
  breaks = 'subject/header',
}: {
  readonly name: string
  readonly description: string
  readonly when: (push: Push) => boolean
  readonly breaks?: string
}): Fault {
  return {
    name,
    description,
    breaks,
    change: (rules) => ({
      manifests: { ociSubject: (push) => (when(push) ? undefined : rules.manifests.ociSubject(push)) },
    }),
  }
}

/** Faults in OCI-Subject. */
export const subjectHeaderFaults: readonly Fault[] = [
  leavingOut({ name: 'subject-header-missing', description: 'OCI-Subject is never sent', when: () => true }),
  leavingOut({
    name: 'subject-header-missing-for-absent-subject',
    description: 'OCI-Subject is sent only when the subject exists',
    when: subjectIsAbsent,
  }),
  leavingOut({
    name: 'subject-header-missing-by-digest',
    description: 'OCI-Subject is not sent for a manifest pushed by digest',
    when: (push) => push.byDigest,
  }),
  leavingOut({
    name: 'subject-header-missing-for-index',
    description: 'OCI-Subject is not sent for an index',
    when: ({ manifest }) => isIndex(manifest),
    breaks: 'subject/header-index',
  }),
  {
    name: 'subject-header-own-digest',
    description: 'OCI-Subject holds the digest of the pushed manifest and not that of its subject',
    breaks: 'subject/header',
    change: () => ({
      manifests: { ociSubject: ({ manifest }) => (manifest.content.subject ? manifest.digest : undefined) },
    }),
  },
  {
    name: 'subject-header-without-subject',
    description: 'OCI-Subject is sent for a manifest without a subject too, with its own digest',
    breaks: 'subject/header-without-subject',
    change: (rules) => ({
      manifests: { ociSubject: (push) => rules.manifests.ociSubject(push) ?? push.manifest.digest },
    }),
  },
  leavingOut({
    name: 'subject-header-missing-on-repeat',
    description: 'OCI-Subject is not sent when the subject has a referrer already',
    when: ({ repository, manifest }) =>
      (repository.referrers.get(manifest.content.subject?.digest ?? '')?.length ?? 0) > 1,
  }),
  leavingOut({
    name: 'subject-header-missing-for-sha512',
    description: 'OCI-Subject is not sent for a subject with a sha512 digest',
    when: ({ manifest }) => manifest.content.subject?.digest.startsWith('sha512:') === true,
  }),
  {
    name: 'subject-header-cut',
    description: 'OCI-Subject lacks the algorithm of the digest',
    breaks: 'subject/header',
    change: (rules) => ({
      manifests: { ociSubject: (push) => rules.manifests.ociSubject(push)?.replace(/^[a-z0-9]+:/, '') },
    }),
  },
  {
    name: 'subject-header-without-api',
    description: 'OCI-Subject is sent though there is no referrers API, so that clients skip the tag schema',
    breaks: 'subject/header-honest',
    features: { referrers: false },
    hints: { features: { referrers: false } },
    change: () => ({ manifests: { ociSubject: ({ manifest }) => manifest.content.subject?.digest } }),
  },
]
