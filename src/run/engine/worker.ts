import { BroadcastChannel } from 'node:worker_threads'
import { afterAll, inject, test } from 'vitest'
import { suites } from '../../../suites/index.ts'
import type { Pushed } from '../../check/journal.ts'
import { Runtime } from '../../check/runtime.ts'
import { Redactor } from '../../client/redact.ts'
import { connect } from '../connect.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/**
 * Registers every check of the job as a vitest test: they share one module graph and one pool of connections, and
 * all run at once. Results go over a channel as soon as they are there, so that a run that is cut off keeps them.
 */
export function registerChecks(): void {
  const job = inject('job')
  const channel = new BroadcastChannel(job.channel)
  // A channel is reference counted: it must not keep a finished worker alive.
  channel.unref()
  const tell = (message: FromWorker) => channel.postMessage(message)
  const stop = new AbortController()
  channel.onmessage = (event) => {
    if (((event as MessageEvent).data as ToWorker).type === 'stop') stop.abort()
  }
  const { client, close } = connect(job.connection, new Redactor(), stop.signal)
  const outbox: Pushed[] = []
  const runtime = new Runtime({
    session: {
      client,
      journal: {
        // Told in batches, but before the request is on its way: sending starts in a later turn of the loop.
        pushed: (item) => {
          if (outbox.push(item) === 1) queueMicrotask(() => tell({ type: 'pushed', items: outbox.splice(0) }))
        },
      },
      spec: job.spec,
      features: new Set(job.features),
      seed: job.seed,
      settleMs: job.settleMs,
      signal: stop.signal,
      blobs: new Map(),
    },
    repository: job.repository,
    alternateRepository: job.alternateRepository,
    ...(job.upgradeSeed !== undefined && { upgradeSeed: job.upgradeSeed }),
  })
  const told = new Set<number>()
  const wanted = new Set(job.checks)

  for (const check of suites) {
    if (!wanted.has(check.id)) continue
    test.concurrent(check.id, { timeout: 0 }, async ({ skip }) => {
      const result = await runtime.run(check)
      const fresh = result.exchanges.filter((id) => !told.has(id))
      for (const id of fresh) told.add(id)
      tell({ type: 'result', result, exchanges: fresh.map((id) => runtime.exchanges[id]!) })
      if (result.outcome === 'skipped' || result.outcome === 'interrupted') skip(result.reason)
      if (result.outcome !== 'passed' && result.outcome !== 'observed')
        throw new CheckFailed(result.failure?.summary ?? result.reason)
    })
  }

  afterAll(async () => {
    await close()
    tell({ type: 'end', requests: client.requests })
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
