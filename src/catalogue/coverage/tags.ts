import { open, table } from './types.ts'

const notOurs = open('what was there before the run is not deleted, nor are its tags moved')

/** Manifests by tag. */
export const byTag = table({
  title: 'Manifests by tag',
  about: 'A tag, by what happened before to it and to what it names.',
  rows: 'state',
  columns: ['GET', 'HEAD', 'PUT', 'DELETE'],
  cells: {
    pushed: {
      GET: ['manifests/pull-by-tag', 'manifests/kinds-pulled'],
      HEAD: ['manifests/head', 'manifests/kinds-head'],
      PUT: ['manifests/push-by-tag', 'manifests/kinds-accepted', 'manifests/pushed-again-accepted'],
      DELETE: ['manifests/delete-tag', 'manifests/delete-tag-refused'],
    },
    'pushed in the query of a push by digest': {
      GET: ['manifests/tag-parameters', 'manifests/tag-parameters-found', 'manifests/tag-parameters-deleted'],
      HEAD: ['manifests/tag-parameters-found', 'manifests/tag-parameters-deleted'],
      PUT: [
        'manifests/tag-parameters',
        'manifests/tag-parameters-ten',
        'manifests/tag-parameters-move',
        'manifests/tag-parameters-sha512',
      ],
      DELETE: ['manifests/tag-parameters-untagged'],
    },
    'there before the run': {
      GET: ['existing/pulled'],
      HEAD: ['existing/head'],
      PUT: notOurs,
      DELETE: notOurs,
    },
    'never here': {
      GET: ['manifests/unknown', 'fallback/tag-absent-before'],
      HEAD: ['manifests/head-unknown'],
      PUT: ['manifests/push-by-tag'],
      DELETE: ['manifests/delete-unknown-tag'],
    },
    'only in another repository': {
      GET: ['manifests/elsewhere-not-found', 'manifests/names-alike-apart'],
      HEAD: ['manifests/elsewhere-head', 'manifests/names-alike-apart'],
      PUT: ['manifests/same-tag-pulled'],
      DELETE: ['manifests/deleted-elsewhere-stays'],
    },
    'in two repositories, for other manifests': {
      GET: ['manifests/same-tag-pulled', 'manifests/same-tag-apart'],
      HEAD: ['manifests/same-tag-apart'],
      PUT: ['manifests/same-tag-pulled'],
      DELETE: ['manifests/untagged-elsewhere'],
    },
    'asked for before its push': {
      GET: ['manifests/asked-before'],
      HEAD: ['manifests/asked-before-head'],
      PUT: ['manifests/asked-before'],
      DELETE: open('a delete does not know who asked before'),
    },
    'one of several tags of a manifest': {
      GET: ['manifests/pushed-again-pulled', 'referrers/subject-keeps-tags'],
      HEAD: ['manifests/pushed-again-head', 'referrers/subject-keeps-tags'],
      PUT: ['manifests/pushed-again-accepted'],
      DELETE: ['manifests/deleted-tag-others-stay', 'manifests/untagged-others-pulled'],
    },
    'differs from another tag in case alone': {
      GET: ['manifests/tags-of-other-case'],
      HEAD: open('tags that are one show so to GET'),
      PUT: ['manifests/tags-of-other-case'],
      DELETE: ['manifests/untagged-other-case'],
    },
    moved: {
      GET: [
        'manifests/tag-moved',
        'manifests/moved-back-pulled',
        'manifests/moved-unchanged',
        'manifests/moved-back-type',
      ],
      HEAD: ['manifests/moved-back-head', 'manifests/moved-back-head-digest', 'manifests/moved-back-head-size'],
      PUT: ['manifests/tag-moved'],
      DELETE: ['manifests/moved-tag-deleted'],
    },
    'moved away from what was deleted, or came back': {
      GET: ['manifests/old-deleted-keeps-tag', 'manifests/old-returned-keeps-tag'],
      HEAD: ['manifests/old-deleted-keeps-tag', 'manifests/old-returned-keeps-tag'],
      PUT: open('it is a tag as any other'),
      DELETE: ['manifests/moved-tag-deleted'],
    },
    deleted: {
      GET: ['manifests/deleted-tag', 'manifests/untagged-gone', 'manifests/moved-tag-deleted'],
      HEAD: ['manifests/untagged-head', 'manifests/moved-tag-deleted'],
      PUT: ['manifests/untagged-again-accepted'],
      DELETE: ['manifests/untagged-twice'],
    },
    'deleted and pushed again': {
      GET: ['manifests/untagged-others-pulled', 'manifests/untagged-gone'],
      HEAD: ['manifests/untagged-others-pulled', 'manifests/untagged-head'],
      PUT: ['manifests/untagged-again-accepted'],
      DELETE: ['manifests/untagged-gone', 'manifests/untagged-head'],
    },
    'its manifest was deleted by digest': {
      GET: ['manifests/deleted-with-tag', 'manifests/deleted-again-gone', 'manifests/moved-tag-gone-with-manifest'],
      HEAD: ['manifests/deleted-again-head', 'manifests/moved-tag-gone-with-manifest'],
      PUT: ['manifests/deleted-again-accepted'],
      DELETE: open('it went with its manifest: a tag that is not there'),
    },
    'its manifest was deleted and pushed again': {
      GET: ['manifests/deleted-again-gone', 'manifests/deleted-pushed-again', 'manifests/deleted-again-pulled'],
      HEAD: ['manifests/deleted-again-head', 'manifests/deleted-again-pulled'],
      PUT: ['manifests/deleted-again-accepted'],
      DELETE: open('it is there, or not: both are judged'),
    },
    'after a refused push to it': {
      GET: ['manifests/refused-keeps-tag', 'manifests/refused-not-found'],
      HEAD: ['manifests/refused-keeps-tag'],
      PUT: ['manifests/early-then-accepted'],
      DELETE: open('it names what it named before, which GET and HEAD show'),
    },
    'at the edges of the grammar': {
      GET: ['tags/forms-pulled', 'tags/storage-names-pulled', 'manifests/tag-longest', 'manifests/tag-schema-pulled'],
      HEAD: ['tags/forms-pulled'],
      PUT: ['tags/forms-accepted', 'manifests/tag-longest'],
      DELETE: ['tags/forms-deleted'],
    },
    malformed: {
      GET: ['manifests/malformed-not-found', 'manifests/malformed-status'],
      HEAD: ['manifests/malformed-not-found', 'manifests/malformed-status'],
      PUT: open('how it is answered is left open; that it is not listed is judged', 'manifests/odd-tag'),
      DELETE: ['manifests/delete-malformed'],
    },
    'the referrers tag': {
      GET: [
        'fallback/index-pulled',
        'fallback/absent-subject',
        'fallback/long-digest',
        'fallback/alternate-repository',
        'fallback/entry-removed',
      ],
      HEAD: open('it is a tag as any other'),
      PUT: ['fallback/index-accepted', 'fallback/entry-removed'],
      DELETE: open('no sentence says who removes the last list of a subject', 'fallback/delete-listed'),
    },
    'in a repository with a name of any form': {
      GET: ['manifests/names-pulled'],
      HEAD: open('a name is read in one way, which GET shows'),
      PUT: ['manifests/names-of-every-form'],
      DELETE: open('a name is read in one way, which GET shows'),
    },
    'after random steps': {
      GET: ['explore/manifests', 'explore/isolation'],
      HEAD: ['explore/manifests', 'explore/isolation'],
      PUT: ['explore/manifests'],
      DELETE: ['explore/deletes'],
    },
  },
})

/** Lists of tags. */
export const lists = table({
  title: 'Lists of tags',
  about: 'A list as it is asked for, by what its repository holds or went through.',
  rows: 'state',
  columns: ['whole', 'n', 'last', 'pages'],
  cells: {
    'tags were pushed': {
      whole: ['tags/list', 'tags/encoded', 'tags/form', 'tags/complete', 'tags/order'],
      n: ['tags/number', 'tags/number-order', 'tags/number-first', 'tags/query-order'],
      last: ['tags/last', 'tags/last-order', 'tags/last-digits', 'tags/number-after-last', 'tags/query-order'],
      pages: ['tags/pages', 'tags/one-by-one'],
    },
    'there before the run': {
      whole: ['existing/tags-found', 'existing/tags-form', 'existing/tag-listed'],
      n: ['existing/tags-number', 'existing/tags-zero'],
      last: ['existing/tags-last'],
      pages: ['existing/tags-pages'],
    },
    'no tags yet': {
      whole: ['tags/untagged-repository', 'tags/empty-array'],
      n: open('zero of them are asked for elsewhere: the list is the same'),
      last: open('no sentence says what follows a tag that is not there', 'tags/odd-queries'),
      pages: open('there is one page'),
    },
    'nobody wrote to the repository': {
      whole: ['tags/unknown-repository', 'errors/fits-unknown-repository'],
      n: open('the repository is not found, whatever is asked of it'),
      last: open('the repository is not found, whatever is asked of it'),
      pages: open('there is no page'),
    },
    'zero asked for, or more than there are': {
      whole: ['tags/empty-array'],
      n: ['tags/zero', 'tags/number-of-all', 'tags/number-above'],
      last: ['tags/zero-after-last', 'tags/after-the-last'],
      pages: ['tags/zero', 'tags/after-the-last'],
    },
    'a last that is no tag, an n that is no number': {
      whole: open('nothing odd is asked for'),
      n: open('no sentence says how it is answered', 'tags/odd-queries'),
      last: open('the text asks clients for a proper tag', 'tags/odd-queries'),
      pages: open('registries write their Links themselves'),
    },
    'tags at the edges of the grammar': {
      whole: ['tags/forms-listed', 'tags/storage-names-listed', 'tags/only-tag-listed', 'tags/names-listed'],
      n: open('the number does not depend on their form'),
      last: ['tags/last-digits'],
      pages: open('what Links hold is up to the registry; they are followed as they are'),
    },
    'pushes under malformed references': {
      whole: ['tags/grammatical'],
      n: open('what is not in the whole list is in no part of it'),
      last: open('what is not in the whole list is in no part of it'),
      pages: open('what is not in the whole list is in no part of it'),
    },
    'a push was refused': {
      whole: ['tags/refused-not-listed'],
      n: open('what is not in the whole list is in no part of it'),
      last: open('what is not in the whole list is in no part of it'),
      pages: open('what is not in the whole list is in no part of it'),
    },
    'a tag moved, or was pushed twice': {
      whole: ['tags/moved-listed-once', 'tags/pushed-twice-listed-once', 'tags/order-after-changes'],
      n: open('the whole list and its order decide'),
      last: open('the whole list and its order decide'),
      pages: open('the whole list and its order decide'),
    },
    'a tag was deleted': {
      whole: ['tags/deleted-not-listed', 'tags/moved-deleted-not-listed', 'tags/emptied', 'tags/order-after-changes'],
      n: open('the whole list and its order decide'),
      last: open('no sentence says what follows a tag that is not there', 'tags/odd-queries'),
      pages: open('no sentence says what a Link leads to once the list has changed'),
    },
    'a manifest with tags was deleted, and came back': {
      whole: ['tags/deleted-manifest-not-listed'],
      n: open('the whole list and its order decide'),
      last: open('the whole list and its order decide'),
      pages: open('the whole list and its order decide'),
    },
    'another repository has tags, or deletes them': {
      whole: ['tags/other-repository', 'tags/deleted-elsewhere-listed', 'tags/names-alike-apart'],
      n: open('the whole list and its order decide'),
      last: open('the whole list and its order decide'),
      pages: open('the whole list and its order decide'),
    },
    'asked for unless it is what it was': {
      whole: ['tags/changed-unchanged'],
      n: open('a validator is of one response'),
      last: open('a validator is of one response'),
      pages: open('a validator is of one response'),
    },
    'after random steps': {
      whole: ['explore/tags'],
      n: ['explore/tags'],
      last: ['explore/tags'],
      pages: open('random steps ask for n and last; Links are followed elsewhere'),
    },
  },
})
