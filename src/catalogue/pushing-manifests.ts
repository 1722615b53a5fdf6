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
      'referrers/image-first-by-digest-located': 'An image pushed by digest before its subject is at its Location',
      'referrers/image-after-by-digest-located': 'An image pushed by digest after its subject is at its Location',
      'referrers/image-first-by-tag-located': 'An image pushed by tag before its subject is at its Location',
      'referrers/image-after-by-tag-located': 'An image pushed by tag after its subject is at its Location',
      'referrers/artifact-first-by-digest-located':
        'An artifact pushed by digest before its subject is at its Location',
      'referrers/artifact-after-by-digest-located': 'An artifact pushed by digest after its subject is at its Location',
      'referrers/artifact-first-by-tag-located': 'An artifact pushed by tag before its subject is at its Location',
      'referrers/artifact-after-by-tag-located': 'An artifact pushed by tag after its subject is at its Location',
      'referrers/index-first-by-digest-located': 'An index pushed by digest before its subject is at its Location',
      'referrers/index-after-by-digest-located': 'An index pushed by digest after its subject is at its Location',
      'referrers/index-first-by-tag-located': 'An index pushed by tag before its subject is at its Location',
      'referrers/index-after-by-tag-located': 'An index pushed by tag after its subject is at its Location',
      'referrers/pushed-twice-accepted': 'A referrer that is already there is accepted again',
      'referrers/burst-accepted': 'Referrers pushed together are all accepted',
      'referrers/burst-same-accepted': 'The same referrer pushed many times together is accepted each time',
      'responses/manifest-location': 'Every accepted manifest gets a Location',
    },
  },
  'pushing-manifests/exact': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'A manifest is kept byte for byte.',
    wordings: [{ since: '1.1.0', level: 'MUST', fingerprint: 'ed5a95ed4007' }],
    checks: {
      'manifests/odd-spelling': 'A manifest with odd white space and escapes is kept byte for byte',
      'manifests/odd-spelling-index': 'An index with odd white space and escapes is kept byte for byte',
      'manifests/unknown-fields': 'Fields that the image specification does not know are kept',
      'manifests/exact-with-subject': 'A manifest with a subject is kept byte for byte',
    },
  },
  'pushing-manifests/digest-header': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Docker-Content-Digest in the answer to a push by digest is that digest.',
    wordings: [
      { since: '1.1.0', until: '1.1.1', level: 'MUST', fingerprint: '3b9dc6cc6c2c' },
      { since: 'main', level: 'MUST', fingerprint: 'acf673dd55e4' },
    ],
    checks: {
      'manifests/push-digest-header': 'The digest answered to a push by digest is the one given',
      'manifests/push-digest-header-sha512': 'The digest answered to a push by sha512 digest is the one given',
      'responses/push-digest': 'Every push by digest is answered with that digest',
    },
  },
  'pushing-manifests/digest-header-true': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Docker-Content-Digest in the response to a push by tag is the digest of what was pushed.',
    wordings: [{ since: '1.1.0', level: 'MUST' }],
    implied: 'Stated plainly, without a keyword, beside the sentence about pushes by digest.',
    checks: {
      'responses/push-digest-by-tag': 'Every digest in the response to a push by tag is that of the manifest',
    },
  },
  'pushing-manifests/digest': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'A manifest is not taken under a digest that is not its own.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What is pulled by a digest has to be what is expected under it.',
    checks: {
      'manifests/wrong-digest-refused': 'A manifest with the digest of something else is refused',
    },
  },
  'pushing-manifests/type-parameters': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Parameters of the Content-Type of a pushed manifest are ignored.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: 'feb291b46106' }],
    checks: {
      'manifests/type-parameters-ignored': 'A manifest whose Content-Type has a parameter is accepted',
    },
  },
  'pushing-manifests/tag-parameters': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Tags pushed in the query are named in OCI-Tag.',
    wordings: [{ since: 'main', level: 'MUST', fingerprint: '64162f8a8cfd' }],
    checks: {
      'manifests/tag-parameters': 'Tags pushed in the query are named in OCI-Tag, and no others',
    },
  },
  'pushing-manifests/tag-header-only': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'OCI-Tag names no tag that the request did not ask for.',
    wordings: [{ since: 'main', level: 'SHOULD NOT' }],
    implied: 'The header tells which of the tags asked for were accepted.',
    checks: {
      'responses/tag-header': 'No OCI-Tag names a tag that was not asked for',
    },
  },
  'pushing-manifests/ten-tags': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Where tags are pushed in the query, ten of them fit into one request.',
    wordings: [{ since: 'main', level: 'SHOULD', fingerprint: '1f22a31bcc8f' }],
    checks: {
      'manifests/tag-parameters-ten': 'Ten tags in the query are all taken',
    },
  },
  'pushing-manifests/too-large': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'A manifest over the limit of the registry is answered with 413.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: '7f6282231d58' }],
    checks: {
      'manifests/too-large': 'A manifest that is too large is refused with 413',
    },
  },
  'pushing-manifests/four-megabytes': {
    actor: 'both',
    heading: 'Pushing Manifests',
    says: 'Manifests of up to four megabytes can be pushed.',
    wordings: [{ since: '1.1.0', level: 'SHOULD', fingerprint: '07cec8cf3617' }],
    checks: {
      'manifests/four-megabytes': 'A manifest of four megabytes is accepted, and kept byte for byte',
    },
  },
  'pushing-manifests/grammatical-tags': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Whatever the grammar of tags allows can be pushed as a tag.',
    wordings: [{ since: '1.1.0', level: 'SHOULD' }],
    implied: 'The text gives the form of a tag, and clients cannot know of a narrower one.',
    checks: {
      'manifests/tag-longest': 'A tag of 128 characters of every sort is accepted',
    },
  },
  'pushing-manifests/unknown-repository': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'Pulling from a repository that does not exist is answered with 404.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'b34c639b439a' }],
    checks: {
      'manifests/unknown-repository': 'Nothing is found in a repository nobody pushed to',
    },
  },
  'pushing-manifests/tag-moves': {
    actor: 'registry',
    heading: 'Pushing Manifests',
    says: 'A tag names what was last pushed to it.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'A tag is a pointer to a manifest, and pulling it gives the manifest that is expected.',
    checks: {
      'manifests/tag-moved': 'A tag that is pushed again names the new manifest',
      'manifests/tag-moved-old-kept': 'A manifest that lost its tag to another one is still found by digest',
    },
  },
} as const satisfies Requirements
