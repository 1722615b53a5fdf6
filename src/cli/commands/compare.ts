import { writeFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { compare } from '../../report/compare/comparison.ts'
import { comparisonHtml } from '../../report/compare/html.ts'
import { comparisonMarkdown } from '../../report/compare/markdown.ts'
import { comparisonTerminal } from '../../report/compare/terminal.ts'
import { OptionError, UsageError } from '../../run/errors.ts'
import { calledAs } from '../../text/called-as.ts'
import { defineCommand } from '../command.ts'
import { outcomeFile, readOutcome } from '../files.ts'
import { allUsed, group } from '../options/define.ts'
import { output } from '../options/output.ts'
import { comparing } from '../options/reading.ts'
import { print, terminalOf } from '../terminal.ts'

export const command = defineCommand({
  description:
    'Lay outcomes side by side: registries, versions of a registry, or days. Seeds, names and speed make no difference.',
  groups: { comparison: comparing, output: group(output.title, { color: output.options.color }) },
  examples: [
    ['See what changed since yesterday', 'oci-referee compare yesterday/outcome.json reports/outcome.json'],
    ['Make a page of three registries', 'oci-referee compare a.json b.json c.json --format html --out compare.html'],
  ],
  notes: ['Outcomes are named by their files, or by their folders where the file is called outcome.json.'],
  async run({
    comparison: { outcomes, format, out, all, failIfWorse, ...rest },
    output: { color, ...restOfOutput },
    ...others
  }) {
    allUsed(rest)
    allUsed(restOfOutput)
    allUsed(others)
    if (outcomes.length < 2)
      throw new UsageError(`name two outcomes or more, as in \`${calledAs()} compare a.json b.json\``)
    const files = await Promise.all(outcomes.map(outcomeFile))
    const names = namesOf(files)
    const named = await Promise.all(
      files.map(async (file, at) => ({ name: names[at]!, outcome: await readOutcome(file) })),
    )
    const compared = compare(named)
    const shown = await {
      json: () => `${JSON.stringify(compared, null, 2)}\n`,
      html: () => comparisonHtml(compared, all),
      markdown: () => comparisonMarkdown(compared, all),
      terminal: () => comparisonTerminal(compared, { ...terminalOf(process.stdout, color), all }),
    }[format]()
    if (out === undefined) print(shown)
    else {
      await writeFile(out, shown).catch((cause: NodeJS.ErrnoException) => {
        throw new OptionError('--out', `${out} cannot be written to (${cause.code})`)
      })
      print(`wrote ${out}\n`)
    }
    return failIfWorse && compared.changes.some(({ direction }) => direction === 'worse') ? 1 : 0
  },
})

/** Short names of files that tell them apart; paths where there are none. */
function namesOf(files: readonly string[]): readonly string[] {
  const short = files.map((file) => {
    const name = basename(file, '.json')
    return name === 'outcome' ? basename(dirname(resolve(file))) : name
  })
  return new Set(short).size === short.length ? short : files
}
