import { count } from '../../text/count.ts'
import { literal, markdownTable } from '../../text/markdown.ts'
import { few } from '../../text/shorten.ts'
import { signs } from '../signs.ts'
import type { Comparison, Row } from './comparison.ts'
import { comparisonText, differing, legend, shownIn } from './shown.ts'

/** A comparison in GitHub's Markdown. @param all also what is the same in all outcomes */
export function comparisonMarkdown(comparison: Comparison, all = false): string {
  const { columns, notInAll } = comparison
  const { requirements, observations } = shownIn(comparison, all)
  const names = columns.map(({ name }) => literal(name))
  const sections = [
    `## ${literal(comparisonText(comparison))}`,
    markdownTable(
      ['outcome', 'target', 'judged by', 'text', 'verdict'],
      columns.map(({ name, target, tool, spec, conclusion }) =>
        [name, target, tool, spec, conclusion.text].map((cell) => literal(cell)),
      ),
    ),
    ...(requirements.length === 0
      ? []
      : [
          `### Requirements\n\n${legend}. Below a requirement, the checks that differ.`,
          markdownTable(
            ['requirement', 'level', ...names],
            requirements.flatMap((row) => [
              [`**${literal(row.id)}**`, row.level ?? '', ...cells(row)],
              ...differing(row).map((check) => [`${literal(check.id)}: ${literal(check.title)}`, '', ...cells(check)]),
            ]),
          ),
        ]),
    ...(observations.length === 0
      ? []
      : [
          '### Observations\n\nThe specification leaves these open.',
          markdownTable(
            ['question', ...names],
            observations.map(({ id, title, says }) => [
              `**${literal(id)}** ${literal(title)}`,
              ...says.map((one) => literal(one)),
            ]),
          ),
        ]),
    ...(notInAll.length === 0
      ? []
      : [
          `Not in all outcomes, and not compared: ${count(notInAll.length, 'check')} (${literal(few(notInAll, 5), 500)}).`,
        ]),
  ]
  return `${sections.join('\n\n')}\n`
}

const cells = ({ verdicts }: Row) => verdicts.map((verdict) => signs[verdict])
