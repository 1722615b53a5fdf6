import { Patience } from '../check/patience.ts'
import { Refusals } from '../check/refusals.ts'
import { Repository } from '../check/repository.ts'
import type { Session } from '../check/session.ts'
import type { Client } from '../client/client.ts'
import type { Ledger } from './cleanup.ts'
import { contentSeed, type RunOptions } from './options.ts'

/** A session of the main thread: for asking what a target has, and for what is pushed outside of checks. */
export function sessionOf(client: Client, options: RunOptions, ledger: Ledger): Session {
  const { selection, judging } = options
  return {
    client,
    journal: { pushed: (item) => ledger.add([item]) },
    spec: selection.spec,
    features: new Set(),
    seed: contentSeed(options),
    patience: new Patience(judging.settleMs),
    signal: new AbortController().signal,
    refusals: new Refusals(),
    present: new Map(),
  }
}

/** A repository whose exchanges are not kept. */
export function mainRepository(session: Session, name: string): Repository {
  return new Repository(session, name, { record: () => {}, note: () => {} })
}
