import type { Call } from '../../contract.ts'
import { looksLikeDigest } from '../../grammar.ts'
import { isIndex, type StoredManifest } from '../../manifest.ts'
import { manifestOf, type Wrong, weakened } from './wrong.ts'

const breaks = 'access/deleting'

/** A fault that lets writers delete manifests of some sort. */
const byWriters = (name: string, what: string, when: (manifest: StoredManifest, call: Call) => boolean): Wrong =>
  weakened({ name, breaks, description: `To delete ${what} takes the right to push` }, 'push', (call) => {
    const manifest = call.request.method === 'DELETE' ? manifestOf(call) : undefined
    return manifest !== undefined && when(manifest, call)
  })

const isTagged = ({ core, name }: Call, digest: string) =>
  [...(core.store.find(name)?.tags.values() ?? [])].includes(digest)

/** Faults in who may delete that show in some forms of a request alone. */
export const deletingForms: readonly Wrong[] = [
  byWriters('deleting-tags-takes-push', 'a tag', (_, { reference }) => !looksLikeDigest(reference)),
  byWriters('deleting-referrers-takes-push', 'a referrer', ({ content }) => content.subject !== undefined),
  byWriters('deleting-indexes-takes-push', 'an index', isIndex),
  byWriters(
    'deleting-untagged-takes-push',
    'a manifest without a tag',
    ({ digest }, call) => looksLikeDigest(call.reference) && !isTagged(call, digest),
  ),
  weakened(
    { name: 'deleting-blobs-takes-push', breaks, description: 'To delete a blob takes the right to push' },
    'push',
    ({ request, resource }) => request.method === 'DELETE' && resource === 'blobs',
  ),
]
