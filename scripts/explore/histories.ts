import { parseArgs } from 'node:util'
import { allFeatures, type Disagreement } from '../../src/model/index.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { numberedSteps } from '../../src/text/steps.ts'
import { type Coverage, merged, noCoverage, summary } from '../../suites/explore/coverage.ts'
import { exploreOnce } from '../../suites/explore/explore.ts'
import { fetchPort } from '../../suites/explore/fetch-port.ts'
import { writeHistory } from '../../suites/explore/history-file.ts'
import { inWords } from '../../suites/explore/words.ts'

/**
 * Holds the embedded registry, or a variant of it, against the model: random histories, each against a registry of its
 * own. Prints what differs, and what was covered.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    first: { type: 'string', default: '0' },
    steps: { type: 'string', default: '12' },
    variant: { type: 'string', multiple: true, default: [] },
  },
})

const repositories = new Map([
  ['A', 'demo/one'],
  ['B', 'demo/two'],
])
const [runs, first, steps] = [Number(values.runs), Number(values.first), Number(values.steps)]
let coverage: Coverage = noCoverage
let requests = 0
let different = 0
const start = performance.now()
for (let run = first; run < first + runs; run++) {
  const port = fetchPort(createRegistry({ variants: values.variant }).fetch)
  const options = { steps, sample: 2, features: allFeatures }
  const explored = await exploreOnce(port, repositories, `history ${run}`, coverage, options)
  coverage = merged(coverage, explored.met)
  requests += explored.requests
  if (explored.disagreements.length > 0) {
    different += 1
    console.log(
      [
        ...numberedSteps(inWords(explored.history)),
        ...explored.disagreements.map(line),
        writeHistory(explored.history),
      ].join('\n'),
    )
  }
}
const seconds = (performance.now() - start) / 1000
const { classes, once } = summary(coverage)
console.log(
  `${runs} histories, ${different} with a difference, ${requests} requests, ${seconds.toFixed(1)} s: ` +
    `${(runs / seconds).toFixed(1)} histories/s; ${classes} classes of situations, ${once} of them met once`,
)
process.exitCode = different > 0 ? 1 : 0

function line({ rule, repository, resource, expected, actual }: Disagreement): string {
  return `${rule}: ${resource} in ${repository}: expected ${JSON.stringify(expected)}, not ${JSON.stringify(actual)}`
}
