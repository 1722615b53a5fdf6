import { parseArgs } from 'node:util'
import picomatch from 'picomatch'
import { allFeatures } from '../../src/model/index.ts'
import { createRegistry, faults } from '../../src/registry/index.ts'
import { numberedSteps } from '../../src/text/steps.ts'
import { fetchPort } from '../../suites/explore/fetch-port.ts'
import { findDifference, plainOptions, shrinkFound } from '../../suites/explore/find.ts'
import { inWords } from '../../suites/explore/words.ts'

/** Which faults of the embedded registry random histories find, and the shortest history that shows each. */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '100' }, only: { type: 'string', default: '*' } },
})

const repositories = new Map([
  ['A', 'demo/one'],
  ['B', 'demo/two'],
])
const isWanted = picomatch(values.only.split(','))
const lengths: number[] = []
const missed: string[] = []
for (const { name, hints } of faults) {
  // Users and sockets are outside of what a history can meet.
  if (hints?.users || hints?.onSockets || !isWanted(name)) continue
  const start = performance.now()
  const target = { repositories, port: () => fetchPort(createRegistry({ faults: [name] }).fetch) }
  const features = { ...allFeatures, referrers: hints?.features?.['referrers'] !== false }
  const options = { ...plainOptions, features, seed: 'faults', runs: Number(values.runs) }
  const found = await findDifference(target, options)
  if (!found) {
    missed.push(name)
    continue
  }
  const { history, runs, cameBack } = await shrinkFound(target, found, options, { runs: 300, patience: 2 })
  lengths.push(history.steps.length)
  console.log(
    `${name}: ${[...new Set(found.disagreements.map(({ rule }) => rule))].join(', ')}; history ${found.runs}, ` +
      `${found.history.steps.length} steps, shrunk to ${history.steps.length} in ${runs} runs, ` +
      `came back ${cameBack.times} of ${cameBack.of}; ${Math.round(performance.now() - start)} ms`,
  )
  for (const line of numberedSteps(inWords(history))) console.log(`  ${line}`)
}
lengths.sort((a, b) => a - b)
console.log(`missed: ${missed.join(', ')}`)
console.log(
  `${lengths.length} of ${lengths.length + missed.length} faults found; steps of the shrunk histories: ` +
    `median ${lengths[Math.floor(lengths.length / 2)]}, at most ${lengths.at(-1)}`,
)
