import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import picomatch from 'picomatch'
import type { Fault } from '../../src/registry/change.ts'
import { numberedSteps } from '../../src/text/steps.ts'
import { lengthOf } from '../../suites/explore/history.ts'
import { inWords } from '../../suites/explore/words.ts'
import { type Came, page, type Row, stepsAbove, sums } from './page.ts'
import { shortest } from './shortest.ts'
import { stateFaults } from './state-faults.ts'
import { exploreFor, exploreInRun, type Try } from './tries.ts'

/**
 * Which faults of state random histories alone find: within what a run spends on them, and within some seconds of the
 * `explore` command, and how short the history is that shows each. Time is that of the processor: the machine may have
 * other work.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '*' },
    /** Seconds for each fault that only histories find. */
    seconds: { type: 'string', default: '60' },
    /** Seconds for each other one; absent: the same. */
    'others-seconds': { type: 'string' },
    /** Of the faults that fixed checks find as well, only one in so many is tried. */
    every: { type: 'string', default: '1' },
    seed: { type: 'string', default: 'faults' },
    /** A page to write. */
    write: { type: 'string' },
    /** A file with a line for each fault that was tried, which is not tried again then. */
    log: { type: 'string' },
  },
})
const { seed, log } = values
const isWanted = picomatch(values.only.split(','))
const measured = {
  seconds: Number(values.seconds),
  othersSeconds: Number(values['others-seconds'] ?? values.seconds),
  every: Number(values.every),
  all: stateFaults.length,
}
const hidden = stateFaults.filter(({ inHistoriesAlone }) => inHistoriesAlone)
const others = stateFaults.filter(({ inHistoriesAlone }) => !inHistoriesAlone)

async function tried(fault: Fault): Promise<Row> {
  const { name, inHistoriesAlone } = fault
  const known = shortest.get(name)
  const seconds = inHistoriesAlone ? measured.seconds : measured.othersSeconds
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
    isHidden: inHistoriesAlone === true,
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

const rows: Row[] = []
const known = await before()
for (const fault of [...hidden, ...others.filter((_, at) => at % measured.every === 0)]) {
  if (!isWanted(fault.name)) continue
  const row = known.get(fault.name) ?? (await tried(fault))
  rows.push(row)
  if (log !== undefined && !known.has(fault.name)) await appendFile(log, `${JSON.stringify(row)}\n`)
}
for (const lines of [sums(rows, measured), stepsAbove(rows)]) console.log(lines.map((row) => row.join('; ')).join('\n'))
if (values.write !== undefined) await writeFile(values.write, page(rows, measured))
