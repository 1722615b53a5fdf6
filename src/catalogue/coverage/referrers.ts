import type { CheckId } from '../index.ts'
import { type Cell, type CoverageTable, open, table } from './types.ts'

const sameList = open('the whole list decides: a filter leaves entries out of it')
const noOrder = open('no sentence gives the list an order', 'referrers/list-order')

/** Lists of referrers by what happened to the subject and its referrers. */
export const lists = table({
  title: 'Lists of referrers',
  about:
    'The list of a digest, by what happened to the subject and its referrers. One history with images, artifacts and indexes (`referrers/life-…`) reads every list after every step, in two repositories.',
  rows: 'state',
  columns: ['whole', 'filtered', 'pages', 'HEAD'],
  cells: {
    'referrers of every kind were pushed': {
      whole: [
        'referrers/listed',
        'referrers/list-status',
        'referrers/list-all-sorts',
        'referrers/all-sorts-accepted',
        'referrers/list-no-strangers',
        'referrers/list-subjects-match',
        'referrers/list-entries-pullable',
        'referrers/list-any-type',
        'referrers/life-complete',
        'referrers/life-sound',
      ],
      filtered: [
        'referrers/filter-offered',
        'referrers/filter-exact',
        'referrers/filter-longer-type',
        'referrers/filter-shorter-type',
        'referrers/filter-plus',
        'referrers/filter-other-encoding',
        'referrers/encoded',
        'referrers/filter-semicolon',
        'referrers/filter-every-character',
        'referrers/filter-config-type',
        'referrers/filter-empty-type',
        'referrers/filter-type-over-config',
        'referrers/filter-index',
        'referrers/filter-same-entries',
        'referrers/filter-repeated',
        'referrers/life-filtered',
      ],
      pages: ['referrers/link-readable'],
      HEAD: ['referrers/head-agrees'],
    },
    'hundreds of referrers, or megabytes of descriptors': {
      whole: [
        'referrers/many-listed',
        'referrers/many-again',
        'referrers/many-annotations',
        'referrers/many-types',
        'referrers/heavy-listed',
        'referrers/heavy-annotations',
        'referrers/heavy-sizes',
      ],
      filtered: [
        'referrers/many-filtered',
        'referrers/heavy-filtered',
        'referrers/many-filtered-header',
        'referrers/heavy-filtered-header',
      ],
      pages: [
        'referrers/many-pages-differ',
        'referrers/many-pages-valid',
        'referrers/heavy-pages-differ',
        'referrers/heavy-pages-valid',
        'referrers/link-readable',
      ],
      HEAD: open('HEAD of a list is a recommendation, judged of a short one'),
    },
    'there before the run': {
      whole: [
        'existing/referrers-api',
        'existing/referrers-index',
        'existing/referrers-content-type',
        'existing/referrers-match',
        'existing/referrers-pullable',
        'existing/referrers-sizes',
        'existing/referrers-types',
        'existing/referrers-config-types',
        'existing/referrers-annotations',
      ],
      filtered: ['existing/referrers-filtered'],
      pages: open('every list is read to its end'),
      HEAD: open('HEAD of a list is a recommendation, judged of a list of the run'),
    },
    'the subject is there, without referrers': {
      whole: ['referrers/empty-status-present', 'referrers/empty-list-present', 'referrers/empty-list-is-index'],
      filtered: ['referrers/filter-no-match', 'referrers/filter-header-no-match', 'referrers/filter-first-read'],
      pages: open('there is one page'),
      HEAD: open('HEAD of a list is a recommendation, judged of a list with entries'),
    },
    'nobody pushed the digest': {
      whole: ['referrers/empty-status-absent', 'referrers/empty-list-absent', 'existing/referrers-none'],
      filtered: ['referrers/filter-first-read', 'referrers/filter-new-listed', 'referrers/life-status'],
      pages: open('there is one page'),
      HEAD: open('HEAD of a list is a recommendation, judged of a list with entries'),
    },
    'the digest is malformed': {
      whole: [
        'referrers/malformed-no-separator',
        'referrers/malformed-no-encoded',
        'referrers/malformed-no-algorithm',
        'referrers/malformed-capital-algorithm',
        'referrers/malformed-odd-character',
        'referrers/malformed-odd-end',
        'referrers/malformed-two-separators',
        'referrers/malformed-too-short',
        'referrers/malformed-too-long',
        'referrers/malformed-not-hexadecimal',
        'referrers/malformed-sha512',
        'referrers/malformed-anywhere',
        'existing/referrers-malformed',
      ],
      filtered: ['referrers/malformed-anywhere'],
      pages: open('there is no page'),
      HEAD: open('HEAD of a list is a recommendation, judged of a list with entries'),
    },
    'the digest is of an algorithm that nobody knows, or in capitals': {
      whole: ['referrers/unknown-algorithm-status'],
      filtered: open('no sentence says whether such a digest is valid', 'referrers/capital-digest'),
      pages: open('no sentence says whether such a digest is valid'),
      HEAD: open('no sentence says whether such a digest is valid'),
    },
    'nobody wrote to the repository': {
      whole: ['referrers/unknown-repository-shows-nothing'],
      filtered: open('no sentence says how such a list is answered', 'referrers/unknown-repository'),
      pages: open('no sentence says how such a list is answered', 'referrers/unknown-repository'),
      HEAD: open('no sentence says how such a list is answered', 'referrers/unknown-repository'),
    },
    'the subject never comes': {
      whole: ['referrers/never-listed', 'referrers/burst-absent-subject-listed'],
      filtered: ['referrers/filter-exact'],
      pages: ['referrers/many-listed'],
      HEAD: open('the subject is not read for a list, which GET shows'),
    },
    'the subject comes after its referrers': {
      whole: ['referrers/later-by-tag-listed', 'referrers/before-and-after-listed', 'referrers/life-complete'],
      filtered: ['referrers/life-filtered'],
      pages: sameList,
      HEAD: open('the subject is not read for a list, which GET shows'),
    },
    'the subject is in another repository': {
      whole: [
        'referrers/alternate-status',
        'referrers/alternate-listed',
        'referrers/alternate-repeated',
        'referrers/alternate-accepted',
        'referrers/alternate-subject-arrives-here',
        'referrers/alternate-subject-arrives-there',
      ],
      filtered: ['referrers/alternate-filtered'],
      pages: sameList,
      HEAD: open('the subject is not read for a list, which GET shows'),
    },
    'referrers are in another repository, or in both': {
      whole: [
        'referrers/alternate-not-listed-elsewhere',
        'referrers/alternate-same-in-both',
        'referrers/alternate-apart',
        'referrers/alternate-names-alike',
        'referrers/life-sound',
      ],
      filtered: ['referrers/alternate-filtered-not-listed-elsewhere', 'referrers/alternate-apart-filtered'],
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'referrers in both, deleted in one': {
      whole: ['referrers/alternate-deleted-in-one', 'referrers/subjects-kept-elsewhere', 'referrers/life-complete'],
      filtered: ['referrers/life-filtered'],
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'a referrer was deleted': {
      whole: [
        'referrers/delete-accepted',
        'referrers/deleted-not-listed',
        'referrers/deleted-index-not-listed',
        'referrers/deleted-dangling-not-listed',
        'referrers/deleted-last-leaves-empty-list',
        'referrers/middle-delete-accepted',
        'referrers/middle-deleted-not-listed',
        'referrers/subjects-deleted-not-listed',
        'referrers/deleted-keeps-subject',
      ],
      filtered: ['referrers/filter-after-delete', 'referrers/life-filtered'],
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'a referrer was deleted and pushed again': {
      whole: [
        'referrers/deleted-pushed-again-listed',
        'referrers/deleted-pushed-elsewhere-listed',
        'referrers/subjects-again-listed',
        'referrers/life-accepted',
      ],
      filtered: ['referrers/subjects-again-filtered', 'referrers/life-filtered'],
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'a referrer was pushed again, or has several tags': {
      whole: [
        'referrers/pushed-twice-listed',
        'referrers/pushed-twice-accepted',
        'referrers/tagged-listed',
        'referrers/tag-parameters-listed',
        'referrers/tagged-listed-once',
      ],
      filtered: ['referrers/life-filtered'],
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'an index stands under the tag of the tag schema': {
      whole: ['referrers/tag-schema-changes-nothing'],
      filtered: sameList,
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'a referrer lost a tag, or its tag moved': {
      whole: [
        'referrers/untagged-listed',
        'referrers/one-tag-deleted-listed',
        'referrers/moved-tag-new-listed',
        'referrers/moved-tag-lists-no-other',
        'referrers/moved-tag-old-listed',
      ],
      filtered: open('what is still stored is for the registry to decide', 'referrers/untagged-list'),
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'another tag was deleted, or that of the subject, or that moved': {
      whole: [
        'referrers/other-tag-deleted-listed',
        'referrers/subject-untagged-listed',
        'referrers/subject-moved-listed',
      ],
      filtered: sameList,
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'the subject was deleted': {
      whole: [
        'referrers/subject-delete-accepted',
        'referrers/subject-deleted-list-status',
        'referrers/subject-deleted-elsewhere-listed',
        'referrers/subject-deleted-accepted',
      ],
      filtered: open('no sentence says what becomes of its referrers', 'referrers/subject-deleted-list'),
      pages: open('no sentence says what becomes of its referrers', 'referrers/subject-deleted-list'),
      HEAD: open('no sentence says what becomes of its referrers', 'referrers/subject-deleted-list'),
    },
    'the subject was deleted and pushed again': {
      whole: ['referrers/subject-again-new-listed', 'referrers/life-complete'],
      filtered: ['referrers/life-filtered'],
      pages: open('no sentence says whether earlier referrers are listed', 'referrers/subject-again-list'),
      HEAD: open('what a list holds, GET shows'),
    },
    'the middle of a chain was deleted': {
      whole: ['referrers/middle-deleted-not-listed'],
      filtered: open('no sentence says what becomes of the referrer on top', 'referrers/middle-deleted-list'),
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'a push was refused': {
      whole: ['referrers/refused-not-listed'],
      filtered: sameList,
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'a chain of referrers': {
      whole: ['referrers/chain-from-top-listed', 'referrers/chain-from-bottom-listed'],
      filtered: sameList,
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'pushed or deleted at the same time': {
      whole: [
        'referrers/burst-accepted',
        'referrers/burst-listed',
        'referrers/burst-same-accepted',
        'referrers/burst-same-listed',
        'referrers/burst-same-listed-once',
        'referrers/burst-two-repositories-listed',
        'referrers/burst-same-in-both-listed',
        'referrers/burst-with-subject-listed',
        'referrers/push-while-deleting-listed',
        'referrers/list-while-pushing-complete',
        'referrers/list-while-pushing-sound',
      ],
      filtered: sameList,
      pages: noOrder,
      HEAD: open('what a list holds, GET shows'),
    },
    'asked for unless it is what it was': {
      whole: ['referrers/changed-unchanged'],
      filtered: open('a validator is of one response'),
      pages: open('a validator is of one response'),
      HEAD: open('a validator is of one response'),
    },
    'the API came after the referrers': {
      whole: ['upgrade/listed', 'upgrade/entries', 'upgrade/new-listed'],
      filtered: open('the whole list decides what was taken over', 'upgrade/unlisted'),
      pages: sameList,
      HEAD: open('what a list holds, GET shows'),
    },
    'no such API': {
      whole: ['referrers/api', 'fallback/no-subject-header'],
      filtered: open('a registry may have no such API', 'fallback/api-status'),
      pages: open('a registry may have no such API', 'fallback/api-status'),
      HEAD: open('a registry may have no such API', 'fallback/api-status'),
    },
    'in a repository with a name of any form': {
      whole: ['referrers/names-listed'],
      filtered: open('a name is read as for the whole list'),
      pages: open('a name is read as for the whole list'),
      HEAD: open('what a list holds, GET shows'),
    },
    'after random steps': {
      whole: ['explore/referrers', 'explore/isolation', 'explore/overlapping-lists'],
      filtered: ['explore/referrers'],
      pages: ['explore/referrers'],
      HEAD: open('random steps read lists by GET'),
    },
  },
})

/** Subjects of every sort. */
export const subjects = table({
  title: 'Sorts of subjects',
  about: 'What a manifest names as its subject, and where that is.',
  rows: 'subject',
  columns: ['PUT', 'OCI-Subject', 'list', 'filtered list', 'after deletes'],
  cells: {
    'an image': {
      PUT: ['referrers/life-accepted'],
      'OCI-Subject': ['referrers/life-subject-header'],
      list: ['referrers/life-complete'],
      'filtered list': ['referrers/life-filtered', 'referrers/life-filter-header'],
      'after deletes': ['referrers/life-sound', 'referrers/deleted-not-listed'],
    },
    'an index': {
      PUT: ['referrers/index-subject-accepted'],
      'OCI-Subject': ['referrers/index-subject-header'],
      list: ['referrers/index-subject-listed', 'referrers/index-child-apart'],
      'filtered list': ['referrers/subjects-again-filtered'],
      'after deletes': ['referrers/subjects-deleted-not-listed', 'referrers/subjects-again-listed'],
    },
    'a docker image or list; there, absent, late, elsewhere': {
      PUT: ['referrers/docker-subject-accepted'],
      'OCI-Subject': ['referrers/docker-subject-header'],
      list: ['referrers/docker-subject-listed'],
      'filtered list': ['referrers/docker-subject-filtered', 'referrers/subjects-again-filtered'],
      'after deletes': ['referrers/subjects-deleted-not-listed', 'referrers/subjects-again-listed'],
    },
    'an absent image': {
      PUT: ['referrers/artifact-first-by-digest-accepted'],
      'OCI-Subject': ['referrers/artifact-first-by-digest-subject'],
      list: ['referrers/never-listed'],
      'filtered list': ['referrers/filter-exact', 'referrers/subjects-again-filtered'],
      'after deletes': ['referrers/deleted-dangling-not-listed', 'referrers/subjects-deleted-not-listed'],
    },
    'by a sha512 digest': {
      PUT: ['referrers/sha512-subject-accepted'],
      'OCI-Subject': ['referrers/sha512-subject-header'],
      list: [
        'referrers/sha512-status',
        'referrers/sha512-subject-listed',
        'referrers/sha512-subject-present-listed',
        'referrers/sha512-referrer-listed',
        'referrers/sha512-types',
      ],
      'filtered list': ['referrers/sha512-filtered', 'referrers/sha512-filter-header'],
      'after deletes': ['referrers/sha512-deleted-not-listed'],
    },
    'an artifact, a referrer, an empty index; late, elsewhere, of odd sizes, described otherwise': {
      PUT: ['referrers/other-subject-accepted'],
      'OCI-Subject': ['referrers/other-subject-header'],
      list: ['referrers/other-subject-listed', 'referrers/described-otherwise-listed'],
      'filtered list': open('a filter goes by the referrer, not by its subject'),
      'after deletes': open('what a delete takes from a list goes by the digest of the subject'),
    },
    'in another repository': {
      PUT: ['referrers/alternate-accepted'],
      'OCI-Subject': ['referrers/alternate-subject-header'],
      list: ['referrers/alternate-listed'],
      'filtered list': ['referrers/alternate-filtered'],
      'after deletes': ['referrers/alternate-deleted-in-one'],
    },
    none: {
      PUT: ['manifests/push-by-digest'],
      'OCI-Subject': ['referrers/no-subject-no-header'],
      list: ['referrers/empty-list-present'],
      'filtered list': ['referrers/filter-no-match'],
      'after deletes': ['referrers/deleted-last-leaves-empty-list'],
    },
  },
})

const orderColumns = ['PUT', 'Location', 'OCI-Subject', 'list while the subject is absent', 'list'] as const
type OrderColumn = (typeof orderColumns)[number]

/** Ids that follow from their parts. */
function orderRow(
  kind: 'image' | 'artifact' | 'index',
  order: 'first' | 'after',
  by: 'digest' | 'tag',
): Readonly<Record<OrderColumn, Cell>> {
  const id = `referrers/${kind}-${order}-by-${by}` as const
  const cell = (one: CheckId): Cell => [one]
  return {
    PUT: cell(`${id}-accepted`),
    Location: cell(`${id}-located`),
    'OCI-Subject': cell(`${id}-subject`),
    'list while the subject is absent':
      order === 'first' ? cell(`referrers/${kind}-first-by-${by}-listed-early`) : open('the subject is there before'),
    list: cell(`${id}-listed`),
  }
}

/** Orders of pushes. */
export const orders: CoverageTable = table({
  title: 'Orders of pushes',
  about: 'Each kind of manifest, pushed before and after its subject, by digest and by tag.',
  rows: 'push',
  columns: orderColumns,
  cells: Object.fromEntries(
    (['image', 'artifact', 'index'] as const).flatMap((kind) =>
      (['first', 'after'] as const).flatMap((order) =>
        (['digest', 'tag'] as const).map(
          (by) =>
            [
              `${kind} by ${by}, ${order === 'first' ? 'before' : 'after'} its subject`,
              orderRow(kind, order, by),
            ] as const,
        ),
      ),
    ),
  ),
})

/** Descriptors in lists, by the kind of the referrer. */
export const descriptors = table({
  title: 'Descriptors in lists of referrers',
  about: 'What the descriptor of a referrer says of it.',
  rows: 'referrer',
  columns: ['media type and size', 'artifactType', 'annotations', 'found by a filter'],
  cells: {
    'artifact with artifactType': {
      'media type and size': ['referrers/list-media-types', 'referrers/list-sizes', 'referrers/life-sizes'],
      artifactType: [
        'referrers/artifact-type-of-artifact',
        'referrers/artifact-type-parameter',
        'referrers/artifact-type-over-config',
        'referrers/life-types',
      ],
      annotations: ['referrers/annotations-of-artifact', 'referrers/life-annotations'],
      'found by a filter': [
        'referrers/filter-exact',
        'referrers/filter-type-over-config',
        'referrers/filter-keeps-annotations',
        'referrers/life-filter-annotations',
      ],
    },
    'image, by the type of its config': {
      'media type and size': ['referrers/list-media-types', 'referrers/list-sizes'],
      artifactType: ['referrers/artifact-type-from-config', 'referrers/artifact-type-from-empty-config'],
      annotations: ['referrers/annotations-of-image'],
      'found by a filter': ['referrers/filter-config-type'],
    },
    'image with an empty artifactType': {
      'media type and size': open('they do not depend on the type'),
      artifactType: ['referrers/artifact-type-empty'],
      annotations: open('they do not depend on the type'),
      'found by a filter': ['referrers/filter-empty-type'],
    },
    'index with artifactType': {
      'media type and size': ['referrers/list-media-types', 'referrers/list-sizes'],
      artifactType: ['referrers/artifact-type-of-index'],
      annotations: ['referrers/annotations-of-index', 'referrers/annotations-unicode-index'],
      'found by a filter': ['referrers/filter-index'],
    },
    'index without artifactType, or with an empty one': {
      'media type and size': ['referrers/list-all-sorts-valid'],
      artifactType: ['referrers/artifact-type-of-bare-index', 'referrers/artifact-type-of-index-empty'],
      annotations: open('they do not depend on the type'),
      'found by a filter': ['referrers/filter-no-match'],
    },
    'long, many, odd, empty or no annotations': {
      'media type and size': ['referrers/heavy-sizes'],
      artifactType: open('it does not depend on annotations'),
      annotations: [
        'referrers/annotations-unicode',
        'referrers/annotations-empty-values',
        'referrers/annotations-many',
        'referrers/annotations-typed',
        'referrers/annotations-long',
        'referrers/annotations-not-invented',
        'referrers/heavy-annotations',
      ],
      'found by a filter': ['referrers/heavy-filtered'],
    },
  },
})
