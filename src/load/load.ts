import { Maker } from '../../fixtures/make/maker.ts'
import { type Descriptor, descriptorOf, type Manifest } from '../../fixtures/make/manifest.ts'
import { expectStatus } from '../check/expect.ts'
import type { Repository } from '../check/repository.ts'
import { StepFailed, Violation } from '../check/violation.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import { NoResponse } from '../client/wire.ts'
import type { Leftover } from '../outcome/outcome.ts'
import { CannotJudge } from '../run/errors.ts'
import { percentile } from '../run/latency.ts'
import { cleanUp, Ledger } from '../target/cleanup.ts'
import { connect } from '../target/connect.ts'
import { ping } from '../target/discover/ping.ts'
import { lookAround } from '../target/discover/surroundings.ts'
import { inBrief } from '../target/in-brief.ts'
import type { RunOptions } from '../target/options.ts'
import { mainRepository, sessionOf } from '../target/session.ts'
import { name, version } from '../version.ts'
import { growthOf } from './fit.ts'
import { type Operation, operations } from './operations.ts'
import type { AtOnce, Latency, LoadResult, SizePoint } from './result.ts'

export interface HowToLoad {
  /** Lengths of a list to measure at. */
  readonly referrers: readonly number[]
  /** Numbers of requests at once to measure at. */
  readonly atOnce: readonly number[]
  /** Milliseconds after which nothing more is measured; what was pushed is removed after that. */
  readonly forMs: number
  /** Is told how far it is. */
  readonly onProgress?: (text: string) => void
}

/** Requests that are measured one after another, of each operation at each size. */
const samples = 15
/** Referrers that a filter leaves. */
const rareReferrers = 5
/** Pushes at once while a list is made longer. */
const fillAtOnce = 16
/** Share of the time that growing may take; the rest is for requests at once. */
const growShare = 0.8
/** Milliseconds, and requests for each of those at once, that one measurement at once may take. */
const atOnceMs = 1_500
const atOnceRequests = 30

/**
 * Measures how the cost of pushes, lists and pulls grows with the length of a list, the manifests in a repository and
 * the requests at once, in one repository that is emptied afterwards.
 * @throws CannotJudge when the target cannot be reached, or takes no push
 * @example const { growth } = await load(options, { referrers: [1000], atOnce: [1, 16], forMs: 60_000 })
 */
export async function load(options: RunOptions, how: HowToLoad, signal: AbortSignal): Promise<LoadResult> {
  const { connection, repositories, content } = options
  const started = new Date()
  const began = performance.now()
  const ledger = new Ledger()
  const { client, close } = connect(connection)
  try {
    await ping(client, connection)
    ledger.spare(await lookAround(client, repositories.named, repositories.allowContent))
    const session = { ...sessionOf(client, options, ledger), signal }
    const repo = mainRepository(session, repositories.repository)
    const measuring = new Measuring(repo, new Maker(content.seed, 'load'), how, signal)
    try {
      await measuring.run()
    } catch (cause) {
      if (!signal.aborted) {
        await cleanUp(client, ledger.items)
        throw unjudged(cause, connection.origin)
      }
    }
    const durationMs = Math.round(performance.now() - began)
    how.onProgress?.('removing what was pushed')
    const leftovers: readonly Leftover[] = repositories.keep ? [] : await cleanUp(client, ledger.items)
    return {
      format: 'oci-referee/load/1',
      tool: { name, version },
      target: { url: connection.origin, repository: repo.name },
      seed: content.seed,
      started: started.toISOString(),
      durationMs,
      requests: client.requests,
      ...measuring.found(),
      leftovers,
    }
  } finally {
    await close()
  }
}

function unjudged(cause: unknown, origin: string): unknown {
  const violation = cause instanceof StepFailed ? cause.violation : cause
  if (violation instanceof Violation) {
    const { facts } = violation
    const isRefused = facts.kind === 'status' && (facts.actual === 401 || facts.actual === 403)
    const hint = isRefused ? '; give credentials that may write there, or another repository with --repo' : ''
    return new CannotJudge(`${origin} cannot be loaded: ${inBrief(violation)}${hint}`)
  }
  if (cause instanceof NoResponse || cause instanceof AccessRefused)
    return new CannotJudge(`${origin} stopped responding under load: ${cause.message}`)
  return cause
}

/** What `load` is about to find: whatever ends it, what was measured until then stays. */
class Measuring {
  readonly #repo: Repository
  readonly #make: Maker
  readonly #how: HowToLoad
  readonly #signal: AbortSignal
  readonly #began = performance.now()
  readonly #points = new Map<Operation, SizePoint[]>()
  readonly #atOnce: AtOnce[] = []
  readonly #notes: string[] = []
  readonly #subject: Descriptor
  readonly #rareType: string
  #pulled: Manifest | undefined
  #referrers = 0
  #pages = 1
  #hasLists = true
  #stopped: LoadResult['stopped']

  constructor(repo: Repository, make: Maker, how: HowToLoad, signal: AbortSignal) {
    this.#repo = repo
    this.#make = make
    this.#how = how
    this.#signal = signal
    this.#subject = make.absent()
    this.#rareType = make.mediaType('.rare')
  }

  async run(): Promise<void> {
    const { referrers, atOnce, forMs } = this.#how
    // All layers that manifests are made of, so that no blob is pushed while pushes are measured.
    const image = this.#make.image({ annotations: null, layers: 6 })
    this.#pulled = await this.#repo.push(image)
    for (let rare = 0; rare < rareReferrers; rare++) await this.#repo.push(this.#referrer(this.#rareType))
    this.#referrers = rareReferrers
    const list = await this.#repo.askReferrers(this.#subject)
    this.#hasLists = list.status === 200
    if (!this.#hasLists) this.#notes.push(`lists were not measured: GET of one returned ${list.status}`)
    for (const size of sizesUpTo(referrers)) {
      if (!(await this.#growTo(size, forMs * growShare))) break
      await this.#measureAll()
    }
    for (const operation of ['pull', 'list', 'push'] as const) {
      if (operation === 'list' && !this.#hasLists) continue
      for (const level of atOnce) {
        if (this.#isOver(forMs)) return
        this.#how.onProgress?.(`${operation}: ${level} at once`)
        this.#atOnce.push(await this.#manyAtOnce(operation, level, forMs))
      }
    }
  }

  found(): Pick<LoadResult, 'stopped' | 'referrers' | 'growth' | 'atOnce' | 'notes'> {
    const stopped = this.#signal.aborted ? 'interrupted' : this.#stopped
    const measured = operations.filter((one) => this.#points.has(one) && (one !== 'page' || this.#pages > 1))
    if (this.#points.has('page') && this.#pages === 1) this.#notes.push('every list came in one page')
    return {
      ...(stopped && { stopped }),
      referrers: this.#referrers,
      growth: measured.map((operation) => {
        const points = this.#points.get(operation)!
        return { operation, points, growth: growthOf(points.map(({ n, p50 }) => ({ n, ms: p50 }))) }
      }),
      atOnce: this.#atOnce,
      notes: this.#notes,
    }
  }

  /** Without annotations: a list is to be long, not heavy. */
  #referrer(artifactType: string | undefined, subject: Descriptor = this.#subject): Manifest {
    return this.#make.artifact({ subject, annotations: null, layers: 1, ...(artifactType && { artifactType }) })
  }

  #isOver(ms: number): boolean {
    this.#signal.throwIfAborted()
    if (performance.now() - this.#began < ms) return false
    this.#stopped = 'time'
    return true
  }

  /** Makes the list longer. @returns false: the time is over */
  async #growTo(size: number, ms: number): Promise<boolean> {
    let over = false
    const worker = async () => {
      while (this.#referrers < size && !over) {
        if (this.#isOver(ms)) {
          over = true
          return
        }
        this.#referrers++
        if (this.#referrers % 500 === 0) this.#how.onProgress?.(`${this.#referrers} referrers`)
        await this.#repo.push(this.#referrer(undefined))
      }
    }
    await Promise.all(Array.from({ length: fillAtOnce }, worker))
    return !over
  }

  async #measureAll(): Promise<void> {
    const n = this.#referrers
    this.#how.onProgress?.(`measuring at ${n} referrers`)
    for (const operation of operations) {
      if (!this.#hasLists && ['list', 'filter', 'page'].includes(operation)) continue
      const times: number[] = []
      for (let at = 0; at < samples; at++) {
        this.#signal.throwIfAborted()
        times.push(await timed(this.#prepared(operation)))
      }
      const points = this.#points.get(operation) ?? []
      points.push({
        n,
        ...latency(
          times,
          times.reduce((sum, ms) => sum + ms, 0),
        ),
      })
      this.#points.set(operation, points)
    }
  }

  /** Everything but the requests themselves is done before they are measured. */
  #prepared(operation: Operation): () => Promise<unknown> {
    const repo = this.#repo
    switch (operation) {
      case 'push': {
        const referrer = this.#referrer(undefined)
        this.#referrers++
        return () => repo.push(referrer)
      }
      case 'push-elsewhere': {
        const referrer = this.#referrer(undefined, descriptorOf(this.#make.image({ layers: 1 })))
        return () => repo.push(referrer)
      }
      case 'list':
        return async () => {
          const { pages } = await repo.referrers(this.#subject)
          this.#pages = Math.max(this.#pages, pages.length)
        }
      case 'filter':
        return () => repo.referrers(this.#subject, { artifactType: this.#rareType })
      case 'page':
        return async () => expectStatus(await repo.askReferrers(this.#subject), 200)
      case 'pull':
        return async () => expectStatus(await repo.get(this.#pulled!.digest), 200)
    }
  }

  async #manyAtOnce(operation: Operation, atOnce: number, ms: number): Promise<AtOnce> {
    const times: number[] = []
    let failed = 0
    let left = atOnce * atOnceRequests
    const start = performance.now()
    const isOver = () => left-- <= 0 || performance.now() - start > atOnceMs || this.#isOver(ms)
    const worker = async () => {
      while (!isOver()) {
        try {
          times.push(await timed(this.#prepared(operation)))
        } catch (cause) {
          if (!(cause instanceof StepFailed || cause instanceof Violation || cause instanceof NoResponse)) throw cause
          failed++
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    return { operation, atOnce, failed, ...latency(times, performance.now() - start) }
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function latency(times: readonly number[], elapsedMs: number): Latency {
  const rounded = (value: number) => Math.round(value * 100) / 100
  return {
    samples: times.length,
    p50: rounded(percentile(times, 0.5)),
    p95: rounded(percentile(times, 0.95)),
    p99: rounded(percentile(times, 0.99)),
    perSecond: elapsedMs > 0 ? rounded((times.length / elapsedMs) * 1000) : 0,
  }
}

/** The sizes that were asked for, and each power of ten below them: a curve needs points. */
function sizesUpTo(wanted: readonly number[]): number[] {
  const max = Math.max(...wanted)
  const tens = [10, 100, 1_000, 10_000].filter((size) => size < max)
  return [...new Set([...tens, ...wanted])].sort((a, b) => a - b)
}
