import type { MountBlob, OpenUpload, PostBlob } from '../command.ts'
import { blobOf, isBySecondAlgorithm, type Name } from '../content.ts'
import { refused } from '../match.ts'
import type { HeaderFact, Outcome, Reply, Step } from '../outcome.ts'
import { repositoryOf, type State, withEntry, withRepository, withSession } from '../state.ts'

/** Where a session that was just opened goes on. */
const sessionFacts: readonly HeaderFact[] = [{ header: 'location', rule: 'upload-location', must: 'sent' }]

/** Specification: POST then PUT, first half. */
export function open(state: State, command: OpenUpload): Step {
  return {
    repository: command.repository,
    resource: `session ${command.session}`,
    rule: 'upload-opened',
    outcomes: [sessionOpened(state, command), ...unknownAlgorithm(state, command.blob)],
  }
}

/** Specification: Single POST. A registry that does not offer it opens a session. */
export function post(state: State, command: PostBlob): Step {
  const { repository, blob, digest } = command
  const about = { repository, resource: `blob ${digest}` }
  const opened = sessionOpened(state, command)
  const stored = blobStored(state, repository, digest)
  if (blob === digest)
    return { ...about, rule: 'single-post', outcomes: [stored, opened, ...unknownAlgorithm(state, blob)] }
  // A registry that has the blob already need not look at what is sent.
  const known = repositoryOf(state, repository).blobs.has(digest) ? [stored] : []
  return { ...about, rule: 'wrong-digest-refused', outcomes: [...known, refused(state, '4xx'), opened] }
}

/**
 * Specification: Mounting a blob from another repository. Whatever stands in the way of a mount, a session begins.
 * A registry may find the blob elsewhere than in `from`.
 */
export function mount(state: State, command: MountBlob): Step {
  const { repository, blob } = command
  const found = [...state.repositories.values()].some(({ blobs }) => blobs.has(blob))
  const opened = sessionOpened(state, command)
  return {
    repository,
    resource: `blob ${blob}`,
    rule: 'mount',
    outcomes: [...(found ? [blobStored(state, repository, blob)] : []), opened, ...unknownAlgorithm(state, blob)],
  }
}

function sessionOpened(state: State, command: OpenUpload | PostBlob | MountBlob): Outcome {
  const { repository, blob, session } = command
  return {
    name: 'session-opened',
    statuses: [202],
    facts: sessionFacts,
    next: (reply) => {
      const minimum = minimumOf(state, reply)
      return withSession(state, session, { repository, blob, phase: 'open', received: 0, minimum, short: false })
    },
  }
}

/** A registry may know no other algorithm than sha256. */
function unknownAlgorithm(state: State, blob: Name): readonly Outcome[] {
  return isBySecondAlgorithm(blobOf(state.content, blob).digest) ? [refused(state, '4xx')] : []
}

function minimumOf(state: State, reply: Reply): number {
  const minimum = Number(reply.headers['oci-chunk-min-length'])
  return Number.isSafeInteger(minimum) ? minimum : state.features.shortChunks ? 0 : Number.POSITIVE_INFINITY
}

/** The outcome with which a blob is there, wherever it was pushed or mounted. */
export function blobStored(state: State, repository: Name, blob: Name): Outcome {
  return {
    name: 'accepted',
    statuses: [201],
    // That Docker-Content-Digest is right here, too, no sentence demands: it is judged where blobs are read.
    facts: [{ header: 'location', rule: 'blob-location', must: 'sent' }],
    next: () => {
      const { blobs } = repositoryOf(state, repository)
      return withRepository(state, repository, { blobs: withEntry(blobs, blob, 'present') })
    },
  }
}
