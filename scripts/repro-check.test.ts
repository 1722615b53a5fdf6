import { expect, test } from 'vitest'
import { checkScripts } from './repro-check.ts'

/** Faults of every kind, and a check that each of them turns red. */
const table: readonly (readonly [kind: string, fault: string, check: string])[] = [
  ['status', 'absent-subject-refused', 'referrers/artifact-first-by-digest-accepted'],
  ['status', 'list-404-without-subject', 'referrers/alternate-apart'],
  ['status', 'upload-status-200', 'blobs/upload-status'],
  ['status of an unknown thing', 'blob-unknown-400', 'blobs/delete-unknown'],
  ['header', 'filter-header-missing', 'referrers/filter-header'],
  ['header', 'subject-header-own-digest', 'referrers/alternate-subject-header'],
  ['header', 'manifest-digest-missing-by-tag', 'manifests/pull-digest'],
  ['header of HEAD', 'manifest-head-without-digest', 'manifests/head-digest'],
  ['Location', 'push-location-missing', 'manifests/push-location'],
  ['list', 'list-annotations-missing-for-indexes', 'referrers/annotations-of-index'],
  ['content type', 'list-content-type-text', 'referrers/empty-list-is-index'],
  ['list', 'lists-leak-from-longer-names', 'referrers/alternate-names-alike'],
  ['list', 'delete-empties-other-lists', 'referrers/alternate-deleted-in-one'],
  ['list', 'list-schema-version-missing', 'referrers/empty-list-is-index'],
  ['entry', 'list-annotations-cut', 'referrers/annotations-long'],
  ['paging', 'list-cut-at-fifty', 'referrers/many-again'],
  ['paging', 'page-link-loses-filter', 'referrers/many-filtered'],
  ['filter', 'filter-ignored', 'referrers/filter-header-truthful'],
  ['filter', 'filter-without-case', 'referrers/filter-shorter-type'],
  ['bytes', 'push-minified', 'manifests/exact-with-subject'],
  ['blob', 'blob-empty-lost', 'blobs/empty'],
  ['blob', 'blob-head-404', 'blobs/head'],
  ['chunk session', 'chunk-range-missing', 'blobs/chunk-range'],
  ['chunk session', 'chunk-out-of-order-400', 'blobs/chunk-ahead'],
  ['upload session', 'upload-location-missing', 'blobs/pull'],
  ['mount', 'mount-not-kept', 'blobs/mounted'],
  ['delete', 'delete-without-effect', 'manifests/deleted'],
  ['delete', 'deleted-index-listed', 'referrers/deleted-index-not-listed'],
  ['tag', 'tag-read-stale', 'manifests/tag-moved'],
  ['tag', 'tags-zero-means-all', 'tags/zero'],
  ['tag', 'tags-last-ignored', 'tags/last'],
  ['unknown blob', 'blob-head-unknown-200', 'blobs/head-unknown'],
  ['concurrency', 'overlapping-same-push-refused', 'referrers/burst-same-accepted'],
  ['digest by tag', 'manifest-digest-wrong-by-tag', 'manifests/pull-digest'],
  ['header in words', 'warning-agent', 'warnings/form'],
  ['tags in the query', 'tag-parameters-header-missing', 'manifests/tag-parameters'],
  ['session elsewhere', 'session-cancelled-from-elsewhere', 'blobs/session-elsewhere-kept'],
  ['where a session goes on', 'odd-chunk-counted', 'blobs/status-true'],
  ['blob of another repository', 'blob-of-others-pulled', 'blobs/elsewhere'],
  ['asked before', 'blob-absence-remembered', 'blobs/asked-before'],
  ['encoding', 'tags-encoded-unasked', 'tags/form'],
  ['list asked before', 'tags-first-list-for-ever', 'tags/complete'],
  ['random steps', 'list-stale', 'explore/referrers'],
]

test.concurrent.for(table)('%s: a script shows %s', { timeout: 120_000 }, ([, fault, check]) => shows(fault, check))

// Whether two requests of a shell meet is chance, so that about every second try shows it.
test('a script shows what overlaps, in one of several tries', { timeout: 120_000, retry: 9 }, () =>
  shows('overlapping-pushes-of-referrer-unlist', 'explore/overlapping-lists'),
)

async function shows(fault: string, check: string): Promise<void> {
  const rows = await checkScripts(fault, [check])
  expect(rows.map(({ scriptless }) => scriptless)).toEqual([undefined])
  for (const { onFaulty, onRight } of rows) {
    expect(onFaulty!.output).toMatch(/^expected: /m)
    expect(onFaulty!.output).toMatch(/^SHOWN: /m)
    expect(onFaulty!.code, onFaulty!.output).toBe(1)
    expect(onRight!.code, onRight!.output).toBe(0)
    expect(onRight!.output).toMatch(/not shown\n$/)
  }
}
