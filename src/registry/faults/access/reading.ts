import { isRead, mayRead, open, repositories, type Wrong } from './wrong.ts'

/** Faults in who may read. */
export const reading: readonly Wrong[] = [
  open(
    { name: 'pulling-open', breaks: 'access/reading', description: 'Everybody may pull manifests' },
    (call) => isRead(call) && call.resource === 'manifests',
  ),
  open(
    { name: 'heads-open', breaks: 'access/reading', description: 'HEAD is not held against rights' },
    ({ request }) => request.method === 'HEAD',
  ),
  open(
    { name: 'blobs-open', breaks: 'access/reading', description: 'Everybody may pull blobs' },
    (call) => isRead(call) && call.resource === 'blobs',
  ),
  open(
    { name: 'tags-open', breaks: 'access/reading', description: 'Everybody may list tags' },
    ({ resource }) => resource === 'tags',
  ),
  open(
    { name: 'lists-open', breaks: 'access/reading', description: 'Everybody may list referrers' },
    ({ resource }) => resource === 'referrers',
  ),
  open(
    {
      name: 'next-pages-open',
      breaks: 'access/reading',
      description: 'Pages after the first are not held against rights',
    },
    ({ query }) => query.has('last'),
  ),
  open(
    {
      name: 'lists-open-to-readers-of-subject',
      breaks: 'access/reading',
      description: 'Who may read a subject somewhere may list its referrers everywhere',
    },
    (call) =>
      call.resource === 'referrers' &&
      repositories(call.core).some(({ name, manifests }) => manifests.has(call.reference) && mayRead(call, name)),
  ),
  {
    name: 'mounting-needs-no-pull',
    breaks: 'access/reading',
    description: 'A blob is mounted from a repository that the user may not read',
    change: (rules) => ({
      uploads: { mayMountFrom: (call, from) => call.query.has('from') || rules.uploads.mayMountFrom(call, from) },
    }),
  },
]
