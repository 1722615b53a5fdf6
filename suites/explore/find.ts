import { allFeatures, familyOf, type Name } from '../../src/model/index.ts'
import { makeContent } from './content.ts'
import { type Coverage, merged, noCoverage } from './coverage.ts'
import { type Explored, type ExploreOptions, exploreOnce } from './explore.ts'
import type { History } from './history.ts'
import { play } from './play.ts'
import type { Port } from './port.ts'
import { type Budget, type Shrunk, shrink } from './shrink.ts'

/** A target that can be had anew for each history, or that stays the same while content differs. */
export interface Target {
  readonly repositories: ReadonlyMap<Name, string>
  port(): Port
}

export interface FindOptions extends ExploreOptions {
  readonly seed: string
  /** How many histories are tried at most. */
  readonly runs: number
}

/** The first history that differs, as it was found. */
export interface Found extends Explored {
  /** How many histories were run, this one included. */
  readonly runs: number
}

/** Runs random histories until one differs from the model; undefined: none did. */
export async function findDifference(target: Target, options: FindOptions): Promise<Found | undefined> {
  let coverage: Coverage = noCoverage
  for (let run = 0; run < options.runs; run++) {
    const seed = `${options.seed} ${run}`
    const explored = await exploreOnce(target.port(), target.repositories, seed, coverage, options)
    if (explored.disagreements.length > 0) return { ...explored, runs: run + 1 }
    coverage = merged(coverage, explored.met)
  }
  return undefined
}

/** Shortens a history that differs, as long as it differs in the same way. */
export function shrinkFound(target: Target, found: Explored, options: ExploreOptions, budget: Budget): Promise<Shrunk> {
  const families = new Set(found.disagreements.map(({ rule }) => familyOf(rule)))
  return shrink(
    found.history,
    async (history: History, salt) => {
      const place = { made: makeContent(history.recipes, history.seed, salt), repositories: target.repositories }
      const { disagreements } = await play(target.port(), place, history, { ...options, sample: 0 })
      return disagreements.some(({ rule }) => families.has(familyOf(rule)))
    },
    budget,
  )
}

/** Options of an exploration of a registry that follows the newest text and that nobody else uses. */
export const plainOptions: ExploreOptions = { steps: 12, sample: 2, features: allFeatures }
