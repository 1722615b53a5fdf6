import { parseArgs } from 'node:util'
import picomatch from 'picomatch'
import { numberedSteps } from '../../src/text/steps.ts'
import { lengthOf } from '../../suites/explore/history.ts'
import { writeHistory } from '../../suites/explore/history-file.ts'
import { inWords } from '../../suites/explore/words.ts'
import { stateFaults } from './state-faults.ts'
import { exploreFor } from './tries.ts'

/** Looks for the shortest history that shows each fault: histories of many seeds, shortened without end. */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '*' },
    seeds: { type: 'string', default: '5' },
    /** Seconds for each seed. */
    seconds: { type: 'string', default: '20' },
  },
})
const isWanted = picomatch(values.only.split(','))
for (const fault of stateFaults.filter(({ name }) => isWanted(name))) {
  const lengths: number[] = []
  let best: string | undefined
  for (let seed = 0; seed < Number(values.seeds); seed++) {
    const more = { overlapLanes: 0, shrinkRequests: Number.POSITIVE_INFINITY }
    const { history } = await exploreFor(fault, Number(values.seconds), `search ${seed}`, more)
    if (!history) continue
    const length = lengthOf(history)
    if (length < Math.min(...lengths)) best = [...numberedSteps(inWords(history)), writeHistory(history)].join('\n')
    lengths.push(length)
  }
  console.log(`${fault.name}: ${lengths.join(' ')}\n${best ?? 'not found'}`)
}
