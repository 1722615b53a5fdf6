import { refuse } from '../../errors.ts'
import { mayRead, repositories, type Wrong } from './wrong.ts'

/** Faults in attaching from another repository. */
export const attaching: readonly Wrong[] = [
  {
    name: 'attaching-needs-rights-on-subject',
    breaks: 'access/attaching',
    description: 'A referrer is refused to whoever may not read the repository that its subject is in',
    change: (rules, core) => ({
      manifests: {
        checkSubject: (push) => {
          const digest = push.manifest.content.subject?.digest ?? ''
          const hidden = repositories(core).some(
            ({ name, manifests }) => manifests.has(digest) && !mayRead(push.call, name),
          )
          if (hidden) throw refuse(403, 'DENIED', 'you may not attach to this')
          return rules.manifests.checkSubject(push)
        },
      },
    }),
  },
  {
    name: 'attached-hidden-with-subject',
    breaks: 'access/attaching',
    description: 'A list is empty to whoever may not read the repository that the subject is in',
    change: (rules, core) => ({
      referrers: {
        listed: (call, repository) =>
          repositories(core).some(({ name, manifests }) => manifests.has(call.reference) && !mayRead(call, name))
            ? []
            : rules.referrers.listed(call, repository),
      },
    }),
  },
  {
    name: 'attached-copied-to-subject',
    breaks: 'access/attaching',
    description: 'A referrer is copied to the repository of its subject, whoever pushes it',
    change: (rules, core) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          const digest = push.manifest.content.subject?.digest ?? ''
          for (const other of repositories(core)) {
            if (!other.manifests.has(digest) || mayRead(push.call, other.name)) continue
            other.putManifest(push.manifest)
            await rules.referrers.record(other, push.manifest)
          }
        },
      },
    }),
  },
]
