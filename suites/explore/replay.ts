import type { Disagreement, Features, Query, Rule } from '../../src/model/index.ts'
import { makeContent } from './content.ts'
import type { Discovery, Ground } from './discovery.ts'
import type { History } from './history.ts'
import { type PlayOptions, play } from './play.ts'
import type { Port } from './port.ts'

export interface ReplayOptions {
  readonly features?: Features
  /** Makes digests and tags other ones than those of an earlier time. */
  readonly salt: string
  /** Rules that are not looked at. */
  readonly ignore?: ReadonlySet<Rule>
  /** How often it is played; absent: once. */
  readonly rounds?: number
  readonly isOver?: () => boolean
}

/** Plays a history with patience, several times. Undefined: target and model agree each time. */
export async function replay(ground: Ground, history: History, options: ReplayOptions): Promise<Discovery | undefined> {
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

interface OnceOptions extends Pick<PlayOptions, 'features' | 'ignore' | 'isThrifty' | 'looks'> {
  readonly salt: string
  /** Waits until what is read has settled. */
  readonly isPatient: boolean
  readonly atEnd: boolean
  /** Whether a difference is one of those that are looked for; absent: any is. */
  readonly isWanted?: (one: Disagreement) => boolean
}

/** What came of a history that was played once. */
export interface Once {
  readonly found?: { readonly disagreement: Disagreement; readonly port: Port; readonly shownBy?: Query }
  /** The number of steps that were taken. */
  readonly steps: number
  readonly requests: number
}

export async function playOnce(
  ground: Ground,
  history: History,
  { salt, isPatient, isWanted = () => true, ...options }: OnceOptions,
): Promise<Once> {
  const port = ground.port()
  const made = makeContent(history.recipes, history.seed, salt)
  const { disagreements, requests, steps, shownBy } = await play(
    port,
    { made, repositories: ground.repositories },
    history,
    { ...options, ...(isPatient && patiently(ground, port)) },
  )
  const disagreement = disagreements.find(isWanted)
  const query = disagreement && shownBy.get(disagreement.rule)
  return { steps, requests, ...(disagreement && { found: { disagreement, port, ...(query && { shownBy: query }) } }) }
}

/** How histories are played that wait until what is read has settled. */
export function patiently(ground: Ground, port: Port): Pick<PlayOptions, 'settling' | 'onDifference'> {
  return {
    ...(ground.settling && { settling: ground.settling }),
    onDifference: (found, shown) => ground.onDifference?.(port, found, shown),
  }
}
