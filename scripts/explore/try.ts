import { allFeatures } from '../../src/model/index.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { type Coverage, merged, noCoverage, summary } from '../../suites/explore/coverage.ts'
import { exploreOnce } from '../../suites/explore/explore.ts'
import { fetchPort } from '../../suites/explore/fetch-port.ts'

const n = Number(process.argv[2] ?? 300)
const variants = process.argv[3] ? process.argv[3].split(',') : []
let coverage: Coverage = noCoverage
let requests = 0
let found = 0
const start = performance.now()
for (let i = 0; i < n; i++) {
  const registry = createRegistry({ variants })
  const r = await exploreOnce(
    fetchPort(registry.fetch),
    new Map([
      ['A', 'demo/one'],
      ['B', 'demo/two'],
    ]),
    `seed ${i}`,
    coverage,
    { steps: 12, sample: 2, features: { ...allFeatures, ...JSON.parse(process.argv[4] ?? '{}') } },
  )
  coverage = merged(coverage, r.met)
  requests += r.requests
  if (r.disagreements.length > 0 && found++ < 3) {
    console.log(i, JSON.stringify(r.history.recipes), '\n', r.history.steps.map((s) => JSON.stringify(s)).join('\n '))
    console.log(JSON.stringify(r.disagreements, null, 1))
  }
}
const s = (performance.now() - start) / 1000
console.log({ n, found, s, rate: n / s, requests, rps: requests / s, ...summary(coverage) })
