import { open, type Wrong } from './wrong.ts'

/** Faults in who may write and delete. */
export const writing: readonly Wrong[] = [
  open(
    { name: 'pushing-open', breaks: 'access/writing', description: 'Everybody may push manifests' },
    ({ request, resource }) => request.method === 'PUT' && resource === 'manifests',
  ),
  open(
    { name: 'uploads-open', breaks: 'access/writing', description: 'Everybody may begin uploads' },
    ({ resource, reference }) => resource === 'uploads' && reference === '',
  ),
  open(
    {
      name: 'upload-sessions-open',
      breaks: 'access/writing',
      description: 'Whoever knows an upload session may use it',
    },
    ({ resource, reference }) => resource === 'uploads' && reference !== '',
  ),
  {
    name: 'upload-sessions-shared',
    breaks: 'access/writing',
    description: 'An upload session that was opened in one repository goes on in any other',
    change: (_rules, core) => ({ uploads: { find: ({ reference }) => core.store.uploads.get(reference) } }),
  },
  open(
    { name: 'tag-schema-open', breaks: 'access/writing', description: 'Everybody may push under referrers tags' },
    ({ request, reference }) => request.method === 'PUT' && /^sha256-[0-9a-f]{64}$/.test(reference),
  ),
  open(
    { name: 'deleting-manifests-open', breaks: 'access/deleting', description: 'Everybody may delete manifests' },
    ({ request, resource }) => request.method === 'DELETE' && resource === 'manifests',
  ),
  open(
    { name: 'deleting-blobs-open', breaks: 'access/deleting', description: 'Everybody may delete blobs' },
    ({ request, resource }) => request.method === 'DELETE' && resource === 'blobs',
  ),
]
