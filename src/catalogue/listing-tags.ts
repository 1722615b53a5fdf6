import type { Requirements } from './types.ts'

export const listingTags = {
  'listing-tags/found': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'The list of tags of a repository that exists is answered with 200.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '251599c63e74' }],
    checks: {
      'tags/list': 'The list of tags is answered with 200',
      'existing/tags-found': 'The list of tags that were there before is answered with 200',
      'tags/untagged-repository': 'The list of a repository without tags is answered with 200',
    },
  },
  'listing-tags/form': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'The list is a JSON object with the name of the repository and an array of tags.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '028268b979ae' }],
    checks: {
      'tags/form': 'The list of tags has the name of the repository and an array',
      'tags/names-listed': 'Lists of tags have names of every form',
      'existing/tags-form': 'A list of tags that were there before names their repository',
      'responses/tags-form': 'Every list of tags has the name of its repository and an array',
    },
  },
  'listing-tags/empty': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'An empty list of tags is an array as well, not null.',
    wordings: [{ since: '1.0', level: 'SHOULD' }],
    implied: 'The form shows an array and no list that is empty: null is read as one by some clients alone.',
    checks: {
      'tags/empty-array': 'An empty list of tags is an array, not null',
    },
  },
  'listing-tags/true': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'The list holds the tags of the repository and no others.',
    wordings: [{ since: '1.0', level: 'MUST' }],
    implied: 'What a list of the tags of a repository is.',
    checks: {
      'tags/complete': 'Pushed tags are listed, each once',
      'existing/tag-listed': 'A tag that was there before is listed, once',
      'tags/other-repository': 'A tag pushed to another repository is not listed',
      'tags/deleted-not-listed': 'A deleted tag is not listed any more',
      'tags/moved-listed-once': 'A tag that was moved is listed once',
      'tags/storage-names-listed': 'Tags that bear names of folders of storage are listed',
      'tags/only-tag-listed': 'The only tag of a repository is listed, though it is called tags',
      'tags/forms-listed': 'Tags at the edges of the grammar are listed',
      'tags/deleted-elsewhere-listed': 'A tag deleted in another repository stays listed',
      'tags/deleted-manifest-not-listed': 'Tags of a deleted manifest are not listed, nor when it is back',
      'tags/emptied': 'Once all tags are deleted none of them is listed',
      'explore/tags': 'After random steps the list of tags is that of the model',
    },
  },
  'listing-tags/order': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'Tags are in alphabetical order, with or without regard to case.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST', fingerprint: '5dd7a51e515e' },
      { since: 'main', level: 'MUST', fingerprint: 'ec534c875320' },
    ],
    checks: {
      'tags/order': 'Tags are listed in alphabetical order',
      'responses/tags-order': 'Every list of tags is in alphabetical order',
      'tags/order-after-changes': 'Tags stay in order when some are deleted, moved and pushed again',
    },
  },
  'listing-tags/number': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'As many tags are answered as n asks for, unless there are fewer or a Link leads on.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: 'd67213125cfb' }],
    checks: {
      'tags/number': 'As many tags are listed as n asks for',
      'existing/tags-number': 'One tag is listed of those that were there before when n asks for one',
      'responses/tags-number': 'No list of tags is longer than was asked for',
      'tags/number-of-all': 'All tags are listed when n asks for as many or more',
      'tags/number-above': 'All tags are listed when n is far above their number',
      'tags/number-first': 'A list that n limits begins with the first tags',
      'tags/number-after-last': 'As many tags as n asks for follow each tag',
    },
  },
  'listing-tags/number-order': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'Tags are in alphabetical order as well where n limits them.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST', fingerprint: '83664eac8030' },
      { since: 'main', level: 'MUST', fingerprint: '36c169e92fec' },
    ],
    checks: {
      'tags/number-order': 'Tags limited by n are in alphabetical order',
    },
  },
  'listing-tags/last-order': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'Tags are in alphabetical order as well where the list begins after one of them.',
    wordings: [
      { since: '1.0', until: '1.1.1', level: 'MUST', fingerprint: '3430258b137e' },
      { since: 'main', level: 'MUST', fingerprint: '311405e8736d' },
    ],
    checks: {
      'tags/last-order': 'Tags after another one are in alphabetical order',
    },
  },
  'listing-tags/zero': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'Zero tags asked for are an empty list without a Link.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '639171fe2116' }],
    checks: {
      'tags/zero': 'Asking for zero tags gives an empty list and no Link',
      'existing/tags-zero': 'Zero of the tags that were there before are an empty list',
      'tags/zero-after-last': 'Asking for zero tags after one gives an empty list and no Link',
    },
  },
  'listing-tags/last': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'A list after a tag begins with the one that follows it.',
    wordings: [{ since: '1.0', level: 'MUST', fingerprint: '50a30a4d76a4' }],
    implied: 'Stated plainly, without a keyword.',
    checks: {
      'tags/last': 'A list after a tag holds the tags that follow it',
      'existing/tags-last': 'A list of tags that were there before goes on after a given one',
      'tags/last-digits': 'A last tag of digits alone is taken as a tag, not as a number',
      'tags/one-by-one': 'Asking for one tag at a time leads through all of them',
      'tags/after-the-last': 'Nothing follows the last tag',
    },
  },
  'listing-tags/link': {
    actor: 'registry',
    heading: 'Listing Tags',
    says: 'A Link header has the form of its RFC, with the relation next.',
    wordings: [
      { since: '1.1.1', until: '1.1.1', level: 'MUST', fingerprint: 'f4f6b4e01261' },
      { since: 'main', level: 'MUST', fingerprint: '6addffa79760' },
    ],
    checks: {
      'tags/pages': 'Link headers lead through all tags',
      'existing/tags-pages': 'Link headers lead on through tags that were there before',
      'responses/tags-link': 'Every Link of a list of tags is readable and leads on',
    },
  },
} as const satisfies Requirements
