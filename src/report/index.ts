import type { Format } from './format.ts'

// Each report is loaded only when it is asked for: a run that prints to the terminal needs none of them.
/** The reports that are files, by the name under which they are asked for. */
export const formats = {
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
    render: async (outcome) => (await import('./json.ts')).outcomeJson(outcome),
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
} as const satisfies Readonly<Record<string, Format>>

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as FormatName[]
