import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import picomatch from 'picomatch'
import { allFeatures } from '../../src/model/index.ts'
import type { Fault } from '../../src/registry/change.ts'
import { createRegistry } from '../../src/registry/index.ts'
import { markdownTable } from '../../src/text/markdown.ts'
import { numberedSteps } from '../../src/text/steps.ts'
import { merged, noCoverage } from '../../suites/explore/coverage.ts'
import { type Explored, exploreOnce } from '../../suites/explore/explore.ts'
import { fetchPort } from '../../suites/explore/fetch-port.ts'
import { plainOptions, shrinkFound } from '../../suites/explore/find.ts'
import { inWords } from '../../suites/explore/words.ts'
import { stateFaults } from './state-faults.ts'

/**
 * Which faults of state random histories alone find, after how many requests and how much time, and how short the
 * history is that shows each. Time is that of the processor: the machine may have other work.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '*' },
    /** Seconds for each fault. */
    seconds: { type: 'string', default: '60' },
    /** Of the faults that fixed checks find as well, only every so manieth. */
    every: { type: 'string', default: '1' },
    /** Every so manieth history has several clients at once. */
    overlap: { type: 'string', default: '4' },
    /** A page to write. */
    write: { type: 'string' },
  },
})

/** What a run spends on random histories. */
const runRequests = 575

interface Row {
  readonly fault: Fault
  /** Absent: it was not found in time. */
  readonly found?: {
    readonly requests: number
    readonly seconds: number
    readonly rule: string
    readonly steps: number
  }
}

const repositories = new Map([
  ['A', 'demo/one'],
  ['B', 'demo/two'],
])
const isWanted = picomatch(values.only.split(','))
const [maxSeconds, every, overlap] = [Number(values.seconds), Number(values.every), Number(values.overlap)]
const hidden = stateFaults.filter(({ inHistoriesAlone }) => inHistoriesAlone)
const others = stateFaults.filter(({ inHistoriesAlone }) => !inHistoriesAlone).filter((_, at) => at % every === 0)
const rows: Row[] = []
async function tried(fault: Fault): Promise<Row> {
  const { name, hints } = fault
  const target = { repositories, port: () => fetchPort(createRegistry({ faults: [name] }).fetch) }
  const features = { ...allFeatures, referrers: hints?.features?.['referrers'] !== false }
  const start = process.cpuUsage()
  const secondsSince = () => (process.cpuUsage(start).user + process.cpuUsage(start).system) / 1e6
  let [known, requests] = [noCoverage, 0]
  for (let run = 0; secondsSince() < maxSeconds; run++) {
    const overlapPercent = overlap > 0 && run % overlap === overlap - 1 ? 80 : 0
    const options = { ...plainOptions, features, overlapPercent }
    const explored: Explored = await exploreOnce(target.port(), repositories, `faults ${run}`, known, options)
    requests += explored.requests
    known = merged(known, explored.met)
    const rule = explored.disagreements[0]?.rule
    if (rule === undefined) continue
    const seconds = secondsSince()
    const { history } = await shrinkFound(target, explored, options, { runs: 300, patience: 1 })
    console.log(`${name}: ${rule}; ${requests} requests, ${seconds.toFixed(1)} s, ${history.steps.length} steps`)
    for (const line of numberedSteps(inWords(history))) console.log(`  ${line}`)
    return { fault, found: { requests, seconds, rule, steps: history.steps.length } }
  }
  console.log(`${name}: not found in ${requests} requests`)
  return { fault }
}

function totals(some: readonly Row[]): readonly string[] {
  const found = some.flatMap((row) => row.found ?? [])
  const steps = found.map((one) => one.steps).sort((a, b) => a - b)
  const share = (count: number) => `${count} (${some.length === 0 ? 0 : Math.round((100 * count) / some.length)} %)`
  return [
    String(some.length),
    share(found.filter(({ requests }) => requests <= runRequests).length),
    share(found.length),
    String(steps[Math.floor(steps.length / 2)] ?? ''),
    String(steps.at(-1) ?? ''),
  ]
}

function sums(): readonly (readonly string[])[] {
  const isHidden = ({ fault }: Row) => fault.inHistoriesAlone === true
  return [
    ['that only histories find', ...totals(rows.filter(isHidden))],
    [
      every === 1 ? 'all others of state' : `others of state, every ${every}th`,
      ...totals(rows.filter((row) => !isHidden(row))),
    ],
  ]
}

const sumHeads = [
  'faults',
  'tried',
  `within ${runRequests} requests`,
  `within ${maxSeconds} s`,
  'median steps',
  'max steps',
]

function print(): void {
  console.log([sumHeads, ...sums()].map((row) => row.join('; ')).join('\n'))
}

function page(): string {
  const each = rows.map(({ fault, found }) =>
    found
      ? [`\`${fault.name}\``, found.rule, String(found.requests), found.seconds.toFixed(1), String(found.steps)]
      : [`\`${fault.name}\``, 'not found', '', '', ''],
  )
  const numbers = ['left', ...sumHeads.slice(1).map(() => 'right' as const)] as const
  return `# Faults that random histories find

Measured: \`npm run build && node dist/scripts/explore/faults.js --seconds ${maxSeconds}${every === 1 ? '' : ` --every ${every}`} --write docs/exploration.md\`.
Each fault of state has a registry of its own in the same process, and nothing judges it but histories at random: until one
differs from the model, or the seconds of the processor are used up. A run spends about ${runRequests} requests on histories. A fault is
of state when the requirement that it breaks stands under a heading about what a registry holds (\`scripts/explore/state-faults.ts\`).

${markdownTable(sumHeads, sums(), [...numbers])}

## Each fault

${markdownTable(['fault', 'first difference', 'requests', 'seconds', 'steps'], each, ['left', 'left', 'right', 'right', 'right'])}
`
}

for (const fault of [...hidden, ...others].filter(({ name }) => isWanted(name))) rows.push(await tried(fault))
print()
if (values.write !== undefined) await writeFile(values.write, page())
