import {
  allFeatures,
  type Disagreement,
  type Features,
  type Name,
  type Query,
  type Rule,
  type State,
} from '../../src/model/index.ts'
import { situationOf } from './classify.ts'
import { makeContent } from './content.ts'
import { type Coverage, counted, countOf, noCoverage } from './coverage.ts'
import { nextStep } from './generate.ts'
import type { History, Step } from './history.ts'
import { Player, type PlayOptions } from './play.ts'
import type { Port } from './port.ts'
import { Random } from './random.ts'
import { randomRecipes } from './recipes.ts'

export interface ExploreOptions extends PlayOptions {
  readonly features?: Features
  /** The number of steps in a history. */
  readonly steps: number
  /** Kinds of steps that are not taken: the target does not offer them. */
  readonly leaveOut?: ReadonlySet<Step['op']>
  /** How many of a hundred steps several clients take at once; absent: none. */
  readonly overlapPercent?: number
  /** Makes the digests and tags of a second exploration with one seed other ones. */
  readonly salt?: string
  /** Whether nothing more may be sent, by the number of requests so far: the history ends after the step under way. */
  readonly isOver?: (requests: number) => boolean
}

/** One random history as it was run. */
export interface Explored {
  readonly history: History
  readonly requests: number
  readonly disagreements: readonly Disagreement[]
  /** They showed only when everything was read after the last step. */
  readonly atEnd: boolean
  /** What was read when a rule was first broken. */
  readonly shownBy: ReadonlyMap<Rule, Query>
  /** The classes of situations that it met. */
  readonly met: Coverage
  /** What the target took in. */
  readonly taken: ReadonlySet<Kind>
}

/** What a repository can hold. */
export type Kind = 'manifests' | 'blobs'

const kinds: readonly Kind[] = ['manifests', 'blobs']

/**
 * Runs one random history, each step chosen by what the model knows after the one before. It ends with the first step
 * after which target and model differ. The same seed against the same responses makes the same history.
 */
export async function exploreOnce(
  port: Port,
  repositories: ReadonlyMap<Name, string>,
  seed: string,
  known: Coverage,
  options: ExploreOptions,
): Promise<Explored> {
  const random = new Random(seed)
  const recipes = randomRecipes(random, options.features ?? allFeatures)
  const player = new Player(port, { made: makeContent(recipes, seed, options.salt), repositories }, seed, options)
  const steps: Step[] = []
  let met = noCoverage
  const timesMet = (key: string) => countOf(known, key) + countOf(met, key)
  const taken = new Set<Kind>()
  let disagreements: readonly Disagreement[] = []
  const isOver = () => options.isOver?.(player.driver.requests) === true
  while (steps.length < options.steps && disagreements.length === 0 && !isOver() && !player.isOver) {
    const at = steps.length + 1
    const step = nextStep(random, player.state, recipes, timesMet, at, options.leaveOut, options.overlapPercent)
    met = counted(met, situationOf(player.state, step))
    steps.push(step)
    disagreements = await player.step(step)
    for (const kind of kinds) if (holds(player.state, kind)) taken.add(kind)
  }
  const atEnd = disagreements.length === 0 && !isOver() && options.atEnd !== false
  if (atEnd) disagreements = await player.lookAtEverything()
  const history = { seed, repositories: [...repositories.keys()], recipes, steps }
  return { history, requests: player.driver.requests, disagreements, atEnd, shownBy: player.shownBy, met, taken }
}

function holds({ repositories }: State, kind: Kind): boolean {
  return [...repositories.values()].some((repository) => repository[kind].size > 0)
}
