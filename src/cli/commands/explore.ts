import { join } from 'node:path'
import type { Progress } from '../../../suites/explore/campaign.ts'
import { byCommand, summary } from '../../../suites/explore/coverage.ts'
import type { Discovery } from '../../../suites/explore/discovery.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { explorationLanes } from '../../target/options.ts'
import { count } from '../../text/count.ts'
import { table } from '../../text/table.ts'
import { fit } from '../../text/width.ts'
import { defineCommand } from '../command.ts'
import { addHistory, historiesIn, writeFinding } from '../explore/corpus.ts'
import { discoveryText, fails, leftBehindText } from '../explore/finding.ts'
import { targetGroups, targetOptions } from '../explore/target.ts'
import { makeWritable } from '../files.ts'
import { onInterrupt } from '../interrupt.ts'
import { allUsed, pick } from '../options/define.ts'
import { exploration } from '../options/exploration.ts'
import { output } from '../options/output.ts'
import { print, terminalOf } from '../terminal.ts'

export const command = defineCommand({
  description:
    'Explore a registry by random histories: after every step what it holds is compared with a model of the specification. What differs is shortened to the fewest steps that show it. The exit code is 1 where a MUST is broken, and broken again when the steps are repeated.',
  groups: { ...targetGroups, exploration, output: pick(output, 'reportsDir', 'quiet') },
  examples: [
    ['Explore for ten minutes', 'oci-referee explore localhost:5000 --for 10m'],
    ['Explore every night, and go on from what was met', 'oci-referee explore localhost:5000 --for 1h --corpus corpus'],
    ['Run the same histories again', 'oci-referee explore localhost:5000 --runs 100 --seed 1f3a9c2e'],
  ],
  async run({ exploration, output, ...target }) {
    const { for: time, runs = Number.POSITIVE_INFINITY, steps, shard, corpus, ...restOfExploration } = exploration
    const { reportsDir, quiet, ...restOfOutput } = output
    allUsed(restOfExploration)
    allUsed(restOfOutput)
    if (shard && shard.count > explorationLanes)
      throw new OptionError('--shard', `an exploration has no more than ${explorationLanes} parts`)
    if (shard && target.content.seed === undefined)
      throw new UsageError('--shard needs --seed: all parts have the same one')
    const options = await targetOptions(target, shard)
    const { seed } = options.content
    const { spec } = options.selection
    const { strict } = options.judging
    const folder = join(reportsDir, 'explore')
    await makeWritable(folder)
    if (corpus !== undefined) await makeWritable(corpus, '--corpus')
    const known = corpus === undefined ? [] : await historiesIn(corpus)
    const interruption = onInterrupt((text) => process.stderr.write(`\noci-referee: ${text}\n`))
    const progress = showProgress(quiet)
    const found: Discovery[] = []
    const interesting: Progress['last'][] = []
    try {
      const { exploreTarget } = await import('../../target/explore.ts')
      const leftovers = await exploreTarget(
        options,
        {
          forMs: time ?? (Number.isFinite(runs) ? Number.POSITIVE_INFINITY : 60_000),
          runs,
          steps,
          known,
          onHistory: (now) => {
            progress.show(now)
            if (now.news > 0) interesting.push(now.last)
          },
          onFound: (one) => {
            found.push(one)
            progress.end()
            print(discoveryText(one, spec, strict))
          },
        },
        interruption.signal,
      ).finally(progress.end)
      print(leftBehindText(leftovers))
    } finally {
      interruption.release()
      for (const [at, { history }] of found.entries()) {
        print(`wrote ${await writeFinding(folder, at + 1, history)}\n`)
      }
      if (corpus !== undefined) for (const history of interesting) await addHistory(corpus, history)
    }
    if (!quiet) print(progress.coverage())
    print(`${progress.total()}, ${count(found.length, 'difference')} from the model, seed ${seed}\n`)
    return interruption.exitCode() ?? (found.some((one) => fails(one, spec, strict)) ? 1 : 0)
  },
})

/** How far an exploration is, on standard error: one line that is overwritten, or a line now and then. */
function showProgress(quiet: boolean) {
  const { interactive, width } = terminalOf(process.stderr)
  const start = performance.now()
  let last: Progress | undefined
  let shownAt = start
  let isOpen = false
  const line = ({ histories, requests, coverage }: Progress) => {
    const seconds = (performance.now() - start) / 1000
    const { classes, once } = summary(coverage)
    const rate = (histories / seconds).toFixed(1)
    return `${histories} histories (${rate}/s), ${requests} requests, ${classes} situations met, ${once} of them once`
  }
  return {
    show(progress: Progress) {
      last = progress
      if (quiet || (!interactive && performance.now() - shownAt < 5_000)) return
      shownAt = performance.now()
      // One line, whatever the width: the rest of a longer one before it is erased.
      process.stderr.write(interactive ? `\r${fit(line(progress), width - 1)}\x1b[K` : `${line(progress)}\n`)
      isOpen = interactive
    },
    end() {
      if (isOpen) process.stderr.write('\n')
      isOpen = false
    },
    total: () => (last ? line(last) : 'no histories'),
    /** What was met by each kind of step. */
    coverage() {
      if (!last) return ''
      const rows = byCommand(last.coverage).map(({ command, steps, classes, once }) => [
        command,
        ...[steps, classes, once].map(String),
      ])
      const lines = table(rows, {
        heads: ['step', 'taken', 'situations', 'met once'],
        align: ['left', 'right', 'right', 'right'],
      })
      return `${lines.join('\n')}\n`
    },
  }
}
