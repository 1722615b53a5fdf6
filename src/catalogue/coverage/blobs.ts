import { open, table } from './types.ts'

const kept = open('what was there before the run is not deleted')
const noDelete = open('deleted as any other blob: a delete does not read it')
const noPart = open('a part of it is all of it or nothing')

/** Blobs that are read and deleted. */
export const blobs = table({
  title: 'Blobs',
  about: 'A blob as its repository shows it, by what happened to it before.',
  rows: 'state',
  columns: ['GET', 'GET of a part', 'HEAD', 'DELETE'],
  cells: {
    'pushed with POST and PUT': {
      GET: [
        'blobs/pull',
        'blobs/push-location',
        'blobs/pull-digest',
        'blobs/digest-true',
        'blobs/encoded',
        'blobs/only-chunk-in-put',
      ],
      'GET of a part': [
        'blobs/range',
        'blobs/range-end',
        'blobs/range-edges',
        'blobs/range-all',
        'blobs/range-clipped',
        'blobs/range-beyond',
        'blobs/range-of-nothing',
        'blobs/range-several',
        'blobs/range-condition',
        'blobs/range-unit',
        'blobs/range-malformed',
      ],
      HEAD: [
        'blobs/head',
        'blobs/head-size',
        'blobs/head-digest',
        'blobs/head-agrees',
        'blobs/range-head',
        'blobs/encoded-head',
      ],
      DELETE: ['blobs/delete-accepted', 'blobs/delete-refused'],
    },
    'pushed in chunks': {
      GET: ['blobs/chunked-pulled', 'blobs/many-chunks', 'blobs/streamed-pulled', 'blobs/status-true'],
      'GET of a part': ['blobs/chunked-part'],
      HEAD: ['blobs/chunked-head', 'blobs/many-chunks'],
      DELETE: ['blobs/chunked-deleted'],
    },
    'pushed with a single POST': {
      GET: ['blobs/single-post', 'blobs/single-post-session'],
      'GET of a part': ['blobs/posted-part'],
      HEAD: ['blobs/single-post-head'],
      DELETE: ['blobs/posted-again'],
    },
    'pushed by its sha512 digest': {
      GET: ['blobs/sha512', 'blobs/sha512-location', 'blobs/sha512-chunked', 'blobs/sha512-posted'],
      'GET of a part': ['blobs/sha512-part'],
      HEAD: ['blobs/sha512-head', 'blobs/sha512-chunked'],
      DELETE: ['blobs/sha512-deleted'],
    },
    'found by another algorithm than it was pushed by': {
      GET: open('no sentence says whether a blob has several digests', 'blobs/cross-algorithm'),
      'GET of a part': open('no sentence says whether a blob has several digests'),
      HEAD: open('no sentence says whether a blob has several digests'),
      DELETE: open('no sentence says whether a blob has several digests'),
    },
    'there before the run': {
      GET: ['existing/blob', 'existing/blob-digest', 'existing/blob-digest-true'],
      'GET of a part': ['existing/blob-range'],
      HEAD: ['existing/blob-head', 'existing/blob-head-digest', 'existing/blob-head-size'],
      DELETE: kept,
    },
    'never here': {
      GET: ['blobs/unknown', 'existing/blob-unknown', 'errors/fits-unknown-blob'],
      'GET of a part': ['blobs/unknown'],
      HEAD: ['blobs/head-unknown'],
      DELETE: ['blobs/delete-unknown'],
    },
    'only in another repository': {
      GET: ['blobs/elsewhere', 'blobs/names-alike-apart'],
      'GET of a part': ['blobs/elsewhere-part'],
      HEAD: ['blobs/elsewhere-head', 'blobs/names-alike-apart'],
      DELETE: ['blobs/delete-elsewhere', 'blobs/delete-elsewhere-kept'],
    },
    'in two repositories, deleted here': {
      GET: ['blobs/deleted-here'],
      'GET of a part': ['blobs/deleted-part'],
      HEAD: ['blobs/deleted-head'],
      DELETE: ['blobs/delete-twice'],
    },
    'in two repositories, deleted in the other': {
      GET: ['blobs/deleted-here-only', 'blobs/digest-true-after'],
      'GET of a part': ['blobs/deleted-part-elsewhere'],
      HEAD: ['blobs/head-after', 'blobs/head-size-after', 'blobs/head-digest-after'],
      DELETE: ['blobs/deleted-here', 'blobs/deleted-head'],
    },
    deleted: {
      GET: ['blobs/deleted', 'blobs/deleted-unchanged'],
      'GET of a part': ['blobs/deleted-part'],
      HEAD: ['blobs/deleted', 'blobs/deleted-head'],
      DELETE: ['blobs/delete-twice'],
    },
    'deleted and pushed again': {
      GET: ['blobs/deleted-pushed-again', 'blobs/posted-again', 'blobs/mounted-again', 'blobs/digest-true-after'],
      'GET of a part': ['blobs/returned-part'],
      HEAD: [
        'blobs/head-after',
        'blobs/head-size-after',
        'blobs/head-digest-after',
        'blobs/posted-again',
        'blobs/mounted-again',
      ],
      DELETE: ['blobs/deleted-again'],
    },
    'deleted during its upload': {
      GET: ['blobs/deleted-while-uploaded'],
      'GET of a part': open('once its upload is closed it is a blob that was pushed again'),
      HEAD: ['blobs/deleted-while-uploaded'],
      DELETE: open('once its upload is closed it is a blob that was pushed again'),
    },
    'asked for before its push': {
      GET: ['blobs/asked-before'],
      'GET of a part': open('what remembers that a blob is absent shows that to GET'),
      HEAD: ['blobs/head-after', 'blobs/deleted-head'],
      DELETE: noDelete,
    },
    'pushed again, or twice at once': {
      GET: ['blobs/pushed-again', 'blobs/pushed-at-once', 'blobs/known-digest-kept'],
      'GET of a part': open('the bytes are those that were there'),
      HEAD: ['blobs/pushed-again', 'blobs/pushed-at-once'],
      DELETE: ['blobs/deleted-again'],
    },
    'named by a manifest': {
      GET: ['manifests/deleted-others-stay', 'referrers/list-entries-pullable'],
      'GET of a part': open('a part does not know who names the blob'),
      HEAD: ['api/pull'],
      DELETE: ['blobs/in-use-kept-or-gone'],
    },
    'mounted from another repository': {
      GET: ['blobs/mounted', 'blobs/mount-kept', 'blobs/sha512-mounted', 'blobs/mounted-from', 'blobs/chunked-mounted'],
      'GET of a part': ['blobs/mounted-part'],
      HEAD: ['blobs/mounted-head', 'blobs/mounted-head-size', 'blobs/mounted-head-digest', 'blobs/mounted-from'],
      DELETE: ['blobs/mount-deleted', 'blobs/mount-deleted-head', 'blobs/deleted-source-stays'],
    },
    'mounted, deleted where it came from': {
      GET: ['blobs/deleted-mount-stays', 'blobs/mount-deleted'],
      'GET of a part': open('shared bytes that went with their source show so to GET'),
      HEAD: ['blobs/deleted-mount-stays', 'blobs/mount-deleted-head'],
      DELETE: noDelete,
    },
    empty: {
      GET: [
        'blobs/empty',
        'blobs/empty-accepted',
        'blobs/empty-mounted',
        'blobs/special-elsewhere',
        'blobs/special-posted',
      ],
      'GET of a part': noPart,
      HEAD: [
        'blobs/empty-head',
        'blobs/empty-head-size',
        'blobs/empty-head-digest',
        'blobs/empty-mounted',
        'blobs/special-elsewhere',
        'blobs/special-posted',
      ],
      DELETE: ['blobs/special-deleted'],
    },
    'the empty JSON object': {
      GET: ['blobs/empty-json', 'blobs/empty-json-accepted', 'blobs/special-elsewhere', 'blobs/special-mounted'],
      'GET of a part': noPart,
      HEAD: ['blobs/empty-json-head', 'blobs/empty-json-head-size', 'blobs/special-elsewhere', 'blobs/special-mounted'],
      DELETE: ['blobs/special-deleted'],
    },
    'of one byte': {
      GET: ['blobs/one-byte', 'blobs/one-byte-accepted'],
      'GET of a part': noPart,
      HEAD: ['blobs/single-post-head'],
      DELETE: noDelete,
    },
    'of megabytes': {
      GET: ['blobs/large', 'blobs/single-post-large'],
      'GET of a part': ['blobs/large-part'],
      HEAD: ['blobs/large'],
      DELETE: noDelete,
    },
    'has the bytes of a manifest': {
      GET: ['blobs/same-bytes', 'blobs/same-bytes-agree'],
      'GET of a part': open('it is a blob as any other'),
      HEAD: ['blobs/same-bytes-agree'],
      DELETE: open('no sentence says whether the manifest of these bytes is another thing'),
    },
    'under a malformed digest': {
      GET: ['blobs/malformed-digest-pull'],
      'GET of a part': open('what is refused as malformed is refused before a range is read'),
      HEAD: ['blobs/malformed-digest-head'],
      DELETE: open('the table of endpoints names no status for it'),
    },
    'once its push was refused': {
      GET: [
        'blobs/wrong-digest-refused',
        'blobs/chunked-wrong-digest-refused',
        'blobs/single-post-wrong-digest',
        'blobs/digest-of-elsewhere-refused',
        'blobs/wrong-digest-then-right',
      ],
      'GET of a part': open('what GET does not find has no parts'),
      HEAD: open('what GET does not find after a refusal HEAD will not find: `blobs/head-unknown` judges that'),
      DELETE: open('it is a blob that is not here'),
    },
    'in a repository with a name of any form': {
      GET: ['blobs/names-pulled'],
      'GET of a part': open('a name is read as for the whole of it'),
      HEAD: open('a name is read in one way by GET and HEAD'),
      DELETE: open('a name is read as for GET'),
    },
    'after random steps': {
      GET: ['explore/blobs', 'explore/isolation', 'explore/overlapping-blobs'],
      'GET of a part': open('random steps read whole blobs'),
      HEAD: ['explore/blobs', 'explore/isolation'],
      DELETE: ['explore/deletes'],
    },
  },
})

/** The ways into a repository. */
export const uploads = table({
  title: 'Pushing and mounting blobs',
  about: 'What a request that brings a blob is answered, by what it brings and what is there.',
  rows: 'what it brings',
  columns: ['POST then PUT', 'chunks', 'single POST', 'mount'],
  cells: {
    'a new blob': {
      'POST then PUT': [
        'blobs/upload-opened',
        'blobs/push',
        'blobs/plain-colon',
        'blobs/large',
        'blobs/digest-algorithm',
      ],
      chunks: [
        'blobs/chunk-accepted',
        'blobs/chunked',
        'blobs/chunked-last-in-put',
        'blobs/chunk-range',
        'blobs/one-byte-range',
        'blobs/chunk-minimum',
        'blobs/many-chunks',
      ],
      'single POST': [
        'blobs/single-post-answer',
        'blobs/single-post',
        'blobs/single-post-large',
        'blobs/special-posted',
      ],
      mount: ['blobs/mount-answer', 'blobs/mounted', 'blobs/mount-without-source'],
    },
    'a blob that is there': {
      'POST then PUT': ['blobs/pushed-again', 'blobs/pushed-at-once', 'blobs/known-digest-kept'],
      chunks: ['blobs/deleted-while-uploaded'],
      'single POST': ['blobs/posted-again'],
      mount: ['blobs/mount-known'],
    },
    'a blob that was deleted': {
      'POST then PUT': ['blobs/deleted-pushed-again'],
      chunks: ['blobs/deleted-while-uploaded'],
      'single POST': ['blobs/posted-again'],
      mount: ['blobs/mounted-again', 'blobs/mount-kept', 'blobs/mount-session'],
    },
    'a blob that nobody has': {
      'POST then PUT': ['blobs/push'],
      chunks: ['blobs/chunked'],
      'single POST': ['blobs/single-post'],
      mount: ['blobs/mount-unknown', 'blobs/mount-elsewhere', 'blobs/mount-session'],
    },
    'a wrong digest': {
      'POST then PUT': [
        'blobs/wrong-digest-refused',
        'blobs/wrong-digest-status',
        'blobs/wrong-digest-then-right',
        'blobs/digest-of-elsewhere-refused',
        'blobs/sha512-wrong-refused',
        'errors/fits-wrong-digest',
      ],
      chunks: ['blobs/chunked-wrong-digest-refused'],
      'single POST': ['blobs/single-post-wrong-digest', 'blobs/single-post-wrong-digest-status'],
      mount: open('a mount brings no bytes that a digest could be wrong for'),
    },
    'a malformed digest, or none': {
      'POST then PUT': [
        'blobs/malformed-digest-status',
        'blobs/capital-digest-status',
        'blobs/bare-digest-status',
        'blobs/missing-digest-status',
      ],
      chunks: open('a session is closed in one way, however its bytes came'),
      'single POST': ['blobs/single-post-malformed-digest'],
      mount: open('a mount that cannot be done may open a session, or be refused'),
    },
    'a digest of another algorithm': {
      'POST then PUT': [
        'blobs/sha512-answer',
        'blobs/unknown-algorithm-status',
        'blobs/sha512',
        'blobs/sha512-location',
      ],
      chunks: ['blobs/sha512-chunked'],
      'single POST': ['blobs/sha512-posted'],
      mount: ['blobs/sha512-mounted'],
    },
  },
})

/** Sessions by their own life. */
export const sessions = table({
  title: 'Upload sessions',
  about: 'What a session is answered, by what happened to it before.',
  rows: 'state',
  columns: ['GET', 'PATCH', 'PUT', 'DELETE'],
  cells: {
    'just opened': {
      GET: ['blobs/session-new-status'],
      PATCH: ['blobs/chunk-accepted', 'blobs/first-chunk-ahead', 'blobs/chunk-after-first-refusal'],
      PUT: ['blobs/push', 'blobs/session-unique', 'blobs/only-chunk-in-put'],
      DELETE: open('cancelled as one that has a chunk'),
    },
    'has chunks': {
      GET: ['blobs/upload-status', 'blobs/upload-status-each', 'blobs/status-true'],
      PATCH: ['blobs/chunk-accepted', 'blobs/chunk-range', 'blobs/many-chunks'],
      PUT: ['blobs/chunked', 'blobs/chunked-last-in-put'],
      DELETE: ['blobs/upload-cancelled'],
    },
    'is sent what does not come next': {
      GET: ['blobs/status-after-refusal', 'blobs/status-after-last-refusal'],
      PATCH: ['blobs/chunk-ahead', 'blobs/chunk-repeated', 'blobs/chunk-overlapping', 'blobs/first-chunk-ahead'],
      PUT: ['blobs/last-chunk-ahead'],
      DELETE: open('a session is cancelled whatever it has'),
    },
    'after a refused chunk': {
      GET: ['blobs/status-after-refusal', 'blobs/status-after-last-refusal'],
      PATCH: ['blobs/chunk-after-refusal', 'blobs/chunk-after-first-refusal'],
      PUT: ['blobs/closed-after-refusal'],
      DELETE: open('a session is cancelled whatever it has'),
    },
    'after a close with a wrong digest': {
      GET: open('no sentence says whether it goes on'),
      PATCH: open('no sentence says whether it goes on'),
      PUT: open('no sentence says whether it goes on; another session takes the blob: `blobs/wrong-digest-then-right`'),
      DELETE: open('no sentence says whether it goes on'),
    },
    closed: {
      GET: ['blobs/session-over-status'],
      PATCH: ['blobs/session-over-chunk'],
      PUT: ['blobs/session-over-close', 'errors/fits-session-over'],
      DELETE: ['blobs/session-over-cancel', 'blobs/session-over-kept'],
    },
    cancelled: {
      GET: ['blobs/session-cancelled-status'],
      PATCH: ['blobs/session-cancelled-chunk'],
      PUT: ['blobs/session-cancelled-close'],
      DELETE: ['blobs/session-cancelled-again'],
    },
    'of another repository': {
      GET: ['blobs/session-elsewhere'],
      PATCH: ['blobs/session-elsewhere-refused', 'blobs/session-elsewhere-kept'],
      PUT: ['blobs/session-elsewhere', 'access/upload-session-elsewhere'],
      DELETE: ['blobs/session-elsewhere-refused', 'blobs/session-elsewhere-kept'],
    },
    'never opened': {
      GET: ['blobs/session-never-opened'],
      PATCH: open('a session that is not there is looked up in one way, which GET and PUT show'),
      PUT: ['blobs/session-never-opened'],
      DELETE: open('a session that is not there is looked up in one way, which GET and PUT show'),
    },
    'beside other sessions': {
      GET: open('the status of each follows from its own chunks'),
      PATCH: ['blobs/sessions-apart', 'blobs/session-unique'],
      PUT: ['blobs/sessions-apart', 'blobs/pushed-at-once'],
      DELETE: ['blobs/sessions-apart', 'blobs/pushed-at-once'],
    },
    'in place of a mount or a single POST': {
      GET: open('it is a session as any other'),
      PATCH: open('it is a session as any other'),
      PUT: ['blobs/mount-session', 'blobs/single-post-session'],
      DELETE: open('it is a session as any other'),
    },
    'takes chunks without Content-Range': {
      GET: open('no sentence says what has arrived then'),
      PATCH: open('the text gives chunks a Content-Range', 'blobs/streamed'),
      PUT: ['blobs/streamed-pulled'],
      DELETE: open('it is a session as any other'),
    },
    'after random steps': {
      GET: ['explore/sessions'],
      PATCH: ['explore/sessions'],
      PUT: ['explore/sessions', 'explore/blobs'],
      DELETE: ['explore/sessions'],
    },
  },
})
