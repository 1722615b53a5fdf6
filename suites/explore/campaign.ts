import type { Disagreement, Name, Rule } from '../../src/model/index.ts'
import { makeContent } from './content.ts'
import { type Coverage, merged, noCoverage } from './coverage.ts'
import { type Explored, type ExploreOptions, exploreOnce } from './explore.ts'
import type { History } from './history.ts'
import { type PlayOptions, play } from './play.ts'
import type { Port } from './port.ts'
import { shrink } from './shrink.ts'

/** Where histories run side by side: each has a port of its own, and its own word on how long a change may take. */
export interface Ground {
  readonly repositories: ReadonlyMap<Name, string>
  port(): Port
  mayAgree?(since: number, tries: number): Promise<boolean>
  /** Is told of each difference before anything else is sent through the port. */
  onDifference?(port: Port, found: readonly Disagreement[]): void
}

export interface CampaignOptions extends Pick<ExploreOptions, 'features' | 'steps' | 'sample' | 'leaveOut'> {
  readonly seed: string
  /** Makes digests and tags other ones than those of an earlier exploration with this seed. */
  readonly salt: string
  /** How many histories run at once. Each way of them is followed by a generator of its own, so a seed is enough. */
  readonly lanes: number
  /** Which of the ways are followed here, by number; absent: all of them. */
  readonly isHere?: (lane: number) => boolean
  /** How many histories are run at most. */
  readonly runs: number
  /** How many requests a lane may send; what is found is shrunk on top of that. */
  readonly requestsPerLane?: number
  /** How many requests may be spent to shorten one history. */
  readonly shrinkRequests: number
  /** Rules that are not looked at. */
  readonly ignore?: ReadonlySet<Rule>
  readonly coverage?: Coverage
  readonly isOver?: () => boolean
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

/** A rule that a target breaks, with the shortest history that was found for it. */
export interface Discovery {
  readonly disagreement: Disagreement
  readonly history: History
  /** The history shows it again; false: it was seen once. */
  readonly isSteady: boolean
  /** The port through which the difference showed. */
  readonly port: Port
}

export interface Campaign {
  readonly histories: number
  readonly requests: number
  readonly coverage: Coverage
  readonly found: readonly Discovery[]
}

/** Explores a target by random histories side by side. The first difference of each rule is shrunk, and then ignored. */
export async function campaign(ground: Ground, options: CampaignOptions): Promise<Campaign> {
  const found: Discovery[] = []
  let coverage = options.coverage ?? noCoverage
  let histories = 0
  let requests = 0
  const reported = new Set<Rule>()

  const lane = async (first: number): Promise<void> => {
    // Each lane knows only its own past, so that what it does does not depend on how fast the others are.
    const ignore = new Set<Rule>(options.ignore)
    let known = options.coverage ?? noCoverage
    let spent = 0
    const budget = options.requestsPerLane ?? Number.POSITIVE_INFINITY
    const isOver = (more = 0) => spent + more >= budget || options.isOver?.() === true
    for (let run = first; run < options.runs && !isOver(); run += options.lanes) {
      const port = ground.port()
      const seed = `${options.seed} ${run}`
      const explored = await exploreOnce(port, ground.repositories, seed, known, {
        ...patiently(ground, port, options),
        ...(options.leaveOut && { leaveOut: options.leaveOut }),
        steps: options.steps,
        sample: options.sample ?? 0,
        salt: options.salt,
        ignore,
        isOver,
      })
      spent += explored.requests
      requests += explored.requests
      known = merged(known, explored.met)
      const news = [...explored.met.keys()].filter((key) => !coverage.has(key)).length
      coverage = merged(coverage, explored.met)
      histories += 1
      for (const { rule } of explored.disagreements) ignore.add(rule)
      const fresh = explored.disagreements.filter(({ rule }) => !reported.has(rule))
      for (const { rule } of fresh) reported.add(rule)
      const [disagreement] = fresh
      if (disagreement) {
        // Other rules that were broken by the same step are the same trouble.
        const { discovery, requests: more } = await shrinkOnce(ground, explored, { disagreement, port }, options)
        requests += more
        found.push(discovery)
        options.onFound?.(discovery)
      }
      options.onHistory?.({ histories, requests, coverage, found: found.length, last: explored.history, news })
    }
  }

  const lanes = Array.from({ length: options.lanes }, (_, first) => first)
  await Promise.all(lanes.filter((first) => options.isHere?.(first) ?? true).map(lane))
  return { histories, requests, coverage, found }
}

/** Plays a history with patience. Undefined: target and model agree all the way. */
export async function replay(
  ground: Ground,
  history: History,
  options: Pick<CampaignOptions, 'features' | 'salt' | 'ignore'>,
): Promise<Discovery | undefined> {
  const port = ground.port()
  const made = makeContent(history.recipes, history.seed, options.salt)
  const { disagreements } = await play(port, { made, repositories: ground.repositories }, history, {
    ...patiently(ground, port, options),
    ...(options.ignore && { ignore: options.ignore }),
  })
  const [disagreement] = disagreements
  return disagreement && { disagreement, history, isSteady: true, port }
}

/** Shortens a history within a number of requests, without waiting, and then makes sure of what is left with patience. */
async function shrinkOnce(
  ground: Ground,
  { history, atEnd }: Explored,
  first: Pick<Discovery, 'disagreement' | 'port'>,
  options: CampaignOptions,
): Promise<{ readonly discovery: Discovery; readonly requests: number }> {
  let requests = 0
  const run = async (tried: History, salt: string, isPatient: boolean) => {
    const port = ground.port()
    const made = makeContent(tried.recipes, tried.seed, `${options.salt} ${salt}`)
    const played = await play(port, { made, repositories: ground.repositories }, tried, {
      ...(isPatient ? patiently(ground, port, options) : options.features && { features: options.features }),
      ...(options.ignore && { ignore: options.ignore }),
      atEnd,
    })
    requests += played.requests
    const disagreement = played.disagreements.find(({ rule }) => rule === first.disagreement.rule)
    return disagreement && { disagreement, port }
  }
  const isOver = () => requests >= options.shrinkRequests || options.isOver?.() === true
  const fails = async (tried: History, salt: string) => (await run(tried, salt, false)) !== undefined
  const shrunk = await shrink(history, fails, { runs: Number.POSITIVE_INFINITY, patience: 1, isOver })
  const sure = shrunk.history === history ? undefined : await run(shrunk.history, 'sure', true)
  if (sure) return { discovery: { ...sure, history: shrunk.history, isSteady: true }, requests }
  // Where patience changes what is found, only the whole history can be relied on.
  const whole = await run(history, 'whole', true)
  return { discovery: { ...(whole ?? first), history, isSteady: whole !== undefined }, requests }
}

/** How histories are played that wait until what is read has settled. */
function patiently(ground: Ground, port: Port, { features }: Pick<CampaignOptions, 'features'>): PlayOptions {
  let since = 0
  return {
    ...(features && { features }),
    ...(ground.mayAgree && {
      mayAgree: (tries: number) => {
        if (tries === 1) since = performance.now()
        return ground.mayAgree!(since, tries)
      },
    }),
    onDifference: (found) => ground.onDifference?.(port, found),
  }
}
