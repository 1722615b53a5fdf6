import type { History, Recipes, SingleStep } from '../../suites/explore/history.ts'

/** What all of them push: plain manifests, what lists them, and what refers to them. */
const recipes: Recipes = {
  blobs: { b1: { size: 16 }, b2: { size: 16 } },
  manifests: {
    image: { kind: 'image', blobs: ['b1'], children: [], annotated: false },
    other: { kind: 'image', blobs: ['b1', 'b2'], children: [], annotated: false },
    third: { kind: 'image', blobs: ['b2'], children: [], annotated: true },
    index: { kind: 'index', blobs: [], children: ['image'], annotated: false },
    nested: { kind: 'index', blobs: [], children: ['image', 'index'], annotated: false },
    referrer: { kind: 'artifact', subject: 'image', blobs: ['b1'], children: [], artifactType: 't1', annotated: true },
    second: { kind: 'artifact', subject: 'image', blobs: ['b1'], children: [], artifactType: 't1', annotated: true },
    more: { kind: 'artifact', subject: 'image', blobs: ['b1'], children: [], artifactType: 't1', annotated: true },
    chained: {
      kind: 'artifact',
      subject: 'referrer',
      blobs: ['b1'],
      children: [],
      artifactType: 't2',
      annotated: true,
    },
  },
  tags: ['a', 'b'],
}

type Manifest = 'image' | 'other' | 'third' | 'index' | 'nested' | 'referrer' | 'second' | 'more' | 'chained'
type Place = 'A' | 'B'

const push = (manifest: Manifest, repository: Place = 'A', tags: readonly string[] = []): SingleStep => {
  return { op: 'push', repository, manifest, by: 'digest', tags, bring: true }
}
const tag = (manifest: Manifest, name = 'a', repository: Place = 'A'): SingleStep => {
  return { op: 'push', repository, manifest, by: 'tag', tags: [name], bring: true }
}
const remove = (manifest: Manifest, repository: Place = 'A'): SingleStep => {
  return { op: 'delete-manifest', repository, manifest }
}
const untag = (name = 'a', repository: Place = 'A'): SingleStep => ({ op: 'delete-tag', repository, tag: name })
const put = (blob = 'b1', repository: Place = 'A'): SingleStep => ({ op: 'put', repository, blob })
const drop = (repository: Place = 'A'): SingleStep => ({ op: 'delete-blob', repository, blob: 'b1' })
const mount = (repository: Place = 'B', from: Place = 'A'): SingleStep => {
  return { op: 'mount', repository, blob: 'b1', from, session: 'm' }
}
const open = (session = 's', repository: Place = 'A'): SingleStep => ({ op: 'open', repository, blob: 'b1', session })
const chunk = (first: number, size = 4): SingleStep => ({ op: 'chunk', session: 's', first, size })
const close = (first = 0, digest = 'b1', session = 's'): SingleStep => {
  return { op: 'close', session, first, size: 16 - first, digest }
}

const onlyHistories: Readonly<Record<string, readonly SingleStep[]>> = {
  'third-move-of-tag-ignored': [tag('image'), tag('other'), tag('third')],
  'delete-takes-tag-that-moved-away': [tag('image'), tag('other'), remove('image')],
  'pushed-again-brings-tags-back': [tag('image'), remove('image'), push('image')],
  'tag-used-again-names-old': [tag('image'), untag(), tag('other')],
  'push-by-other-tag-brings-tag-back': [tag('image'), untag(), tag('image', 'b')],
  'tag-deleted-with-its-namesake': [tag('image'), tag('image', 'a', 'B'), untag()],
  'tag-listed-once-for-both-moves': [tag('image'), tag('other'), tag('image')],
  'delete-takes-blobs-in-use': [push('image'), push('other'), remove('image')],
  'delete-takes-blobs-elsewhere': [push('image'), push('image', 'B'), remove('image')],
  'index-delete-takes-tagged-children': [push('nested'), remove('index')],
  'tagged-delete-takes-tags-elsewhere': [tag('image'), tag('other', 'a', 'B'), remove('image')],
  'deleted-elsewhere-cannot-be-deleted': [push('image'), push('image', 'B'), remove('image'), remove('image', 'B')],
  'pushed-a-third-time-vanishes': [push('image'), remove('image'), push('image'), remove('image'), push('image')],
  'referrer-pushed-again-unlisted': [push('referrer'), remove('referrer'), push('referrer')],
  'referrer-deleted-elsewhere-unlisted': [push('referrer'), remove('referrer'), push('referrer', 'B')],
  'referrer-listed-where-pushed-last': [push('referrer'), tag('referrer', 'a', 'B')],
  'lists-of-chains-end-with-delete': [push('referrer'), push('chained'), push('second'), remove('second')],
  'annotations-lost-by-tag-move': [tag('referrer'), tag('other')],
  'mounted-blob-goes-with-its-source': [put(), mount(), drop()],
  'mounted-blob-stays-when-deleted': [put(), mount(), drop('B')],
  'blob-deleted-elsewhere-not-kept': [push('image'), push('image', 'B'), drop()],
  'tag-of-both-moves-in-both': [tag('index'), tag('index', 'a', 'B'), tag('image')],
  'tag-pushed-elsewhere-drops-namesake': [tag('image'), tag('other', 'a', 'B')],
  'child-of-two-indexes-goes-with-one': [push('nested'), remove('index')],
  'index-pushed-again-untags-children': [push('index'), tag('image'), push('index')],
  'deleted-in-both-comes-back': [push('image'), push('image', 'B'), remove('image'), remove('image', 'B')],
  'list-moves-with-tag': [tag('image'), tag('referrer')],
  'mount-of-deleted-blob': [put(), drop(), mount()],
  'mounted-blob-pushed-vanishes': [put(), mount(), put('b1', 'B')],
  'cancel-ends-sessions-of-repository': [open(), open('other'), { op: 'cancel', session: 'other' }],
}

/** Others of state, of which each takes several steps. */
const others: Readonly<Record<string, readonly SingleStep[]>> = {
  'tag-moves-once': [tag('image'), tag('other'), tag('image'), tag('other')],
  'blob-deleted-for-others': [push('image', 'B'), put('b2'), drop()],
  'any-tag-delete-empties-lists': [tag('image'), tag('referrer', 'b'), untag('b')],
  'filter-stale-after-push': [push('referrer'), push('second'), push('more')],
  'subject-push-brings-deleted-back': [
    push('referrer'),
    remove('referrer'),
    push('image'),
    remove('image'),
    push('image'),
  ],
  'delete-takes-blobs': [push('image'), push('other'), remove('image')],
  'second-delete-of-tag-without-effect': [tag('image'), untag(), tag('image'), untag()],
  'wrong-digest-bans-bytes': [open(), close(0, 'b2'), put()],
  'mount-session-in-source': [mount('A', 'B'), close(0, 'b1', 'm')],
  'last-holder-pushes-to-all': [push('image'), remove('image'), push('image', 'B')],
  'untag-in-every-repository': [tag('image'), tag('other', 'a', 'B'), untag()],
  'subject-repush-hides-later': [push('image'), remove('image'), push('referrer')],
  'refused-chunk-kept': [open(), chunk(4), close()],
  'session-status-after-416-zero': [open(), chunk(0), chunk(8)],
  'later-chunk-without-location': [open(), chunk(0), chunk(4)],
  'delete-drops-tags-elsewhere': [tag('image'), tag('image', 'a', 'B'), remove('image')],
  'use-refused-but-deleted': [push('referrer'), push('image'), remove('image')],
  'list-404-after-delete': [push('referrer'), push('image'), remove('image')],
  'second-tag-not-found': [tag('referrer'), tag('referrer', 'b')],
  'source-dies-with-mount': [put(), mount(), drop('B')],
  'delete-index-takes-children': [push('nested'), remove('index')],
  'deleted-elsewhere-unlisted': [push('referrer'), push('referrer', 'B'), remove('referrer')],
  'chunked-digest-unchecked': [open(), chunk(0), close(4, 'b2')],
}

/**
 * The shortest histories that are known to show faults, by the names of the faults. They come from thinking, and from
 * shortening without end what many seeds found (`search.ts`). None uses an index only to make one push of several.
 */
export const shortest: ReadonlyMap<string, History> = new Map(
  Object.entries({ ...onlyHistories, ...others }).map(([name, steps]) => [
    name,
    { seed: 'shortest', repositories: ['A', 'B'], recipes, steps },
  ]),
)
