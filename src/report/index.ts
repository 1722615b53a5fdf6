import type { Format, Render } from './format.ts'

// Each report is loaded only when it is asked for: a run that prints to the terminal needs none of them.
/**
 * The reports that are files, by the name under which they are asked for.
 * @example await writeFile(formats.junit.file, await formats.junit.render(outcome))
 */
export const formats = {
  annotations: {
    file: 'annotations.txt',
    description: 'findings as workflow commands of GitHub Actions, to be printed',
    render: async (outcome) => (await import('./annotations.ts')).annotations(outcome),
  },
  badge: {
    file: 'badge.svg',
    description: 'the verdict as a badge for a README',
    render: async (outcome) => (await import('./badge.ts')).badge(outcome),
  },
  har: {
    file: 'exchanges.har',
    description: 'every exchange as an HTTP archive',
    render: async (outcome) => (await import('./har.ts')).har(outcome),
  },
  html: {
    file: 'report.html',
    description: 'one page for people: findings, exchanges, every check, to filter, print and share',
    render: async (outcome, context) => (await import('./html/html.ts')).htmlReport(outcome, context),
  },
  json: {
    file: 'outcome.json',
    description: 'the whole outcome, from which the other reports can be made again',
    render: async (outcome) => (await import('./json.ts')).outcomePieces(outcome),
  },
  junit: {
    file: 'junit.xml',
    description: 'JUnit XML for pipelines',
    render: async (outcome) => (await import('./junit.ts')).junit(outcome),
  },
  markdown: {
    file: 'summary.md',
    description: 'a summary in Markdown',
    render: async (outcome) => (await import('./markdown.ts')).markdownSummary(outcome),
  },
  official: {
    file: 'official/results.yaml',
    description: 'a folder as oci-conformance takes it from vendors, in the words of the official suite',
    render: async (outcome) => (await import('./official/results.ts')).officialResults(outcome),
    also: {
      'official/PRODUCT.yaml': async (outcome) => (await import('./official/product.ts')).product(outcome),
      'official/README.md': async (outcome) => (await import('./official/product.ts')).reproduction(outcome),
      'official/junit.xml': async (outcome) => (await import('./junit.ts')).junit(outcome),
      'official/report.html': async (outcome, context) => (await import('./html/html.ts')).htmlReport(outcome, context),
    },
  },
  shields: {
    file: 'badge.json',
    description: 'the same badge for the endpoint of shields.io',
    render: async (outcome) => (await import('./badge.ts')).shields(outcome),
  },
} as const satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as FormatName[]

/** Every file of a format, with what makes it. */
export function filesOf(name: FormatName): readonly (readonly [file: string, render: Render])[] {
  const { file, render, also = {} }: Format = formats[name]
  return [[file, render], ...Object.entries(also)]
}
