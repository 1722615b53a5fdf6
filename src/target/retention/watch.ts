import { setTimeout as wait } from 'node:timers/promises'
import { Maker } from '../../../fixtures/make/maker.ts'
import type { Repository } from '../../check/repository.ts'
import { Violation } from '../../check/violation.ts'
import { NoResponse } from '../../client/wire.ts'
import type { Ledger } from '../cleanup.ts'
import type { RetentionState, Sighting, Watched } from './state.ts'

/** Pushes the referrers that a watch is about: of an absent subject, of an untagged one, of a tagged one. */
export async function beginWatch(
  repo: Repository,
  seed: string,
  origin: string,
  durationMs: number,
  ledger: Ledger,
): Promise<RetentionState> {
  const make = new Maker(seed, 'retention')
  const watched: Watched[] = []
  const watch = (question: Watched['question'], subject: { digest: string }, referrer: { digest: string }) =>
    watched.push({ question, subject: subject.digest, digest: referrer.digest })

  const absent = make.absent()
  watch('retention/dangling', absent, await repo.push(make.artifact({ subject: absent })))
  const untagged = await repo.push(make.image())
  watch('retention/untagged-subject', untagged, await repo.push(make.artifact({ subject: untagged })))
  const tagged = await repo.push(make.image(), { tag: make.tag() })
  watch('retention/tagged-subject', tagged, await repo.push(make.artifact({ subject: tagged })))

  return {
    format: 'oci-referee/retention/1',
    origin,
    repository: repo.name,
    started: new Date().toISOString(),
    durationMs,
    watched,
    samples: [],
    pushed: ledger.items,
  }
}

const soonestMs = 250
const latestMs = 5 * 60_000

/** Time between two samples: sixty over the whole watch, within bounds. */
export function pauseOf(durationMs: number): number {
  return Math.min(latestMs, Math.max(soonestMs, durationMs / 60))
}

/**
 * Samples until the time of the watch is over or the signal stops it. Time in which nobody watched counts as well: a
 * registry goes on collecting garbage meanwhile.
 * @param save called with each new state
 */
export async function watch(
  repo: Repository,
  begun: RetentionState,
  save: (state: RetentionState) => Promise<void>,
  signal: AbortSignal,
): Promise<RetentionState> {
  let state = begun
  const start = Date.parse(state.started)
  const pause = pauseOf(state.durationMs)
  while (!signal.aborted) {
    const at = Date.now() - start
    const sightings = await sample(repo, state.watched)
    if (sightings) {
      state = { ...state, samples: [...state.samples, { at, sightings }] }
      await save(state)
    }
    const left = start + state.durationMs - Date.now()
    if (left <= 0) break
    await wait(Math.min(pause, left), undefined, { signal }).catch(() => {})
  }
  return state
}

async function sample(repo: Repository, watched: readonly Watched[]): Promise<Sighting[] | undefined> {
  try {
    return await Promise.all(
      watched.map(async ({ subject, digest }) => ({
        stored: (await repo.get(digest, 'HEAD')).status === 200,
        listed: await repo.referrers(subject).then(
          (list) => list.digests.includes(digest),
          (cause) => {
            if (cause instanceof Violation) return false
            throw cause
          },
        ),
      })),
    )
  } catch (cause) {
    // A registry that is restarted meanwhile says nothing about what it keeps.
    if (cause instanceof NoResponse) return undefined
    throw cause
  }
}

/** What a watch found out about one referrer, in a few words. */
export function retentionOf(
  state: RetentionState,
  index: number,
): { readonly reason: string; readonly lasting: string } {
  const { samples } = state
  const last = samples.at(-1)
  if (!last) return { reason: 'not seen: no sample was answered', lasting: 'not seen' }
  const gone = samples.findIndex(({ sightings }) => !sightings[index]!.stored)
  const unlisted = samples.findIndex(({ sightings }) => sightings[index]!.stored && !sightings[index]!.listed)
  const lists = unlisted === -1 ? '' : `, not listed after ${timeText(samples[unlisted]!.at)}`
  const isListed = unlisted === -1 ? 'listed' : 'not listed'
  if (gone === -1)
    return { reason: `kept for the ${timeText(last.at)} it was watched${lists}`, lasting: `kept, ${isListed}` }
  const before = samples[gone - 1]?.at ?? 0
  return {
    reason: `gone after ${timeText(before)} to ${timeText(samples[gone]!.at)}${lists}`,
    lasting: `gone, ${isListed}`,
  }
}

/** A time in the unit that fits it. */
function timeText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`
  return `${(ms / 3_600_000).toFixed(1)} h`
}
