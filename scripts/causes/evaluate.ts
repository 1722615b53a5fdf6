import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { CheckResult } from '../../src/check/result.ts'
import type { CheckOutcome, FeatureOutcome, Finding } from '../../src/outcome/outcome.ts'
import { causesText, measure } from '../../src/prove/causes.ts'
import { type MistakeRow, mistakesIn } from '../../src/prove/mistakes.ts'
import { faultTargets } from '../../src/prove/target.ts'
import { faults } from '../../src/registry/index.ts'
import { findingKey } from '../../src/run/cause.ts'
import { ranIn, redIn } from '../../src/run/dictionary/red.ts'
import { findingsOf } from '../../src/run/findings.ts'
import { plan } from '../../src/run/plan.ts'
import { weigh } from '../../src/run/weigh.ts'
import { suites } from '../../suites/index.ts'

/** One line of a recording. */
interface Recorded {
  readonly name: string
  readonly features: readonly FeatureOutcome[]
  readonly ran: readonly (readonly [id: string, exchanges: number])[]
  readonly others: readonly CheckResult[]
}

const specs = new Map(faultTargets().map(({ name, spec }) => [name, spec]))

/** What a run would have come to, without its second look. */
function outcomesOf({ name, features, ran, others }: Recorded): CheckOutcome[] {
  const ids = new Set(ran.map(([id]) => id))
  // What ran did apply, whatever features checks ask for by now.
  const planned = plan(
    suites.filter(({ id }) => ids.has(id)),
    specs.get(name) ?? 'main',
    features,
  ).map(({ notRun: _, ...one }) => one)
  const passed = ran.map(([id, count]): [string, CheckResult] => [
    id,
    { id, outcome: 'passed', notes: [], exchanges: Array(count).fill(1), durationMs: 0 },
  ])
  const results = new Map([...passed, ...others.map((result): [string, CheckResult] => [result.id, result])])
  return weigh(planned as never, results, { strict: false, notJudged: 'not judged' })
}

const faultOf = new Map(faults.map((fault) => [fault.name, fault]))
const needsOf = new Map(suites.map((check) => [check.id as string, check.needs ?? []]))

interface Row {
  readonly name: string
  readonly findings: readonly Finding[]
  readonly outcomes: readonly CheckOutcome[]
}

/** Counts the pairs of faults that do not hide each other, and prints those that would be told as one finding. */
function apart(rows: readonly Row[]): void {
  const maps = rows.map(({ outcomes }) => new Map(outcomes.map((one) => [one.id, one])))
  const evidence = (a: number, b: number) =>
    rows[a]!.outcomes.filter(
      ({ id, verdict }) =>
        verdict === 'fail' &&
        maps[b]!.get(id)?.verdict === 'pass' &&
        !needsOf.get(id)?.some((need) => ['fail', 'blocked'].includes(maps[b]!.get(need)?.verdict ?? 'pass')),
    )
  let pairs = 0
  const joined: string[] = []
  for (let a = 0; a < rows.length; a++)
    for (let b = a + 1; b < rows.length; b++) {
      const [one, other] = [faultOf.get(rows[a]!.name)!, faultOf.get(rows[b]!.name)!]
      if (one.breaks === other.breaks || JSON.stringify(one.hints) !== JSON.stringify(other.hints)) continue
      const [ofA, ofB] = [evidence(a, b), evidence(b, a)]
      if (ofA.length === 0 || ofB.length === 0) continue
      pairs++
      // What fails in either fails in both.
      const both = new Map(rows[b]!.outcomes.map((outcome) => [outcome.id, outcome]))
      for (const outcome of rows[a]!.outcomes)
        if (outcome.verdict === 'fail' || !both.has(outcome.id)) both.set(outcome.id, outcome)
      const found = findingsOf([...both.values()].filter(({ verdict }) => verdict === 'fail'))
      const naming = (some: readonly CheckOutcome[]) =>
        found.filter(({ id, also }) => [id, ...also].some((check) => some.some((each) => each.id === check)))
      const [namesA, namesB] = [naming(ofA), naming(ofB)]
      if (!namesA.some((x) => namesB.some((y) => x !== y))) joined.push(`${one.name} + ${other.name}`)
    }
  for (const pair of joined.filter((_, at) => at % Math.ceil(joined.length / 40) === 0)) console.log(`joined: ${pair}`)
  console.log(`${joined.length} of ${pairs} pairs joined: ${((100 * joined.length) / pairs).toFixed(2)} %`)
}

/** Says how many findings each recorded fault comes to, those with several of them first. */
async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { keys: { type: 'boolean' }, rows: { type: 'string' } },
  })
  const files = await Promise.all(positionals.map((path) => readFile(path, 'utf8')))
  const records = files.flatMap((text) =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line): Recorded => JSON.parse(line)),
  )
  let sum = 0
  const rows = records.map((record) => {
    const outcomes = outcomesOf(record)
    const findings = findingsOf(outcomes)
    sum += findings.length
    return { name: record.name, findings, outcomes }
  })
  apart(rows)
  const mistakeRows = rows.map(({ name, outcomes }): MistakeRow => {
    const { description, breaks: requirement } = faultOf.get(name)!
    return { name, description, breaks: requirement, shows: Object.fromEntries(redIn(outcomes)) }
  })
  const cases = rows.map(({ name, findings, outcomes }) => ({
    faults: [name],
    shows: redIn(outcomes),
    findings: findings.length,
    ran: ranIn(outcomes),
  }))
  for (const line of causesText(measure(cases, mistakesIn(mistakeRows)))) console.log(line)
  if (values.rows !== undefined) await writeFile(values.rows, JSON.stringify({ faults: mistakeRows }))
  rows.sort((a, b) => b.findings.length - a.findings.length)
  for (const { name, findings, outcomes } of rows) {
    if (findings.length < 2) continue
    console.log(`${findings.length} ${name}`)
    if (!values.keys) continue
    for (const { id } of findings) {
      const { violation, requirement } = outcomes.find((one) => one.id === id)!
      console.log(`    ${id}: ${findingKey(violation!, requirement)} ${JSON.stringify(violation!.facts).slice(0, 180)}`)
    }
  }
  console.log(`${records.length} faults, ${(sum / records.length).toFixed(2)} findings each`)
}

await main(process.argv.slice(2))
