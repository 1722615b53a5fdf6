import { markdownTable } from '../../src/text/markdown.ts'
import { runBudget } from '../../suites/explore/budget.ts'

/** The result of exploring in one way; `rule` and `steps` are absent where nothing differed. */
export interface Came {
  readonly requests: number
  readonly seconds: number
  readonly rule?: string
  /** Steps of the shortened history; of those that several clients take at once each counts. */
  readonly steps?: number
}

/** One fault that was tried. */
export interface Row {
  readonly fault: string
  /** No check of a single case finds it. */
  readonly isHidden: boolean
  /** Steps of the shortest history that is known to show it, where that was looked for. */
  readonly shortest?: number
  /** Within what a run spends on histories. */
  readonly inRun: Came
  /** Within some seconds of the `explore` command. */
  readonly inTime: Came
}

/** How it was measured. */
export interface Measured {
  /** Seconds of the processor for each fault that only histories find, and for each other one. */
  readonly seconds: number
  readonly othersSeconds: number
  /** Of the faults that checks of single cases find as well, one in so many was tried. */
  readonly every: number
  /** The number of faults of state in all. */
  readonly all: number
}

/** What a run may send for histories. */
const runRequests =
  (runBudget.lanes - runBudget.overlapLanes) * runBudget.requestsPerLane +
  runBudget.overlapLanes * runBudget.requestsPerOverlapLane

const sumHeads = ['faults', 'tried', 'found in a run', 'found in time', 'median steps', 'most steps']

/** What the rows come to: of faults that only histories find, of all others, and of all. */
export function sums(rows: readonly Row[], measured: Measured): readonly (readonly string[])[] {
  const others = measured.every === 1 ? 'all others of state' : `of the others of state every ${nth(measured.every)}`
  return [
    sumHeads,
    ['that only histories find', ...totals(rows.filter(({ isHidden }) => isHidden))],
    [others, ...totals(rows.filter(({ isHidden }) => !isHidden))],
    ['together', ...totals(rows)],
  ]
}

/** By how many steps the histories exceed the shortest known ones, for the faults that have a known one. */
export function stepsAbove(rows: readonly Row[]): readonly (readonly string[])[] {
  const above = (way: 'inRun' | 'inTime') =>
    rows.flatMap(({ shortest, [way]: { steps } }) =>
      shortest === undefined || steps === undefined ? [] : [steps - shortest],
    )
  const line = (name: string, all: readonly number[]) => [
    name,
    String(all.length),
    ...[0, 1].map((steps) => share(all.filter((one) => one <= steps).length, all.length)),
    String(Math.max(0, ...all)),
  ]
  return [
    ['shortened by', 'histories', 'the shortest', 'no more than one step above', 'most steps above'],
    line('a run', above('inRun')),
    line('the `explore` command', above('inTime')),
  ]
}

/** The page for people. */
export function page(rows: readonly Row[], measured: Measured): string {
  const { seconds, othersSeconds, every, all } = measured
  const others = all - rows.filter(({ isHidden }) => isHidden).length
  const sampled =
    every === 1
      ? `All ${all} faults of state were tried.`
      : `This is a sample: all faults that only histories find, and of the ${others} others of state every ${nth(every)}.`
  const times =
    seconds === othersSeconds
      ? `${seconds} seconds of the processor for each fault`
      : `${seconds} seconds of the processor for each fault that only histories find, and ${othersSeconds} for each other one (more time would find more of those)`
  const command = [
    'node dist/scripts/explore/faults.js',
    `--seconds ${seconds}`,
    ...(seconds === othersSeconds ? [] : [`--others-seconds ${othersSeconds}`]),
    ...(every === 1 ? [] : [`--every ${every}`]),
    '--write docs/exploration.md',
  ].join(' ')
  return `# Faults that random histories find

How far [exploring](guides/explore.md) gets on its own: each [fault](faults.md) of state is built into an embedded registry of its own, and
nothing judges that registry but histories at random, held against the model. ${sampled}

${table(sums(rows, measured))}

- A fault is of state when the requirement that it breaks stands under a heading about what a registry holds
  (\`scripts/explore/state-faults.ts\`). Many lie where no history goes: ranges of blobs, other digest algorithms, long lists, names, the
  bodies of errors. Checks of single cases are for those.
- In a run: by the histories of one run, within the ${runRequests} requests or so that it spends on them, and again at the second look.
- In time: by what \`oci-referee explore\` does in
  ${times}.
  The registry is in the same process. What does not come back when it is shortened does not count.
- Steps are those of the shortened history of \`explore\`, or else of the run; of what several clients do at once each step counts. A push
  that brings what it refers to is one step.

## How short the histories are

For ${rows.filter(({ shortest }) => shortest !== undefined).length} of them a shortest history is known (\`scripts/explore/shortest.ts\`): from thinking, and from shortening without end what several
seeds found. A test plays each on the registry with the fault, where it differs in its last step, and on one without, where it does not.
No shortest history has an index that only makes one push of several, so a history that was found may be shorter.

${table(stepsAbove(rows))}

## Each fault

${table([
  ['fault', 'first difference', 'requests in a run', 'requests in time', 'seconds', 'steps', 'shortest'],
  ...rows.map(eachFault),
])}

Measured with one seed, by \`${command}\`.
The processor was shared with other work, so seconds are those of this process alone. Nothing writes this page anew when code changes: it
is measured again when exploring itself does.
`
}

function eachFault({ fault, inRun, inTime, shortest }: Row): readonly string[] {
  const found = inTime.rule === undefined ? inRun : inTime
  return [
    `\`${fault}\``,
    found.rule ?? 'not found',
    inRun.rule === undefined ? '' : String(inRun.requests),
    ...(inTime.rule === undefined ? ['', ''] : [String(inTime.requests), inTime.seconds.toFixed(1)]),
    String(found.steps ?? ''),
    String(shortest ?? ''),
  ]
}

/** Words in the first column, and in others where a row has no numbers. */
function table([heads = [], ...rows]: readonly (readonly string[])[]): string {
  const isNumeric = (at: number) => rows.every((row) => /^(\d.*)?$/.test(row[at] ?? ''))
  return markdownTable(
    heads,
    rows,
    heads.map((_, at) => (isNumeric(at) ? 'right' : 'left')),
  )
}

function totals(rows: readonly Row[]): readonly string[] {
  const found = (way: 'inRun' | 'inTime') => rows.filter((row) => row[way].rule !== undefined).length
  const steps = rows.flatMap(({ inTime, inRun }) => inTime.steps ?? inRun.steps ?? []).sort((a, b) => a - b)
  return [
    String(rows.length),
    share(found('inRun'), rows.length),
    share(found('inTime'), rows.length),
    String(steps[Math.floor(steps.length / 2)] ?? ''),
    String(steps.at(-1) ?? ''),
  ]
}

function share(count: number, of: number): string {
  return `${count} (${of === 0 ? 0 : Math.round((100 * count) / of)} %)`
}

function nth(number: number): string {
  return `${number}${{ 1: 'st', 2: 'nd', 3: 'rd' }[number] ?? 'th'}`
}
