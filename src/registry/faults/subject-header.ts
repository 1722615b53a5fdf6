import type { Fault } from '../change.ts'
import { isIndex } from '../manifest.ts'
import type { Push } from '../rules/manifests.ts'
import { subjectIsAbsent } from './order.ts'

/** A fault that leaves OCI-Subject out of the answers to some pushes. */
function leavingOut(name: string, description: string, when: (push: Push) => boolean): Fault {
  return {
    name,
    description,
    breaks: 'push/subject-header',
    change: (rules) => ({
      manifests: { ociSubject: (push) => (when(push) ? undefined : rules.manifests.ociSubject(push)) },
    }),
  }
}

/** Faults in OCI-Subject. */
export const subjectHeaderFaults: readonly Fault[] = [
  leavingOut('subject-header-missing', 'OCI-Subject is never sent', () => true),
  leavingOut(
    'subject-header-missing-for-absent-subject',
    'OCI-Subject is sent only when the subject exists',
    subjectIsAbsent,
  ),
  leavingOut(
    'subject-header-missing-by-digest',
    'OCI-Subject is not sent for a manifest pushed by digest',
    (push) => push.byDigest,
  ),
  leavingOut('subject-header-missing-for-index', 'OCI-Subject is not sent for an index', ({ manifest }) =>
    isIndex(manifest),
  ),
  {
    name: 'subject-header-own-digest',
    description: 'OCI-Subject holds the digest of the pushed manifest and not that of its subject',
    breaks: 'push/subject-header',
    change: () => ({
      manifests: { ociSubject: ({ manifest }) => (manifest.content.subject ? manifest.digest : undefined) },
    }),
  },
  {
    name: 'subject-header-without-api',
    description: 'OCI-Subject is sent though there is no referrers API, so that clients skip the tag schema',
    breaks: 'push/subject-header-honest',
    features: { referrers: false },
    change: () => ({ manifests: { ociSubject: ({ manifest }) => manifest.content.subject?.digest } }),
  },
]
