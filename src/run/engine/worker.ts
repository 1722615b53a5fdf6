import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, inject, test } from 'vitest'
import { suites } from '../../../suites/index.ts'
import type { Pushed } from '../../check/journal.ts'
import { Runtime } from '../../check/runtime.ts'
import type { Session } from '../../check/session.ts'
import { Redactor } from '../../client/redact.ts'
import { connect } from '../connect.ts'
import type { FromWorker, Job, Start, ToWorker } from './messages.ts'

/**
 * Registers the checks of the job as vitest tests: they share one module graph and one pool of connections, and all
 * run at once. The worker starts while the target is still being asked what it has; which checks run comes over the
 * channel. Results go back over it as soon as they are there, so that a run that is cut off keeps them.
 */
export function registerChecks(): void {
  const job = inject('job')
  const { tell, started, stop } = talk(job.channel)
  const { client, identityClients, close } = connect(job.connection, new Redactor(), stop)
  const told = new Set<number>()
  const wanted = new Set(job.checks)
  const running = started.then((start) => ({
    runtime: runtimeOf(job, start, { client, identityClients }, stop, tell),
    checks: new Set(start.checks),
  }))

  for (const check of suites) {
    if (!wanted.has(check.id)) continue
    test.concurrent(check.id, { timeout: 0 }, async ({ skip }) => {
      const { runtime, checks } = await running
      if (!checks.has(check.id)) return skip()
      const result = await runtime.run(check)
      const fresh = result.exchanges.filter((id) => !told.has(id))
      for (const id of fresh) told.add(id)
      tell({ type: 'result', result, exchanges: fresh.map((id) => runtime.exchanges[id]!) })
      if (result.outcome === 'skipped' || result.outcome === 'interrupted') skip(result.reason)
      if (result.outcome === 'passed' || result.outcome === 'observed') return
      throw new CheckFailed(result.failure?.summary ?? result.reason)
    })
  }

  afterAll(async () => {
    await close()
    tell({ type: 'end', requests: client.requests + identityClients.requests })
  })
  tell({ type: 'ready' })
}

interface Talk {
  tell(message: FromWorker): void
  /** Resolves when the other side says which checks run. */
  readonly started: Promise<Start>
  /** Aborted when the other side says to stop. */
  readonly stop: AbortSignal
}

function talk(name: string): Talk {
  const channel = new BroadcastChannel(name)
  // It must not keep a finished worker alive.
  channel.unref()
  const stop = new AbortController()
  const started = new Promise<Start>((resolve) => {
    channel.onmessage = (event) => {
      const message = (event as MessageEvent).data as ToWorker
      if (message.type === 'start') resolve(message)
      else {
        stop.abort()
        resolve({ features: [], checks: [] })
      }
    }
  })
  return { tell: (message) => channel.postMessage(message), started, stop: stop.signal }
}

function runtimeOf(
  job: Job,
  start: Start,
  clients: Pick<Session, 'client' | 'identityClients'>,
  signal: AbortSignal,
  tell: Talk['tell'],
): Runtime {
  const outbox: Pushed[] = []
  return new Runtime({
    session: {
      ...clients,
      journal: {
        // Told in batches, but before the request is on its way: sending starts in a later turn of the loop.
        pushed: (item) => {
          if (outbox.push(item) === 1) queueMicrotask(() => tell({ type: 'pushed', items: outbox.splice(0) }))
        },
      },
      spec: job.spec,
      features: new Set(start.features),
      seed: job.seed,
      settleMs: job.settleMs,
      signal,
      blobs: new Map(),
    },
    repository: job.repository,
    alternateRepository: job.alternateRepository,
    existing: job.existing,
    ...(job.upgradeSeed !== undefined && { upgradeSeed: job.upgradeSeed }),
  })
}

/** Tells vitest that a check is not a pass; what happened went over the channel, so it needs no stack. */
class CheckFailed extends Error {
  override readonly name = 'CheckFailed'
  constructor(message: string | undefined) {
    super(message)
    this.stack = `${this.name}: ${this.message}`
  }
}
