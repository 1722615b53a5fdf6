import { type Disagreement, familyOf, type Name, type Rule } from '../../src/model/index.ts'
import { makeContent } from './content.ts'
import { type Coverage, merged, noCoverage } from './coverage.ts'
import { type ExploreOptions, exploreOnce } from './explore.ts'
import { type History, inTurn, overlaps } from './history.ts'
import { type PlayOptions, play, type Settling } from './play.ts'
import type { Port, PortResponse } from './port.ts'
import { type Fails, shrink } from './shrink.ts'
import { endsOf } from './simplify.ts'

/** Where histories run side by side: each has a port of its own. */
export interface Ground {
  readonly repositories: ReadonlyMap<Name, string>
  port(): Port
  /** How long what is read may take to settle, for all histories together; absent: nothing is waited for. */
  readonly settling?: Settling
  /** Is told of each difference that showed in what came through the port, and of the response that shows it. */
  onDifference?(port: Port, found: readonly Disagreement[], shown: PortResponse): void
}

export interface CampaignOptions
  extends Pick<ExploreOptions, 'features' | 'steps' | 'sample' | 'leaveOut' | 'isThrifty'> {
  readonly seed: string
  /** Makes digests and tags other ones than those of an earlier exploration with this seed. */
  readonly salt: string
  /** How many histories run at once. Each way of them is followed by a generator of its own, so a seed is enough. */
  readonly lanes: number
  /** Which of the ways are followed here, by number; absent: all of them. */
  readonly isHere?: (lane: number) => boolean
  /** How many histories are run at most. */
  readonly runs: number
  /** Of the lanes, how many run histories in which several clients are at it at once. */
  readonly overlapLanes?: number
  /** Whether histories with several clients end with a look at everything, which others do. */
  readonly overlapsAtEnd?: boolean
  /** How often a shortened history is run to see whether it comes back. */
  readonly rounds?: number
  /** How many requests a lane may send, and one with overlap; what is found is shrunk on top of that. */
  readonly requestsPerLane?: number
  readonly requestsPerOverlapLane?: number
  /** How many requests may be spent to shorten one history; 0: it stays as it is, and is not made sure of. */
  readonly shrinkRequests: number
  /** The same for a history with several clients; absent: as for others. */
  readonly shrinkOverlapRequests?: number
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
  /** It showed only when everything was read after the last step. */
  readonly atEnd: boolean
  /** How often the history showed it when it was run again; never: it was seen once. */
  readonly cameBack: { readonly times: number; readonly of: number }
  /** The port through which the difference showed. */
  readonly port: Port
}

export interface Campaign {
  readonly histories: number
  readonly requests: number
  readonly coverage: Coverage
  readonly found: readonly Discovery[]
}

/** How many of a hundred steps several clients take at once, in histories that are for that. */
const overlapPercent = 80

/** Explores a target by random histories side by side. The first difference of each rule is shrunk, and then ignored. */
export async function campaign(ground: Ground, options: CampaignOptions): Promise<Campaign> {
  const found: Discovery[] = []
  let coverage = options.coverage ?? noCoverage
  let histories = 0
  let requests = 0
  const reported = new Set<string>()
  const overlapFrom = options.lanes - (options.overlapLanes ?? 0)

  const lane = async (first: number): Promise<void> => {
    const isOverlapping = first >= overlapFrom
    // What shows only while requests overlap is told apart from what always shows.
    const keyOf = (rule: Rule) => `${isOverlapping ? 'overlap ' : ''}${rule}`
    // Each lane knows only its own past, so that what it does does not depend on how fast the others are.
    const ignore = new Set<Rule>(options.ignore)
    let known = options.coverage ?? noCoverage
    let spent = 0
    const budget =
      (isOverlapping && options.requestsPerOverlapLane) || (options.requestsPerLane ?? Number.POSITIVE_INFINITY)
    const isOver = (more = 0) => spent + more >= budget || options.isOver?.() === true
    for (let run = first; run < options.runs && !isOver(); run += options.lanes) {
      const port = ground.port()
      const seed = `${options.seed} ${run}`
      const explored = await exploreOnce(port, ground.repositories, seed, known, {
        ...patiently(ground, port, options),
        ...(options.leaveOut && { leaveOut: options.leaveOut }),
        ...(isOverlapping && { overlapPercent, atEnd: options.overlapsAtEnd === true }),
        steps: options.steps,
        ...(options.isThrifty && { isThrifty: true }),
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
      const fresh = explored.disagreements.filter(({ rule }) => !reported.has(keyOf(rule)))
      for (const { rule } of fresh) reported.add(keyOf(rule))
      const [disagreement] = fresh
      if (disagreement) {
        // Other rules that were broken by the same step are the same trouble.
        const first = { disagreement, port, history: explored.history, atEnd: explored.atEnd }
        const { discovery, requests: more } = await shrinkOnce(ground, first, options)
        requests += more
        if (!isKnown(discovery)) {
          found.push(discovery)
          options.onFound?.(discovery)
        }
      }
      options.onHistory?.({ histories, requests, coverage, found: found.length, last: explored.history, news })
    }
  }

  /** The same trouble told before; what overlaps shows one trouble in many ways. */
  const isKnown = ({ disagreement: { rule }, history }: Discovery) =>
    found.some(({ disagreement, history: other }) =>
      overlaps(history)
        ? overlaps(other) && familyOf(disagreement.rule) === familyOf(rule)
        : !overlaps(other) && disagreement.rule === rule,
    )

  const lanes = Array.from({ length: options.lanes }, (_, first) => first)
  await Promise.all(lanes.filter((first) => options.isHere?.(first) ?? true).map(lane))
  return { histories, requests, coverage, found }
}

/** Shortens what was found before, and makes sure of it. What does not come back is left out. */
export async function findAgain(
  ground: Ground,
  found: readonly Discovery[],
  options: Omit<ShrinkOptions, 'shrinkOverlapRequests'>,
): Promise<readonly Discovery[]> {
  const all: Discovery[] = []
  for (const one of found) all.push((await shrinkOnce(ground, one, options)).discovery)
  return all.filter(({ cameBack }) => cameBack.times > 0)
}

/** Plays a history with patience, several times. Undefined: target and model agree each time. */
export async function replay(
  ground: Ground,
  history: History,
  options: Pick<CampaignOptions, 'features' | 'salt' | 'ignore' | 'rounds' | 'isOver'>,
): Promise<Discovery | undefined> {
  let first: Pick<Discovery, 'disagreement' | 'port'> | undefined
  const cameBack = { times: 0, of: 0 }
  for (let round = 0; round < (options.rounds ?? 1) && options.isOver?.() !== true; round++) {
    const salt = round === 0 ? options.salt : `${options.salt} ${round}`
    const { found } = await playOnce(ground, history, { ...options, salt, isPatient: true, atEnd: true })
    cameBack.of += 1
    if (found) cameBack.times += 1
    first ??= found
  }
  return first && { ...first, history, atEnd: true, cameBack }
}

interface OnceOptions extends Pick<CampaignOptions, 'features' | 'salt' | 'ignore' | 'isThrifty'> {
  readonly isPatient: boolean
  readonly atEnd: boolean
  /** The rule that has to be broken; absent: any. */
  readonly rule?: Rule
}

async function playOnce(
  ground: Ground,
  history: History,
  { salt, isPatient, atEnd, rule, ...options }: OnceOptions,
): Promise<{ readonly found: Pick<Discovery, 'disagreement' | 'port'> | undefined; readonly requests: number }> {
  const port = ground.port()
  const made = makeContent(history.recipes, history.seed, salt)
  const { disagreements, requests } = await play(port, { made, repositories: ground.repositories }, history, {
    ...(isPatient ? patiently(ground, port, options) : options.features && { features: options.features }),
    ...(options.ignore && { ignore: options.ignore }),
    ...(options.isThrifty && { isThrifty: true }),
    atEnd,
  })
  const disagreement = disagreements.find((one) => rule === undefined || one.rule === rule)
  return { found: disagreement && { disagreement, port }, requests }
}

/** How often a history is run before it counts as one that passes, where requests overlap and it is not steady. */
const overlapPatience = 3

type ShrinkOptions = Pick<
  CampaignOptions,
  'features' | 'salt' | 'ignore' | 'isThrifty' | 'rounds' | 'isOver' | 'shrinkRequests' | 'shrinkOverlapRequests'
>

/** Shortens a history within a number of requests, without waiting, and then makes sure of what is left with patience. */
async function shrinkOnce(
  ground: Ground,
  { history, atEnd, ...first }: Omit<Discovery, 'cameBack'>,
  options: ShrinkOptions,
): Promise<{ readonly discovery: Discovery; readonly requests: number }> {
  const budget = (overlaps(history) ? options.shrinkOverlapRequests : undefined) ?? options.shrinkRequests
  if (budget === 0) return { discovery: { ...first, history, atEnd, cameBack: { times: 1, of: 1 } }, requests: 0 }
  let requests = 0
  const rounds = options.rounds ?? 1
  const common = {
    ...(options.features && { features: options.features }),
    ...(options.ignore && { ignore: options.ignore }),
    ...(options.isThrifty && { isThrifty: true }),
  }
  let rule: Rule = first.disagreement.rule
  const run = async (tried: History, salt: string, isPatient: boolean) => {
    const played = await playOnce(ground, tried, {
      ...common,
      salt: `${options.salt} ${salt}`,
      rule,
      isPatient,
      atEnd,
    })
    requests += played.requests
    return played.found
  }
  const isOver = () => requests >= budget || options.isOver?.() === true
  const fails = async (tried: History, salt: string) => (await run(tried, salt, false)) !== undefined
  // Where requests overlap it is the last of them that matter, as a rule.
  const start = overlaps(history) && !atEnd ? await shortestEnd(history, fails, isOver) : history
  const patience = rounds > 1 && overlaps(start) ? overlapPatience : 1
  const shrunk = await shrink(start, fails, { runs: Number.POSITIVE_INFINITY, patience, isOver })
  const surely = async (tried: History, name: string) => {
    let last: Pick<Discovery, 'disagreement' | 'port'> | undefined
    const cameBack = { times: 0, of: 0 }
    do {
      const found = await run(tried, `${name} ${cameBack.of}`, true)
      cameBack.of += 1
      if (found) cameBack.times += 1
      last ??= found
    } while (overlaps(tried) && cameBack.of < rounds && options.isOver?.() !== true)
    return { ...first, ...last, history: tried, atEnd, cameBack }
  }
  // What differs one after another as well, in whatever way, has nothing to do with overlap: that is looked at whatever
  // it costs.
  let short = shrunk.history
  for (const [at, turns] of inTurn(short).entries()) {
    const { found } = await playOnce(ground, turns, {
      ...common,
      salt: `${options.salt} turns ${at}`,
      isPatient: false,
      atEnd,
    })
    if (!found) continue
    short = turns
    rule = found.disagreement.rule
    break
  }
  const sure = short === history ? undefined : await surely(short, 'sure')
  // Where patience changes what is found, only the whole history can be relied on.
  const discovery = sure && sure.cameBack.times > 0 ? sure : await surely(history, 'whole')
  return { discovery, requests }
}

/** The first end of a history that is enough to fail. */
async function shortestEnd(history: History, fails: Fails, isOver: () => boolean): Promise<History> {
  for (const [at, end] of endsOf(history).entries()) {
    if (isOver()) break
    if (await fails(end, `end ${at}`)) return end
  }
  return history
}

/** How histories are played that wait until what is read has settled. */
function patiently(ground: Ground, port: Port, { features }: Pick<CampaignOptions, 'features'>): PlayOptions {
  return {
    ...(features && { features }),
    ...(ground.settling && { settling: ground.settling }),
    onDifference: (found, shown) => ground.onDifference?.(port, found, shown),
  }
}
