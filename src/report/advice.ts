/** What to do about a finding, where more can be said than what was expected. */
const known: Readonly<Record<string, string>> = {
  'referrers/api':
    'If the registry does not claim the API, say so with --feature referrers=no: clients then keep the list under a tag, and that is judged instead.',
  'blobs/push': 'Nothing can be pushed without blobs: mend this first, and run again.',
  'manifests/push-by-digest': 'Nearly everything else needs this: mend it first, and run again.',
  'manifests/push-by-tag': 'Much else needs this: mend it first, and run again.',
  'fallback/no-subject-header':
    'Clients that see the header do not keep the list themselves. Do not send it, or offer the API.',
}

export function advice(id: string): string | undefined {
  return known[id]
}
