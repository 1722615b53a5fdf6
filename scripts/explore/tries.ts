import type { Context } from '../../src/check/define.ts'
import type { Fault } from '../../src/registry/change.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { explorationLanes } from '../../src/target/options.ts'
import { againRequests, explorationBudget, runBudget } from '../../suites/explore/budget.ts'
import { type CampaignOptions, campaign, findAgain } from '../../suites/explore/campaign.ts'
import type { Discovery, Ground } from '../../suites/explore/discovery.ts'
import { featuresOf, leftOut, leftOutOfRuns, rulesOf } from '../../suites/explore/explore.suite.ts'
import { fetchPort } from '../../suites/explore/fetch-port.ts'
import type { History } from '../../suites/explore/history.ts'

/** What came of exploring a registry with a fault. */
export interface Try {
  /** Requests until the difference was seen, and seconds of the processor until it was shortened. */
  readonly requests: number
  readonly seconds: number
  /** The first rule that differs; absent: none did. */
  readonly rule?: string
  readonly history?: History
}

/** What exploring knows of a registry with a fault: all features but those that the fault says it lacks. */
function contextOf({ hints }: Fault): Pick<Context, 'has' | 'spec'> {
  return { has: (feature) => hints?.features?.[feature] !== false, spec: '1.1.1' }
}

/** A registry with a fault, as the ground of histories that counts the requests. */
function brokenGround({ name }: Fault) {
  const { fetch } = createRegistry({ faults: [name] })
  let requests = 0
  const ground: Ground = {
    repositories: new Map([
      ['A', 'demo/one'],
      ['B', 'demo/two'],
    ]),
    port: () =>
      fetchPort((request) => {
        requests += 1
        return fetch(request)
      }),
  }
  return { ground, requests: () => requests }
}

function clock(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1e6
  }
}

/** The histories of one run, and the second look at the first that differs. */
export async function exploreInRun(fault: Fault, seed: string): Promise<Try> {
  const seconds = clock()
  const { ground, requests } = brokenGround(fault)
  const context = contextOf(fault)
  const common = { ...rulesOf(context), salt: seed }
  const { found } = await campaign(ground, { ...runBudget, ...common, seed, leaveOut: leftOutOfRuns(context.has) })
  const sent = requests()
  const [first] = found
  const [again] = first
    ? await findAgain(ground, [first], {
        ...common,
        salt: `${seed} again`,
        isThrifty: true,
        shrinkRequests: againRequests,
      })
    : []
  return { requests: sent, seconds: seconds(), ...(again && whatOf(again)) }
}

/** What the `explore` command does in some seconds, until something differs. */
export async function exploreFor(
  fault: Fault,
  maxSeconds: number,
  seed: string,
  more: Partial<CampaignOptions> = {},
): Promise<Try> {
  const seconds = clock()
  const { ground, requests } = brokenGround(fault)
  const context = contextOf(fault)
  let first: { readonly found: Discovery; readonly seconds: number } | undefined
  await campaign(ground, {
    ...explorationBudget,
    lanes: explorationLanes,
    runs: Number.POSITIVE_INFINITY,
    steps: 12,
    seed,
    salt: '',
    features: featuresOf(context),
    leaveOut: leftOut(context.has),
    ...more,
    isOver: () => first !== undefined || seconds() >= maxSeconds,
    onFound: (found) => {
      if (found.cameBack.times > 0) first ??= { found, seconds: seconds() }
    },
  })
  return { requests: requests(), seconds: first?.seconds ?? seconds(), ...(first && whatOf(first.found)) }
}

function whatOf({ disagreement: { rule }, history }: Discovery): Pick<Try, 'rule' | 'history'> {
  return { rule, history }
}
