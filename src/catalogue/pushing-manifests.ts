import type { Requirements } from './types.ts'

export const pushingManifests = {
  'pushing-manifests/created': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'An accepted manifest is answered with 201 and the location to pull it from.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'a581e9dac950' }],
    checks: {
      'manifests/push-by-digest': 'A manifest pushed by digest is accepted',
      'manifests/push-by-tag': 'A manifest pushed by tag is accepted',
      'manifests/push-location': 'A pushed manifest can be pulled from the Location answered',
      'referrers/image-after-by-digest-accepted': 'An image pushed by digest after its subject is accepted',
      'referrers/image-after-by-tag-accepted': 'An image pushed by tag after its subject is accepted',
      'referrers/artifact-after-by-digest-accepted': 'An artifact pushed by digest after its subject is accepted',
      'referrers/artifact-after-by-tag-accepted': 'An artifact pushed by tag after its subject is accepted',
      'referrers/index-after-by-digest-accepted': 'An index pushed by digest after its subject is accepted',
      'referrers/index-after-by-tag-accepted': 'An index pushed by tag after its subject is accepted',
      'referrers/image-first-by-digest-located':
        'An image pushed by digest before its subject can be pulled from the Location answered',
      'referrers/image-after-by-digest-located':
        'An image pushed by digest after its subject can be pulled from the Location answered',
      'referrers/image-first-by-tag-located':
        'An image pushed by tag before its subject can be pulled from the Location answered',
      'referrers/image-after-by-tag-located':
        'An image pushed by tag after its subject can be pulled from the Location answered',
      'referrers/artifact-first-by-digest-located':
        'An artifact pushed by digest before its subject can be pulled from the Location answered',
      'referrers/artifact-after-by-digest-located':
        'An artifact pushed by digest after its subject can be pulled from the Location answered',
      'referrers/artifact-first-by-tag-located':
        'An artifact pushed by tag before its subject can be pulled from the Location answered',
      'referrers/artifact-after-by-tag-located':
        'An artifact pushed by tag after its subject can be pulled from the Location answered',
      'referrers/index-first-by-digest-located':
        'An index pushed by digest before its subject can be pulled from the Location answered',
      'referrers/index-after-by-digest-located':
        'An index pushed by digest after its subject can be pulled from the Location answered',
      'referrers/index-first-by-tag-located':
        'An index pushed by tag before its subject can be pulled from the Location answered',
      'referrers/index-after-by-tag-located':
        'An index pushed by tag after its subject can be pulled from the Location answered',
      'referrers/pushed-twice-accepted': 'A referrer that is already there is accepted again',
      'referrers/burst-accepted': 'Referrers pushed together are all accepted',
      'referrers/burst-same-accepted': 'The same referrer pushed many times together is accepted each time',
    },
  },
} as const satisfies Requirements
