import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import picomatch from 'picomatch'
import type { Fault } from '../../src/registry/change.ts'
import { numberedSteps } from '../../src/text/steps.ts'
import { lengthOf } from '../../suites/explore/history.ts'
import { inWords } from '../../suites/explore/words.ts'
import { type Came, type Group, page, type Row, stepsAbove, sums } from './page.ts'
import { shortest } from './shortest.ts'
import { otherFaults, stateFaults } from './state-faults.ts'
import { exploreFor, exploreInRun, type Try } from './tries.ts'

/**
 * Which faults random histories alone find: within what a run spends on them, and within some seconds of the
 * `explore` command, and how short the history is that shows each. Time is that of the processor: the machine may have
 * other work.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '*' },
    /** Seconds for each fault. */
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: 'faults' },
    /** A page to write. */
    write: { type: 'string' },
    /** A file with a line for each fault that was tried, which is not tried again then. */
    log: { type: 'string' },
  },
})
const { seed, log } = values
const isWanted = picomatch(values.only.split(','))
const seconds = Number(values.seconds)
const sorts: readonly (readonly [string, readonly Fault[]])[] = [
  ['that only histories find', stateFaults.filter(({ inHistoriesAlone }) => inHistoriesAlone)],
  ['all others of state', stateFaults.filter(({ inHistoriesAlone }) => !inHistoriesAlone)],
  ['all that are not of state', otherFaults],
]

async function tried(fault: Fault): Promise<Row> {
  const { name } = fault
  const known = shortest.get(name)
  const [inRun, inTime] = [await exploreInRun(fault, seed), await exploreFor(fault, seconds, seed)]
  console.log(`${name}${known ? `, in ${lengthOf(known)} steps at the least` : ''}`)
  for (const [way, one] of [
    ['run', inRun],
    ['explore', inTime],
  ] as const) {
    console.log(`  ${way}: ${one.rule ?? 'not found'}, ${one.requests} requests, ${one.seconds.toFixed(1)} s`)
    for (const line of one.history ? numberedSteps(inWords(one.history)) : []) console.log(`    ${line}`)
  }
  return {
    fault: name,
    ...(known && { shortest: lengthOf(known) }),
    inRun: cameOf(inRun),
    inTime: cameOf(inTime),
  }
}

function cameOf({ history, ...rest }: Try): Came {
  return { ...rest, ...(history && { steps: lengthOf(history) }) }
}

/** What was tried before, by the names of the faults. */
async function before(): Promise<ReadonlyMap<string, Row>> {
  const text = log === undefined ? '' : await readFile(log, 'utf8').catch(() => '')
  const rows = text.split('\n').flatMap((line): Row[] => (line === '' ? [] : [JSON.parse(line)]))
  return new Map(rows.map((row) => [row.fault, row]))
}

const groups: Group[] = []
const known = await before()
for (const [name, faults] of sorts) {
  const rows: Row[] = []
  for (const fault of faults.filter((one) => isWanted(one.name))) {
    const row = known.get(fault.name) ?? (await tried(fault))
    rows.push(row)
    if (log !== undefined && !known.has(fault.name)) await appendFile(log, `${JSON.stringify(row)}\n`)
  }
  groups.push({ name, rows })
}
for (const lines of [sums(groups), stepsAbove(groups.flatMap(({ rows }) => rows))])
  console.log(lines.map((row) => row.join('; ')).join('\n'))
if (values.write !== undefined) await writeFile(values.write, page(groups, seconds))
