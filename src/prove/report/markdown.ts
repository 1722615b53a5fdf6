import { markdownTable } from '../../text/markdown.ts'
import { causesText } from '../causes.ts'
import { isKilled, type KillMatrix, type OtherVerdict } from '../matrix.ts'

/** Text of our own, in which only tags could be mistaken. */
const cell = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const marks: Readonly<Record<OtherVerdict, string>> = {
  caught: 'caught',
  missed: '**missed**',
  unclear: 'unclear',
  hung: 'never ends',
}

/** The kill matrix as a Markdown table, one line for each fault: for results that are published. */
export function matrixMarkdown(matrix: KillMatrix): string {
  const { faults, variants, other } = matrix
  const count = (verdict: OtherVerdict) => faults.filter((fault) => fault.other === verdict).length
  const own = faults.filter(isKilled).length
  const heads = ['Fault', 'What a client sees', 'Breaks', 'Checks that see it', ...(other ? [cell(other)] : [])]
  return [
    `${matrix.tool.name} ${matrix.tool.version}: ${own} of ${faults.length} faults are caught by a check of the requirement that they break.`,
    ...(matrix.causes ? causesText(matrix.causes).map((line) => `${line}.`) : []),
    ...(other === undefined
      ? []
      : [
          `${cell(other)}, tried on ${faults.filter((fault) => fault.other).length} of them: ${count('caught')} caught, ${count('missed')} missed, ${count('unclear')} unclear (it also complains about that registry without the fault), ${count('hung')} never come to an end.`,
          `Of ${variants.filter((one) => one.other).length} conforming variants it complains about ${variants.filter((one) => one.other === 'red').length}.`,
        ]),
    '',
    markdownTable(
      heads,
      faults.map((fault) => [
        `\`${fault.name}\``,
        cell(fault.description),
        `\`${fault.breaks}\``,
        String(fault.killedBy.length),
        ...(other ? [fault.other ? marks[fault.other] : ''] : []),
      ]),
    ),
    '',
    ...(other === undefined
      ? []
      : [
          markdownTable(
            ['Variant', 'What a client sees', 'Checks that are red', 'Other tool'],
            variants.map((one) => [`\`${one.name}\``, cell(one.description), String(one.red.length), one.other ?? '']),
          ),
          '',
        ]),
  ].join('\n')
}
