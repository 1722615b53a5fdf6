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
  /** Steps of the shortest history that is known to show it, where that was looked for. */
  readonly shortest?: number
  /** Within what a run spends on histories. */
  readonly inRun: Came
  /** Within some seconds of the `explore` command. */
  readonly inTime: Came
}

/** Faults of one sort that were tried. */
export interface Group {
  readonly name: string
  readonly rows: readonly Row[]
}

/** What a run may send for histories. */
const runRequests =
  (runBudget.lanes - runBudget.overlapLanes) * runBudget.requestsPerLane +
  runBudget.overlapLanes * runBudget.requestsPerOverlapLane

const sumHeads = ['faults', 'tried', 'found in a run', 'found in time', 'median steps', 'most steps']

/** What the rows come to: of each group, and of all. */
export function sums(groups: readonly Group[]): readonly (readonly string[])[] {
  return [
    sumHeads,
    ...groups.map(({ name, rows }) => [name, ...totals(rows)]),
    ['together', ...totals(groups.flatMap(({ rows }) => rows))],
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

/**
 * The page for people.
 * @param seconds of the processor that each fault was given
 */
export function page(groups: readonly Group[], seconds: number): string {
  const rows = groups.flatMap((group) => group.rows)
  const found = rows.filter(({ inTime }) => inTime.rule !== undefined)
  const slowest = Math.max(0, ...found.map(({ inTime }) => inTime.seconds))
  const shorter = rows.filter(({ inTime }) => inTime.rule === undefined && inTime.seconds < seconds)
  const leftEarly =
    shorter.length === 0
      ? ''
      : ` ${shorter.length} of those that are not found had less: ${Math.floor(Math.min(...shorter.map(({ inTime }) => inTime.seconds)))} seconds or more.`
  return `# Faults that random histories find

How far [exploring](guides/explore.md) gets on its own: each of ${rows.length} [faults](faults.md) is built into an embedded registry of its own, and
nothing judges that registry but histories at random, held against the model. Faults of users and of sockets are left out: no history
meets them.

${table(sums(groups))}

- A fault is of state when the requirement that it breaks stands under a heading about what a registry holds
  (\`scripts/explore/state-faults.ts\`). Many lie where no history goes: long lists and their
  pages, content of many kilobytes or that everybody has, names of repositories, malformed requests, the bodies of errors. Checks of single
  cases are for those.
- In a run: by the histories of one run, within the ${runRequests} requests or so that it spends on them, and again at the second look.
- In time: by what \`oci-referee explore\` does in ${seconds} seconds of the processor for each fault.${leftEarly}
  What was found took ${slowest.toFixed(1)} seconds at the most. The registry is in the same process. What does not come back when it is shortened does not count.
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

Measured with one seed, by \`node dist/scripts/explore/faults.js --seconds ${seconds} --write docs/exploration.md\`.
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
