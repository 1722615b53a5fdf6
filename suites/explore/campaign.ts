import { familyOf, type Rule } from '../../src/model/index.ts'
import { Calm } from './calm.ts'
import { type Coverage, merged, noCoverage } from './coverage.ts'
import type { Discovery, Ground } from './discovery.ts'
import { type ExploreOptions, exploreOnce, type Kind } from './explore.ts'
import { type History, lengthOf, overlaps } from './history.ts'
import { patiently } from './replay.ts'
import { type ShortenOptions, shorten } from './shorten.ts'

export interface CampaignOptions
  extends Pick<ExploreOptions, 'steps' | 'sample' | 'leaveOut'>,
    Pick<ShortenOptions, 'features' | 'isThrifty' | 'salt' | 'rounds' | 'isSame'>,
    Pick<ShortenOptions, 'shrinkRequests' | 'shrinkOverlapRequests' | 'ignore' | 'isOver'> {
  readonly seed: string
  /** How many histories run at once. Each lane has a random generator of its own, so a seed is enough. */
  readonly lanes: number
  /** Which of the ways are followed here, by number; absent: all of them. */
  readonly isHere?: (lane: number) => boolean
  /** How many histories are run at most. */
  readonly runs: number
  /** Of the lanes, how many run histories in which several clients are at it at once. */
  readonly overlapLanes?: number
  /** Whether histories with several clients end with a look at everything, which others do. */
  readonly overlapsAtEnd?: boolean
  /** How many requests a lane may send, and a lane with overlap; requests to shorten what it finds come on top. */
  readonly requestsPerLane?: number
  readonly requestsPerOverlapLane?: number
  /** Nothing else is sent while a history is shortened, so that what others do cannot show in it. */
  readonly shortensAlone?: boolean
  readonly coverage?: Coverage
  readonly onHistory?: (progress: Progress) => void
  readonly onFound?: (found: Discovery) => void
}

/** How far an exploration is. */
export interface Progress {
  readonly histories: number
  readonly requests: number
  readonly coverage: Coverage
  readonly found: number
  /** The history that was just run, and how many classes it met that none before it did. */
  readonly last: History
  readonly news: number
}

export interface Campaign {
  readonly histories: number
  readonly requests: number
  readonly coverage: Coverage
  readonly found: readonly Discovery[]
  /** What the target took in, in any of the histories. */
  readonly taken: ReadonlySet<Kind>
}

/** How many of a hundred steps several clients take at once, in histories that are for that. */
const overlapPercent = 80

/** So often a lane goes on to look for what it saw and could not show again. */
const maxDoubts = 10

/** Explores a target by random histories side by side. The first difference of each rule is shrunk, and then ignored. */
export async function campaign(ground: Ground, options: CampaignOptions): Promise<Campaign> {
  const found: Discovery[] = []
  const taken = new Set<Kind>()
  let coverage = options.coverage ?? noCoverage
  let histories = 0
  let requests = 0
  const reported = new Set<string>()
  const calm = new Calm()
  const overlapFrom = options.lanes - (options.overlapLanes ?? 0)

  const lane = async (first: number): Promise<void> => {
    const isOverlapping = first >= overlapFrom
    // What shows only while requests overlap is told apart from what always shows.
    const keyOf = (rule: Rule) => `${isOverlapping ? 'overlap ' : ''}${rule}`
    // Each lane knows only its own past, so that what it does does not depend on how fast the others are.
    const ignore = new Set<Rule>(options.ignore)
    let known = options.coverage ?? noCoverage
    let spent = 0
    let doubts = 0
    const budget =
      (isOverlapping && options.requestsPerOverlapLane) || (options.requestsPerLane ?? Number.POSITIVE_INFINITY)
    const isOver = (more = 0) => spent + more >= budget || options.isOver?.() === true
    for (let run = first; run < options.runs && !isOver(); run += options.lanes) {
      const port = ground.port()
      const seed = `${options.seed} ${run}`
      const explore = () =>
        exploreOnce(port, ground.repositories, seed, known, {
          ...patiently(ground, port),
          ...(options.features && { features: options.features }),
          ...(options.leaveOut && { leaveOut: options.leaveOut }),
          ...(isOverlapping && { overlapPercent, atEnd: options.overlapsAtEnd === true }),
          steps: options.steps,
          ...(options.isThrifty && { isThrifty: true }),
          sample: options.sample ?? 0,
          salt: options.salt,
          ignore,
          isOver,
        })
      // After other histories seem to have meddled, this lane explores alone.
      const isAlone = doubts > 0 && options.shortensAlone === true && !isOverlapping
      const explored = await (isAlone ? calm.alone(explore) : calm.beside(explore))
      spent += explored.requests
      requests += explored.requests
      for (const kind of explored.taken) taken.add(kind)
      known = merged(known, explored.met)
      const news = [...explored.met.keys()].filter((key) => !coverage.has(key)).length
      coverage = merged(coverage, explored.met)
      histories += 1
      const ignoredHere = new Set(ignore)
      for (const { rule } of explored.disagreements) ignore.add(rule)
      const fresh = explored.disagreements.filter(({ rule }) => !reported.has(keyOf(rule)))
      for (const { rule } of fresh) reported.add(keyOf(rule))
      const [disagreement] = fresh
      if (disagreement) {
        // Other rules that were broken by the same step are the same trouble.
        const shownBy = explored.shownBy.get(disagreement.rule)
        const { history, atEnd } = explored
        const sighting = { disagreement, port, history, atEnd, ...(shownBy && { shownBy }) }
        const work = () =>
          shorten(ground, sighting, { ...options, ignore: ignoredHere }).catch((cause: unknown) => {
            // What was seen before it was interrupted is kept as it is.
            if (options.isOver?.() !== true) throw cause
            return { discovery: { ...sighting, cameBack: { times: 0, of: 0 } }, requests: 0 }
          })
        const { discovery, requests: more } = await (options.shortensAlone ? calm.alone(work) : work())
        requests += more
        if (discovery.cameBack.times === 0 && doubts++ < maxDoubts) {
          // Others may have meddled. What is seen again may come back.
          ignore.delete(disagreement.rule)
          reported.delete(keyOf(disagreement.rule))
        }
        if (!isKnown(discovery)) {
          found.push(discovery)
          options.onFound?.(discovery)
        }
      }
      options.onHistory?.({ histories, requests, coverage, found: found.length, last: explored.history, news })
    }
  }

  /** The same trouble told before; what overlaps shows one trouble in many ways. */
  const isKnown = ({ disagreement: { rule }, history, cameBack }: Discovery) =>
    found.some(({ disagreement, history: other, cameBack: before }) => {
      if (before.times === 0 && cameBack.times > 0) return false
      return overlaps(history)
        ? overlaps(other) && familyOf(disagreement.rule) === familyOf(rule)
        : !overlaps(other) && disagreement.rule === rule
    })

  const lanes = Array.from({ length: options.lanes }, (_, first) => first)
  // All lanes are awaited, even where one fails, because nothing may be sent once this has ended.
  const ended = await Promise.allSettled(lanes.filter((first) => options.isHere?.(first) ?? true).map(lane))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
  return { histories, requests, coverage, found, taken }
}

/** Requests for each step of a history that are spent on top: to make sure of it as it is would take more. */
const perStep = 6

/** Shortens what was found before, and makes sure of it. What does not come back is left out. */
export async function findAgain(
  ground: Ground,
  found: readonly Discovery[],
  options: ShortenOptions,
): Promise<readonly Discovery[]> {
  const all: Discovery[] = []
  for (const one of found) {
    const shrinkRequests = options.shrinkRequests + perStep * lengthOf(one.history)
    all.push((await shorten(ground, one, { ...options, shrinkRequests })).discovery)
  }
  return all.filter(({ cameBack }) => cameBack.times > 0)
}
