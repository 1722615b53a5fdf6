import type { KillMatrix, OtherVerdict } from '../matrix.ts'

/** Text in a cell of a Markdown table. */
const cell = (text: string) => text.replaceAll('|', '\\|').replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))

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
  const own = faults.filter(({ killedByOwn }) => killedByOwn.length > 0).length
  const columns = ['Fault', 'What a client sees', 'Breaks', 'Checks that see it', ...(other ? [cell(other)] : [])]
  return [
    `${matrix.tool.name} ${matrix.tool.version}: ${own} of ${faults.length} faults are caught by a check of the requirement that they break.`,
    ...(other === undefined
      ? []
      : [
          `${cell(other)}: ${count('caught')} caught, ${count('missed')} missed, ${count('unclear')} unclear (it also complains about that registry without the fault), ${count('hung')} never come to an end.`,
          `Of ${variants.length} conforming variants it complains about ${variants.filter((one) => one.other === 'red').length}.`,
        ]),
    '',
    `| ${columns.join(' | ')} |`,
    `| ${columns.map(() => '---').join(' | ')} |`,
    ...faults.map((fault) => {
      const cells = [
        `\`${fault.name}\``,
        cell(fault.description),
        `\`${fault.breaks}\``,
        String(fault.killedBy.length),
        ...(other ? [fault.other ? marks[fault.other] : ''] : []),
      ]
      return `| ${cells.join(' | ')} |`
    }),
    '',
    ...(other === undefined
      ? []
      : [
          '| Variant | What a client sees | Checks that are red | Other tool |',
          '| --- | --- | --- | --- |',
          ...variants.map(
            (one) => `| \`${one.name}\` | ${cell(one.description)} | ${one.red.length} | ${one.other ?? ''} |`,
          ),
          '',
        ]),
  ].join('\n')
}
