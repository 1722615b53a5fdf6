import type { Command } from './command.ts'
import type { Content, Name } from './content.ts'
import type { Disagreement, Reply, Rule } from './outcome.ts'
import { type State, withSession } from './state.ts'

/** A request that changes something, with its response. */
export interface CommandEvent {
  readonly command: Command
  readonly reply: Reply
}

/** Refusals that blame what else is under way: in conflict, locked, too early, too many, out of time. */
const busy: readonly number[] = [408, 409, 423, 425, 429]

/**
 * Whether the response to a request that overlapped with others leaves open what became of it. No sentence says that a
 * registry has to serve requests about the same thing at once, so that is no difference.
 */
export function isUnclear(status: number): boolean {
  return status >= 500 || busy.includes(status)
}

/** What the text says of one request after another in a session, and not of several at once. */
const sequential: ReadonlySet<Rule> = new Set([
  'chunk-accepted',
  'chunk-order',
  'chunk-range',
  'blob-accepted',
  'session-over',
  'cancel',
  'session-location',
])

/** What several branches do to the same thing. */
export interface Shared {
  /** Upload sessions that more than one of them goes on with. */
  readonly sessions: ReadonlySet<Name>
  /** Deletes that more than one of them had accepted. */
  readonly deletes: ReadonlySet<string>
}

export function sharedBy(branches: readonly (readonly CommandEvent[])[]): Shared {
  const sessions = branches.map((branch) =>
    branch.flatMap((one) => ('session' in one.command ? one.command.session : [])),
  )
  const deletes = branches.map((branch) =>
    branch.flatMap(({ command, reply }) => (reply.status === 202 ? JSON.stringify(command) : [])),
  )
  return { sessions: repeated(sessions), deletes: repeated(deletes) }
}

/** What is in more than one of several lists. */
function repeated(lists: readonly (readonly string[])[]): ReadonlySet<string> {
  const before = new Set<string>()
  const again = new Set<string>()
  for (const list of lists) for (const one of new Set(list)) (before.has(one) ? again : before).add(one)
  return again
}

/** Whether a difference of a request that overlapped with others is none: two deletes may both find what they delete. */
export function isTolerated({ rule }: Disagreement, command: Command, shared: Shared): boolean {
  if (rule === 'delete-unknown') return shared.deletes.has(JSON.stringify(command))
  return 'session' in command && shared.sessions.has(command.session) && sequential.has(rule)
}

/** The state in which nobody knows how far some sessions got, nor whether they go on. */
export function withSessionsInDoubt(state: State, names: ReadonlySet<Name>): State {
  let next = state
  for (const name of names) {
    const session = next.sessions.get(name)
    if (session) next = withSession(next, name, { ...session, phase: 'maybe', received: undefined })
  }
  return next
}

/** What is wrong with a list or content whenever it was read: time, and what else was under way, explains none of it. */
const timeless: ReadonlySet<Rule> = new Set([
  'manifest-bytes',
  'manifest-type',
  'blob-bytes',
  'part',
  'tags-body',
  'tags-name',
  'tags-order',
  'tags-page-size',
  'tags-link',
  'list-body',
  'list-type',
  'list-entry-field',
  'list-entry-annotations',
  'filter-extra',
  'filter-header-unasked',
])

/**
 * Whether a read that overlapped with writes may not say such a thing at any time. It may be late by `--settle`, so
 * what is missing from it, or still in it, is no difference; a digest that nobody pushed is.
 */
export function isTimeless({ rule, actual }: Disagreement, { manifests }: Content): boolean {
  return timeless.has(rule) || (rule === 'list-extra' && !(typeof actual === 'string' && manifests.has(actual)))
}
