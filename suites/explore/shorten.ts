import { type Disagreement, familyOf, type Query, type Rule } from '../../src/model/index.ts'
import type { Discovery, Ground } from './discovery.ts'
import { type History, inTurn, lengthOf, overlaps } from './history.ts'
import { type Once, playOnce, type ReplayOptions } from './replay.ts'
import { shrink } from './shrink.ts'
import { endsOf } from './simplify.ts'

export interface ShortenOptions extends ReplayOptions {
  readonly isThrifty?: boolean
  /** How many requests may be spent to shorten one history; 0: it stays as it is, and is not made sure of. */
  readonly shrinkRequests: number
  /** The same for a history with several clients; absent: as for others. */
  readonly shrinkOverlapRequests?: number
  /** Whether two rules are the same trouble, so that a shorter history may show the other one. */
  readonly isSame?: (one: Rule, other: Rule) => boolean
}

/** A discovery before it was made sure of. */
export type Sighting = Omit<Discovery, 'cameBack'>

/** Shortens a history within a number of requests, without waiting, and then makes sure of what is left with patience. */
export async function shorten(
  ground: Ground,
  sighting: Sighting,
  options: ShortenOptions,
): Promise<{ readonly discovery: Discovery; readonly requests: number }> {
  const budget = (overlaps(sighting.history) ? options.shrinkOverlapRequests : undefined) ?? options.shrinkRequests
  if (budget === 0) return { discovery: { ...sighting, cameBack: { times: 1, of: 1 } }, requests: 0 }
  const work = new Shortening(ground, sighting, options, budget)
  const discovery = await work.run()
  return { discovery, requests: work.requests }
}

/** How often a history is run before it counts as one that passes, where requests overlap and it is not steady. */
const overlapPatience = 3

/** Requests for one step, about: what is long is put in turn only where there is enough for it. */
const perStep = 12

class Shortening {
  requests = 0
  #plays = 0
  readonly #ground: Ground
  readonly #whole: Sighting
  readonly #options: ShortenOptions
  readonly #budget: number
  /** The shortest history so far, and what it shows. */
  #best: Sighting
  /** The only things that are read, because they show the difference; undefined: everything is. */
  #looks: readonly Query[] | undefined

  constructor(ground: Ground, sighting: Sighting, options: ShortenOptions, budget: number) {
    this.#ground = ground
    this.#whole = sighting
    this.#best = sighting
    this.#options = options
    this.#budget = budget
  }

  async run(): Promise<Discovery> {
    // At first only what shows the difference is read, which takes far fewer requests. Some show only when all is read.
    for (const looks of [looksOf(this.#whole), undefined]) {
      this.#best = this.#whole
      this.#looks = looks
      const sure = (await this.#shorten()) && (await this.#confirm(this.#best))
      if (sure && sure.cameBack.times > 0) return sure
      if (this.#isOver()) break
    }
    this.#best = this.#whole
    const inTurn = (await this.#putInTurn()) && (await this.#makeSure(this.#best))
    if (inTurn && inTurn.cameBack.times > 0) return inTurn
    // Where patience changes what is found, only the whole history can be relied on.
    return this.#makeSure(this.#whole)
  }

  /** @returns whether the best history showed it, be it shorter than the whole one or not */
  async #shorten(): Promise<boolean> {
    const isPlain = this.#looks !== undefined
    const isLong = lengthOf(this.#best.history) * perStep * 4 > this.#budget
    const isInTurn = isPlain && !isLong && (await this.#putInTurn())
    const isShown = await this.#start()
    if (!isShown) {
      if (isPlain && !isInTurn) return false
      this.#looks = undefined
    }
    await this.#shrink()
    if (await this.#putInTurn()) {
      if (!(await this.#start())) this.#looks = undefined
      await this.#shrink()
    }
    return isShown || this.#best.history !== this.#whole.history
  }

  /** Makes sure of a short history. What its steps do not touch any more is looked at in the end. */
  async #confirm(sighting: Sighting): Promise<Discovery> {
    const sure = await this.#makeSure(sighting)
    return sure.cameBack.times > 0 || sighting.atEnd || this.#isOver()
      ? sure
      : this.#makeSure({ ...sighting, atEnd: true })
  }

  /** Goes on with the first end of the history that shows it, or else with the history up to the step that shows it. */
  async #start(): Promise<boolean> {
    const { atEnd, shownBy, history } = this.#best
    // What showed at the end may have shown long before.
    const isFound = atEnd && (await this.#cut(history))
    if (atEnd && (!isFound || !this.#looks)) return isFound
    for (const end of endsOf(this.#best.history, shownBy)) {
      if (this.#isOver()) return isFound
      if (await this.#cut(end)) return true
    }
    return isFound || (!this.#isOver() && this.#cut(history))
  }

  /** Goes on with a history as far as the step that shows it, if one does. */
  async #cut(history: History): Promise<boolean> {
    const { found, steps } = await this.#play(history)
    if (found) this.#best = { ...this.#best, history: upTo(history, steps) }
    return found !== undefined
  }

  async #shrink(): Promise<void> {
    const { history } = this.#best
    const patience = (this.#options.rounds ?? 1) > 1 && overlaps(history) ? overlapPatience : 1
    const fails = async (tried: History) => (await this.#play(tried)).found !== undefined
    const budget = { runs: Number.POSITIVE_INFINITY, patience, isOver: () => this.#isOver() }
    const isKnown = !overlaps(history)
    const { history: short } = await shrink(history, fails, { ...budget, isKnown })
    this.#best = { ...this.#best, history: short }
  }

  /**
   * Puts what clients did at once one after another, in some order, and goes on with that if anything differs then:
   * such a difference has nothing to do with overlap. This is tried whatever it costs.
   */
  async #putInTurn(): Promise<boolean> {
    for (const turns of inTurn(this.#best.history)) {
      const once = await this.#play(turns, anything)
      if (!once.found) continue
      this.#best = { ...once.found, history: upTo(turns, once.steps), atEnd: this.#best.atEnd }
      // What shows it is known by now.
      this.#looks = looksOf(this.#best)
      return true
    }
    return false
  }

  async #makeSure(sighting: Sighting): Promise<Discovery> {
    let { history } = sighting
    let last: Once['found']
    const cameBack = { times: 0, of: 0 }
    // Where all is read the same trouble may show in another way, and before.
    const how = { ...(this.#options.isSame ? {} : anything), looks: undefined, isPatient: true }
    do {
      const { found, steps } = await this.#play(history, how, sighting)
      cameBack.of += 1
      if (found) cameBack.times += 1
      if (found && !overlaps(history)) history = upTo(history, steps)
      last ??= found
    } while (overlaps(history) && cameBack.of < (this.#options.rounds ?? 1) && this.#options.isOver?.() !== true)
    return { ...sighting, ...last, history, cameBack }
  }

  async #play(history: History, how: Partial<How> = {}, sighting: Sighting = this.#best): Promise<Once> {
    const { features, ignore, isThrifty, isSame = isOneFamily } = this.#options
    // What a read shows too soon of the same thing is the same trouble, unless it is another check that tells it.
    const isAboutSame = (one: Disagreement, { disagreement: { repository, resource } }: Sighting) =>
      this.#options.isSame === undefined && one.repository === repository && one.resource === resource
    const { looks, isWanted, isPatient } = {
      looks: this.#looks,
      isWanted: (one: Disagreement) => isSame(one.rule, sighting.disagreement.rule) || isAboutSame(one, sighting),
      isPatient: false,
      ...how,
    }
    const once = await playOnce(this.#ground, history, {
      ...(features && { features }),
      ...(ignore && { ignore }),
      // What takes fewer requests leaves more of them for shorter histories.
      isThrifty: !isPatient || isThrifty === true,
      ...(looks && { looks: looks.filter((query) => isIn(history, query)) }),
      ...(isWanted && { isWanted }),
      salt: `${this.#options.salt} again ${this.#plays++}`,
      isPatient,
      atEnd: sighting.atEnd,
    })
    this.requests += once.requests
    return once
  }

  #isOver(): boolean {
    return this.requests >= this.#budget || this.#options.isOver?.() === true
  }
}

interface How {
  readonly looks: readonly Query[] | undefined
  readonly isWanted: ((one: Disagreement) => boolean) | undefined
  readonly isPatient: boolean
}

/** All is read, and whatever differs counts. */
const anything: Partial<How> = { looks: undefined, isWanted: undefined }

function upTo(history: History, steps: number): History {
  return steps < history.steps.length ? { ...history, steps: history.steps.slice(0, steps) } : history
}

/**
 * The reads that show a difference; none where the response to a step shows it. Before a list of referrers, its
 * manifests are read: only what is certainly there can be missing from it.
 */
function looksOf({ shownBy, history: { recipes } }: Sighting): readonly Query[] {
  if (!shownBy) return []
  if (shownBy.read === 'referrers') {
    const { repository, subject } = shownBy
    const referrers = Object.entries(recipes.manifests).filter(([, recipe]) => recipe.subject === subject)
    const all = [subject, ...referrers.map(([name]) => name)]
    return [...all.map((manifest) => ({ read: 'manifest', method: 'HEAD', repository, manifest }) as const), shownBy]
  }
  // Where a GET decides what was in doubt, a HEAD may differ from that.
  if ('method' in shownBy && shownBy.method === 'HEAD') return [{ ...shownBy, method: 'GET' }, shownBy]
  return [shownBy]
}

/** Whether a history still has what a read is about. */
function isIn({ recipes }: History, query: Query): boolean {
  switch (query.read) {
    case 'manifest':
      return Object.hasOwn(recipes.manifests, query.manifest)
    case 'referrers':
      return Object.hasOwn(recipes.manifests, query.subject)
    case 'blob':
    case 'part':
      return Object.hasOwn(recipes.blobs, query.blob)
    case 'tag':
      return recipes.tags.includes(query.tag)
    case 'tags-page':
      return query.last === undefined || recipes.tags.includes(query.last)
    default:
      return true
  }
}

function isOneFamily(one: Rule, other: Rule): boolean {
  return familyOf(one) === familyOf(other)
}
