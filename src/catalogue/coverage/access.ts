import { open, table } from './types.ts'

const byForms = open('what a form of request may open is tried with the right alone that is missing')

/** Rights. Who may not do a thing may not do it in any form. */
export const access = table({
  title: 'Rights',
  about: 'What somebody without a right gets, by every form of the request. Only judged where users are declared.',
  rows: 'who asks',
  columns: ['manifests', 'blobs and uploads', 'lists of tags', 'lists of referrers', 'deletes'],
  cells: {
    'a user with the right': {
      manifests: ['access/read-granted', 'access/write-granted'],
      'blobs and uploads': ['access/write-granted'],
      'lists of tags': ['access/read-granted'],
      'lists of referrers': ['access/attach-accepted', 'access/attach-listed', 'access/attach-unseen'],
      deletes: ['access/delete-granted'],
    },
    'a user without it': {
      manifests: [
        'access/pull-refused',
        'access/pull-forms-refused',
        'access/head-refused',
        'access/push-refused',
        'access/push-forms-refused',
        'access/tag-schema-refused',
      ],
      'blobs and uploads': [
        'access/blob-refused',
        'access/blob-forms-refused',
        'access/mount-refused',
        'access/mount-into-refused',
        'access/upload-refused',
        'access/upload-forms-refused',
        'access/upload-session-refused',
        'access/upload-session-elsewhere',
        'access/session-forms-refused',
      ],
      'lists of tags': ['access/tags-refused', 'access/tags-forms-refused'],
      'lists of referrers': [
        'access/list-refused',
        'access/list-forms-refused',
        'access/other-list-refused',
        'access/next-page-refused',
      ],
      deletes: ['access/delete-refused', 'access/blob-delete-refused', 'access/delete-forms-refused'],
    },
    anonymous: {
      manifests: ['access/anonymous-reads-refused', 'access/anonymous-read-forms-refused'],
      'blobs and uploads': ['access/anonymous-writes-refused', 'access/anonymous-write-forms-refused'],
      'lists of tags': ['access/anonymous-read-forms-refused'],
      'lists of referrers': ['access/anonymous-read-forms-refused'],
      deletes: ['access/anonymous-delete-forms-refused'],
    },
    'a wrong password, or an unknown user': {
      manifests: [
        'access/wrong-password-reads-nothing',
        'access/near-password-refused',
        'access/unknown-user-refused',
        'access/wrong-password-no-login',
      ],
      'blobs and uploads': ['access/wrong-password-writes-nothing'],
      'lists of tags': ['access/wrong-password-reads-nothing'],
      'lists of referrers': ['access/wrong-password-reads-nothing'],
      deletes: ['access/wrong-password-deletes-nothing'],
    },
    'a token for something else, or a changed one': {
      manifests: ['access/token-elsewhere-refused', 'access/token-forms-refused', 'access/token-forged-refused'],
      'blobs and uploads': ['access/token-forms-refused'],
      'lists of tags': ['access/token-forms-refused'],
      'lists of referrers': ['access/token-forms-refused'],
      deletes: open('no sentence says what a token is good for besides', 'access/token-reach'),
    },
    'a user who knows a digest': {
      manifests: ['access/digest-reads-no-manifest', 'access/reference-grants-nothing'],
      'blobs and uploads': [
        'access/digest-reads-no-blob',
        'access/digest-closes-no-upload',
        'access/digest-mounts-nothing',
      ],
      'lists of tags': open('a list of tags is not asked for by a digest'),
      'lists of referrers': ['access/digest-lists-nothing'],
      deletes: ['access/digest-deletes-nothing'],
    },
    'a user who looks for traces': {
      manifests: ['access/refusal-without-content', 'access/existence-hidden', 'access/push-hides-existence'],
      'blobs and uploads': ['access/mount-hides-existence'],
      'lists of tags': ['access/refusal-without-content'],
      'lists of referrers': ['access/refusal-without-content'],
      deletes: open('who may not delete learns of what is there by reading, which is judged'),
    },
    'a path spelled otherwise, or an unusual method': {
      manifests: [
        'access/path-encoded',
        'access/path-doubled-slashes',
        'access/path-dot-segments',
        'access/method-unusual',
      ],
      'blobs and uploads': byForms,
      'lists of tags': byForms,
      'lists of referrers': byForms,
      deletes: byForms,
    },
  },
})
