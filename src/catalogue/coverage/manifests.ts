import { open, table } from './types.ts'

const notOurs = open('what was there before the run is not deleted, nor are its tags moved')
const optional = open('a registry may refuse the kind; how it answers is observed', 'manifests/docker-types')
const collected = open('a registry may collect what no tag names any more')

/** Manifests by digest. */
export const byDigest = table({
  title: 'Manifests by digest',
  about:
    'A manifest as its digest shows it, by what happened to it before. Images, indexes and artifacts with a subject go through the steps side by side.',
  rows: 'state',
  columns: ['GET', 'HEAD', 'PUT', 'DELETE'],
  cells: {
    pushed: {
      GET: [
        'manifests/pull-by-digest',
        'manifests/pull-digest',
        'manifests/content-type',
        'manifests/content-type-bare',
        'manifests/pull-any-type',
        'manifests/accept-of-every-form',
        'manifests/encoded',
        'manifests/odd-spelling',
        'manifests/odd-spelling-index',
        'manifests/unknown-fields',
        'manifests/exact-with-subject',
        'api/pull',
      ],
      HEAD: [
        'manifests/head',
        'manifests/head-size',
        'manifests/head-digest',
        'manifests/head-agrees',
        'manifests/encoded-head',
        'api/pull',
      ],
      PUT: [
        'manifests/push-by-digest',
        'manifests/mounted-layer-accepted',
        'manifests/push-location',
        'manifests/push-digest-header',
        'manifests/type-parameters-ignored',
      ],
      DELETE: ['manifests/delete-by-digest', 'manifests/delete-refused'],
    },
    'there before the run': {
      GET: [
        'existing/pulled',
        'existing/by-digest',
        'existing/digest-header',
        'existing/content-type',
        'existing/content-type-bare',
      ],
      HEAD: ['existing/head', 'existing/head-size', 'existing/head-digest'],
      PUT: notOurs,
      DELETE: notOurs,
    },
    'never here': {
      GET: [
        'manifests/unknown',
        'manifests/resembling-not-found',
        'manifests/latest-not-found',
        'existing/manifest-unknown',
        'errors/fits-unknown-manifest',
        'referrers/never-subject-absent',
      ],
      HEAD: ['manifests/head-unknown', 'existing/head-unknown'],
      PUT: ['manifests/push-by-digest'],
      DELETE: ['manifests/delete-unknown', 'errors/fits-unknown-delete'],
    },
    'in a repository that nobody wrote to': {
      GET: ['manifests/unknown-repository'],
      HEAD: ['manifests/unknown-repository'],
      PUT: open('a push makes the repository, which the first push of a run shows'),
      DELETE: ['manifests/delete-unknown-repository'],
    },
    'only in another repository': {
      GET: [
        'manifests/elsewhere-not-found',
        'manifests/names-alike-apart',
        'referrers/alternate-not-readable',
        'referrers/alternate-subject-stays-absent',
      ],
      HEAD: ['manifests/elsewhere-head', 'manifests/names-alike-apart', 'referrers/alternate-subject-stays-absent'],
      PUT: open('no sentence says what a push may borrow from another repository', 'manifests/blob-elsewhere'),
      DELETE: ['manifests/deleted-elsewhere-stays', 'referrers/alternate-not-deletable'],
    },
    'in two repositories, deleted here': {
      GET: ['manifests/deleted-again-gone', 'manifests/deleted-in-both-gone'],
      HEAD: ['manifests/deleted-again-head', 'manifests/deleted-in-both-gone'],
      PUT: ['manifests/deleted-again-accepted', 'manifests/deleted-in-both-pulled'],
      DELETE: ['manifests/deleted-twice'],
    },
    'in two repositories, deleted in the other': {
      GET: ['manifests/deleted-here-only', 'manifests/deleted-other-repository'],
      HEAD: ['manifests/deleted-other-repository'],
      PUT: open('it is there: a second push of it'),
      DELETE: ['manifests/deleted-in-both-gone'],
    },
    deleted: {
      GET: [
        'manifests/deleted',
        'manifests/deleted-with-tag',
        'manifests/deleted-unchanged',
        'referrers/deleted-not-readable',
        'errors/fits-deleted-manifest',
      ],
      HEAD: ['manifests/deleted-again-head'],
      PUT: ['manifests/deleted-again-accepted'],
      DELETE: ['manifests/deleted-twice'],
    },
    'deleted and pushed again': {
      GET: ['manifests/deleted-pushed-again', 'manifests/deleted-again-pulled', 'manifests/old-returned-keeps-tag'],
      HEAD: ['manifests/deleted-again-pulled'],
      PUT: ['manifests/deleted-again-accepted'],
      DELETE: ['manifests/deleted-once-more'],
    },
    'asked for before its push': {
      GET: ['manifests/asked-before'],
      HEAD: ['manifests/asked-before-head'],
      PUT: ['manifests/asked-before'],
      DELETE: open('a delete does not know who asked before'),
    },
    'pushed again, by digest and by other tags': {
      GET: ['manifests/pushed-again-pulled'],
      HEAD: ['manifests/pushed-again-head'],
      PUT: ['manifests/pushed-again-accepted', 'referrers/pushed-twice-accepted'],
      DELETE: ['manifests/deleted-with-tag', 'manifests/deleted-again-gone'],
    },
    'its only tag moved away, or was deleted': {
      GET: open('a registry may collect what no tag names any more', 'manifests/tag-moved-old-kept'),
      HEAD: collected,
      PUT: open('it is new, or there already: both are judged'),
      DELETE: collected,
    },
    'one of its tags moved away': {
      GET: ['manifests/moved-back-pulled'],
      HEAD: ['manifests/moved-back-head'],
      PUT: ['manifests/old-returned-keeps-tag'],
      DELETE: ['manifests/old-deleted-keeps-tag'],
    },
    'shares its blobs with one that was deleted': {
      GET: ['manifests/deleted-others-stay'],
      HEAD: open('what GET gives, byte for byte and with its blobs, is there'),
      PUT: open('it is there: a second push of it'),
      DELETE: open('it is a manifest as any other'),
    },
    'a child whose index was deleted, or an index whose child was': {
      GET: ['manifests/deleted-index-alone', 'manifests/deleted-index-gone'],
      HEAD: ['manifests/deleted-index-alone'],
      PUT: open('no sentence says whether an index may lack a child: see “lacks what it refers to”'),
      DELETE: ['manifests/in-use-kept-or-gone'],
    },
    'in use: tagged, listed by an index, a referrer or a subject': {
      GET: ['manifests/in-use-kept-or-gone'],
      HEAD: open('what GET shows of it decides'),
      PUT: ['manifests/pushed-again-accepted'],
      DELETE: ['manifests/in-use-kept-or-gone'],
    },
    'lacks what it refers to': {
      GET: ['manifests/lacking-blob-pulled', 'manifests/lacking-child-pulled', 'manifests/refused-not-found'],
      HEAD: open('a registry may take it; what GET shows of it decides'),
      PUT: [
        'manifests/missing-blob',
        'manifests/missing-child',
        'manifests/missing-deleted',
        'manifests/missing-named',
      ],
      DELETE: open('it is a manifest as any other, or none'),
    },
    'refused first, and then whole': {
      GET: ['manifests/early-then-accepted'],
      HEAD: ['manifests/early-then-accepted'],
      PUT: ['manifests/early-then-accepted'],
      DELETE: open('it is a manifest as any other'),
    },
    'pushed under the digest of something else': {
      GET: ['manifests/wrong-digest-refused'],
      HEAD: open('what GET does not find after a refusal HEAD will not find: `manifests/head-unknown` judges that'),
      PUT: ['manifests/wrong-digest-refused', 'manifests/claimed-digest-accepted', 'errors/fits-wrong-manifest-digest'],
      DELETE: open('it is a manifest that is not here'),
    },
    'no manifest at all': {
      GET: ['manifests/refused-keeps-tag'],
      HEAD: ['manifests/refused-keeps-tag'],
      PUT: ['errors/fits-invalid-manifest'],
      DELETE: open('it is a manifest that is not here'),
    },
    'of megabytes': {
      GET: ['manifests/large-kept'],
      HEAD: ['manifests/large-head-size'],
      PUT: ['manifests/four-megabytes', 'manifests/too-large'],
      DELETE: ['manifests/large-deleted'],
    },
    'by its sha512 digest': {
      GET: ['manifests/sha512', 'manifests/sha512-located', 'manifests/sha512-and-tag'],
      HEAD: ['manifests/sha512', 'manifests/sha512-and-tag'],
      PUT: ['manifests/sha512-accepted', 'manifests/push-digest-header-sha512', 'manifests/sha512-wrong-refused'],
      DELETE: ['manifests/sha512-deleted'],
    },
    'under the digest of a blob': {
      GET: ['manifests/blob-not-found'],
      HEAD: ['manifests/blob-not-found'],
      PUT: open('the bytes of a blob are a manifest as well where they are one: `blobs/same-bytes`'),
      DELETE: open('it is a manifest that is not here'),
    },
    'under a malformed digest': {
      GET: ['manifests/malformed-not-found', 'manifests/malformed-status'],
      HEAD: ['manifests/malformed-not-found', 'manifests/malformed-status'],
      PUT: open('how it is answered is left open; that it makes no tag is judged', 'manifests/odd-tag'),
      DELETE: ['manifests/delete-malformed'],
    },
    'after random steps': {
      GET: ['explore/manifests', 'explore/isolation'],
      HEAD: ['explore/manifests', 'explore/isolation'],
      PUT: ['explore/manifests', 'explore/overlapping-manifests'],
      DELETE: ['explore/deletes'],
    },
  },
})

/** Manifests by their media types and shapes. */
export const kinds = table({
  title: 'Kinds of manifests',
  about: 'Every kind is pushed by digest and by tag, and asked for by both.',
  rows: 'kind',
  columns: ['PUT', 'GET', 'HEAD', 'Content-Type'],
  cells: {
    'image, artifact, index; empty, standard, with a subject, with one layer twice, of many platforms': {
      PUT: ['manifests/kinds-accepted', 'manifests/kinds-located'],
      GET: ['manifests/kinds-pulled', 'manifests/kinds-digest'],
      HEAD: ['manifests/kinds-head', 'manifests/kinds-head-size', 'manifests/kinds-head-digest'],
      'Content-Type': ['manifests/kinds-type'],
    },
    'without mediaType': {
      PUT: ['manifests/unnamed-accepted'],
      GET: ['manifests/kinds-pulled'],
      HEAD: ['manifests/kinds-head'],
      'Content-Type': ['manifests/kinds-type'],
    },
    'docker image': {
      PUT: optional,
      GET: ['manifests/docker-image-pulled', 'manifests/kinds-deleted'],
      HEAD: ['manifests/docker-image-head'],
      'Content-Type': ['manifests/docker-image-type'],
    },
    'docker list': {
      PUT: optional,
      GET: ['manifests/docker-list-pulled', 'manifests/kinds-deleted'],
      HEAD: ['manifests/docker-list-head'],
      'Content-Type': ['manifests/docker-list-type'],
    },
    'index of docker images': {
      PUT: optional,
      GET: ['manifests/docker-children-pulled', 'manifests/kinds-deleted'],
      HEAD: ['manifests/docker-children-head'],
      'Content-Type': ['manifests/docker-children-type'],
    },
    'index of indexes': {
      PUT: optional,
      GET: ['manifests/nested-index-pulled', 'manifests/kinds-deleted'],
      HEAD: ['manifests/nested-index-head'],
      'Content-Type': ['manifests/nested-index-type'],
    },
  },
})
