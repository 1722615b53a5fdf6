import type { Comparison } from '../outcome.ts'
import type { SessionFacts, SessionQuery } from '../query.ts'
import { type State, withSession } from '../state.ts'
import { Differences } from './disagree.ts'

/** Specification: Pushing a blob in chunks, the state of a session. One that was never opened cannot be asked for. */
export function observeSession(state: State, { session: name }: SessionQuery, facts: SessionFacts): Comparison {
  const session = state.sessions.get(name)
  if (!session) return { state, disagreements: [] }
  const differences = new Differences(session.repository, `session ${name}`)
  const isRefused = facts.status >= 400 && facts.status < 500
  // What is in doubt and does not go on is over, with whatever status that is told.
  if (session.phase === 'over' || (session.phase === 'maybe' && facts.status !== 204)) {
    if (!isRefused) differences.add('session-over', '4xx', facts.status)
    return { state: withSession(state, name, { ...session, phase: 'over' }), disagreements: differences.found }
  }
  differences.same('session-status', 204, facts.status)
  if (facts.status !== 204) return { state, disagreements: differences.found }
  if (!facts.location) differences.add('session-location', 'location: any', null)
  // A session without bytes has no last byte to name, and the text does not say how that is written.
  if (session.received !== undefined && session.received > 0) {
    differences.same('session-range', `0-${session.received - 1}`, facts.range)
  }
  return { state: withSession(state, name, { ...session, phase: 'open' }), disagreements: differences.found }
}
