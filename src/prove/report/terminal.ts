import picocolors from 'picocolors'
import { oneLine } from '../../text/safe.ts'
import { table } from '../../text/table.ts'
import { causesText } from '../causes.ts'
import { isKilled, isPart, type KillMatrix } from '../matrix.ts'

export interface MatrixTextOptions {
  readonly color: boolean
  /** One line for each fault. */
  readonly faults?: boolean
}

/** The kill matrix in lines for a terminal: one for each fault, then what is wrong, then the sums. */
export function matrixText(matrix: KillMatrix, { color, faults = true }: MatrixTextOptions): string {
  const { bold, dim, green, red } = picocolors.createColors(color)
  const lines: string[] = []
  if (faults) {
    const rows = matrix.faults.map((fault) => [
      fault.name,
      String(fault.killedBy.length),
      isKilled(fault) ? 'yes' : 'NO',
      ...(matrix.other === undefined ? [] : [fault.other ?? '']),
    ])
    const heads = ['fault', 'killed by', 'by its own', ...(matrix.other === undefined ? [] : ['other tool'])]
    const [head, ...body] = table(rows, { heads })
    lines.push(dim(head!))
    body.forEach((line, at) => {
      const [, kills, own] = rows[at]!
      lines.push(kills === '0' || own === 'NO' ? red(line) : line)
    })
    lines.push('')
  }
  if (matrix.problems.length > 0) {
    lines.push(bold('Not proven'))
    for (const problem of matrix.problems) lines.push(red(`  ${oneLine(problem, 400)}`))
    lines.push('')
  }
  lines.push(...sums(matrix))
  const good = isPart(matrix) ? 'nothing is wrong, as far as the selected faults tell' : 'proven'
  lines.push(matrix.problems.length === 0 ? green(good) : red(`not proven: ${matrix.problems.length} problems`))
  return `${lines.join('\n')}\n`
}

function sums(matrix: KillMatrix): string[] {
  const { faults, checks, variants, pairs, unbroken } = matrix
  const part = isPart(matrix)
  const dead = faults.filter(isKilled).length
  const proven = checks.filter(({ kills }) => kills.length > 0).length
  const calm = [...variants, ...unbroken].filter(({ red, cannotJudge }) => red.length === 0 && !cannotJudge).length
  const hints = pairs.filter(({ named }) => !named.includes(null)).length
  const count = (verdict: string) => faults.filter(({ other }) => other === verdict).length
  return [
    `${dead} of ${faults.length} faults are killed by a check of the requirement they break`,
    ...(part ? [] : [`${proven} of ${checks.length} checks are turned red by a fault`]),
    `${calm} of ${variants.length + unbroken.length} conforming registries turn nothing red`,
    ...(part ? [] : [`${hints} of ${pairs.length} pairs of faults are told as two findings`]),
    ...(matrix.causes ? causesText(matrix.causes) : []),
    ...(matrix.other === undefined
      ? []
      : [
          `${oneLine(matrix.other, 80)}: ${count('caught')} of ${faults.length} faults caught, ${count('missed')} missed, ${count('unclear')} unclear, ${count('hung')} without an end; it complains about ${variants.filter(({ other }) => other === 'red').length} of ${variants.length} variants`,
        ]),
    `${matrix.requests} requests, ${(matrix.durationMs / 1000).toFixed(0)} s, seed ${oneLine(matrix.seed, 80)}`,
  ]
}
