import type { CancelUpload, CloseUpload, SendChunk } from '../command.ts'
import { blobOf, isBySecondAlgorithm, type Name } from '../content.ts'
import { refused } from '../match.ts'
import type { HeaderFact, Outcome, Rule, Status, Step } from '../outcome.ts'
import { repositoryOf, type SessionState, type State, withSession } from '../state.ts'
import { blobStored } from './upload.ts'

/** Specification: Pushing a blob in chunks, its second phase. */
export function chunk(state: State, command: SendChunk): Step | undefined {
  const session = state.sessions.get(command.session)
  if (!session) return undefined
  const { received } = session
  const size = sizeOf(state, session, command)
  if (size === 0) return undefined
  const end = command.first + size
  const next = { ...session, phase: 'open' as const, received: end, short: size < session.minimum }
  const taken: Outcome = {
    name: 'accepted',
    statuses: [202],
    facts: [
      { header: 'location', rule: 'session-location', must: 'sent' },
      { header: 'range', rule: 'chunk-range', must: 'sent', value: `0-${end - 1}` },
    ],
    next: () => withSession(state, command.session, next),
  }
  if (session.phase === 'over') return steps(session, command.session, 'session-over', [refused(state, '4xx')])
  const inDoubt = doubtful(state, command.session, session)
  if (received === undefined) return steps(session, command.session, 'chunk-order', [taken, inDoubt])
  if (command.first !== received) {
    // That the chunk before was too short is another reason to refuse this one.
    const outcomes = [refused(state, 416), ...(session.phase === 'maybe' || session.short ? [inDoubt] : [])]
    return steps(session, command.session, 'chunk-order', outcomes)
  }
  const mayRefuse = session.short || session.phase === 'maybe'
  return steps(session, command.session, 'chunk-accepted', mayRefuse ? [taken, inDoubt] : [taken])
}

/** Specification: Pushing a blob in chunks and POST then PUT, the end of both. */
export function close(state: State, command: CloseUpload): Step | undefined {
  const session = state.sessions.get(command.session)
  if (!session) return undefined
  const stored = blobStored(withSession(state, command.session, over(session)), session.repository, command.digest)
  if (session.phase === 'over') return closedAgain(state, command, session, stored)
  const inDoubt = doubtful(state, command.session, session)
  const { received } = session
  const size = sizeOf(state, session, command)
  const end = received === undefined ? undefined : received + size
  const complete = isWhole(state, session, command.digest, end)
  // A whole blob is no chunk, and does not say where it belongs.
  const isChunk = size > 0 && size < blobOf(state.content, session.blob).size
  if (received !== undefined && isChunk && command.first !== received) {
    // The digest is not that of what arrived either: which of the two is told is the registry's choice.
    return steps(session, command.session, 'chunk-order', [refused(state, 416), inDoubt])
  }
  if (!complete) {
    // A registry that has the blob already need not look at what is sent.
    const inDoubtNow = withSession(state, command.session, { ...session, phase: 'maybe', received: undefined })
    const isThere = repositoryOf(state, session.repository).blobs.has(command.digest)
    const known = isThere ? [blobStored(inDoubtNow, session.repository, command.digest)] : []
    return steps(session, command.session, 'wrong-digest-refused', [...known, inDoubt])
  }
  const isOptional = isBySecondAlgorithm(blobOf(state.content, command.digest).digest)
  const sure = isSure(session) && received !== undefined && !isOptional
  return steps(session, command.session, 'blob-accepted', sure ? [stored] : [stored, inDoubt])
}

/** How many bytes a command really sends: a blob has no more than it has. */
function sizeOf(state: State, session: SessionState, { first, size }: SendChunk | CloseUpload): number {
  return Math.max(0, Math.min(size, blobOf(state.content, session.blob).size - first))
}

/** Whether the bytes that have arrived are those of a blob: none at all are those of the empty one. */
function isWhole(state: State, session: SessionState, digest: Name, end: number | undefined): boolean {
  const { size } = blobOf(state.content, digest)
  return (digest === session.blob || size === 0) && (end === undefined || end === size)
}

/** A session that is over takes nothing more; what it stored may be confirmed once more. */
function closedAgain(state: State, command: CloseUpload, session: SessionState, stored: Outcome): Step {
  const confirmed = repositoryOf(state, session.repository).blobs.has(command.digest) ? [stored] : []
  return steps(session, command.session, 'session-over', [...confirmed, refused(state, '4xx')])
}

/** Specification: Cancel a blob upload. The request may fail, which a client is to ignore. */
export function cancel(state: State, command: CancelUpload): Step | undefined {
  const session = state.sessions.get(command.session)
  if (!session) return undefined
  if (session.phase === 'over') return steps(session, command.session, 'session-over', [refused(state, '4xx')])
  const done: Outcome = {
    name: 'accepted',
    statuses: [204],
    facts: [],
    next: () => withSession(state, command.session, over(session)),
  }
  return steps(session, command.session, 'cancel', [done, doubtful(state, command.session, session)])
}

function steps(session: SessionState, name: Name, rule: Rule, outcomes: readonly Outcome[]): Step {
  return { repository: session.repository, resource: `session ${name}`, rule, outcomes }
}

function isSure({ phase, short }: SessionState): boolean {
  return phase === 'open' && !short
}

function over(session: SessionState): SessionState {
  return { ...session, phase: 'over' }
}

/** A refusal after which nobody knows whether the session goes on, nor how far it got. */
function doubtful(state: State, name: Name, session: SessionState): Outcome {
  const statuses: readonly Status[] = ['4xx']
  const facts: readonly HeaderFact[] = []
  const next = () => withSession(state, name, { ...session, phase: 'maybe', received: undefined })
  return { name: 'refused', statuses, facts, next }
}
