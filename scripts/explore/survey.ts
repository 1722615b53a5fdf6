import { allFeatures, familyOf } from '../../src/model/index.ts'
import { createRegistry, faults } from '../../src/registry/index.ts'
import { makeContent } from '../../suites/explore/content.ts'
import { merged, noCoverage } from '../../suites/explore/coverage.ts'
import { exploreOnce } from '../../suites/explore/explore.ts'
import { fetchPort } from '../../suites/explore/fetch-port.ts'
import { play } from '../../suites/explore/play.ts'
import { shrink } from '../../suites/explore/shrink.ts'

const repositories = new Map([
  ['A', 'demo/one'],
  ['B', 'demo/two'],
])
const n = Number(process.argv[2] ?? 40)
const only = new RegExp(process.argv[3] ?? '.')
const lengths: number[] = []
let found = 0
let tried = 0
const missed: string[] = []
for (const fault of faults) {
  const told = (fault as { told?: { users?: object; onSockets?: boolean; features?: Record<string, boolean> } }).told
  const features = { ...allFeatures, referrers: told?.features?.['referrers'] !== false }
  if (told?.users || told?.onSockets || !only.test(fault.name)) continue
  tried++
  let coverage = noCoverage
  const start = performance.now()
  let line = ''
  for (let i = 0; i < n && line === ''; i++) {
    const r = await exploreOnce(
      fetchPort(createRegistry({ faults: [fault.name] }).fetch),
      repositories,
      `seed ${i}`,
      coverage,
      { steps: 12, sample: 2, features },
    )
    coverage = merged(coverage, r.met)
    if (r.disagreements.length === 0) continue
    const rules = new Set(r.disagreements.map((d) => familyOf(d.rule)))
    const s = await shrink(
      r.history,
      async (h, salt) => {
        const p = await play(
          fetchPort(createRegistry({ faults: [fault.name] }).fetch),
          { made: makeContent(h.recipes, h.seed, salt), repositories },
          h,
        )
        return p.disagreements.some((d) => rules.has(familyOf(d.rule)))
      },
      { runs: 400, patience: 2 },
    )
    found++
    lengths.push(s.history.steps.length)
    line = `${fault.name} ${[...rules].join(',')} history ${i + 1} steps ${r.history.steps.length} -> ${s.history.steps.length} runs ${s.runs} back ${s.cameBack.times}/${s.cameBack.of} ${s.isMinimal} :: ${s.history.steps.map((x) => Object.values(x).join(' ')).join(' ; ')}`
  }
  if (line === '') missed.push(`${fault.name} (${fault.breaks})`)
  console.log(line || `MISSED ${fault.name}`, Math.round(performance.now() - start))
}
lengths.sort((a, b) => a - b)
console.log({ tried, found, median: lengths[Math.floor(lengths.length / 2)], max: lengths.at(-1) })
console.log(missed.join('\n'))
