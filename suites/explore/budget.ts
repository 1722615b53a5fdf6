/** What a run spends on random histories: one or two in each lane, so that they take no longer than the other checks. */
export const runBudget = {
  lanes: 11,
  overlapLanes: 3,
  runs: 40,
  steps: 12,
  sample: 0,
  isThrifty: true,
  requestsPerLane: 52,
  requestsPerOverlapLane: 60,
  // What differs is shortened when it is looked at again: as a rule a check of a single case tells it in fewer steps.
  shrinkRequests: 0,
  shrinkOverlapRequests: 60,
} as const

/** How many requests of a run may be spent to shorten each history that is looked at again; a long one gets more. */
export const againRequests = 60

/** How the `explore` command goes about it, time aside. */
export const explorationBudget = {
  /** Of the histories that run side by side, how many have several clients at once. */
  overlapLanes: 1,
  overlapsAtEnd: true,
  /** How often a history with several clients is played to see whether it comes back. */
  rounds: 5,
  sample: 2,
  /** Requests that may be spent to shorten one history. */
  shrinkRequests: 3000,
  shortensAlone: true,
} as const
