import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isKilled, type KillMatrix } from '../../src/prove/matrix.ts'

/** Every number of README that is measured, by the name of its place there. */
export type Numbers = Readonly<Record<string, string>>

/**
 * A text with its measured numbers as the data has them. A place is `<!-- number: NAME -->…<!-- /number -->`.
 * @throws Error for a place whose name the data does not have
 * @example withNumbers('<!-- number: faults -->1<!-- /number --> faults', { faults: '2' })
 */
export function withNumbers(text: string, numbers: Numbers): string {
  return text.replace(/(<!-- number: ([a-z-]+) -->)[\s\S]*?(<!-- \/number -->)/g, (_, begin, name, end) => {
    const value = numbers[name]
    if (value === undefined) throw new Error(`README has a place for the number ${name}, and no data does`)
    return `${begin}${value}${end}`
  })
}

/** Numbers of the published kill matrix. */
export function matrixNumbers({ faults, variants, checks }: KillMatrix): Numbers {
  const by = (verdict: string) => String(faults.filter(({ other }) => other === verdict).length)
  return {
    'faults-killed': String(faults.filter(isKilled).length),
    faults: String(faults.length),
    checks: String(checks.length),
    variants: String(variants.length),
    'variants-red': String(variants.filter(({ red }) => red.length > 0).length),
    'official-tried': String(faults.filter(({ other }) => other !== undefined).length),
    'official-caught': by('caught'),
    'official-missed': by('missed'),
    'official-unclear': by('unclear'),
    'official-variants': String(variants.filter(({ other }) => other !== undefined).length),
    'official-variants-red': String(variants.filter(({ other }) => other === 'red').length),
  }
}

/**
 * README as it is to be, from the file and the published data.
 * @param results the table of published results, which stands between `<!-- results -->` and `<!-- /results -->`
 */
export function readmePage(root: string, results: string): string {
  const matrix = JSON.parse(readFileSync(join(root, 'reports/published/kill-matrix.json'), 'utf8')) as KillMatrix
  const text = withNumbers(readFileSync(join(root, 'README.md'), 'utf8'), matrixNumbers(matrix))
  return text.replace(
    /(<!-- results -->\n)[\s\S]*?(\n<!-- \/results -->)/,
    (_, begin, end) => `${begin}\n${results}\n${end}`,
  )
}
