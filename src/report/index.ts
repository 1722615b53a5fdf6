import type { Outcome } from '../outcome/outcome.ts'

export interface Format {
  /** Name of the file it is written to. */
  readonly file: string
  /** What it is for, in a few words. */
  readonly description: string
  readonly render: (outcome: Outcome) => string | Promise<string>
}

// Each report is loaded only when it is asked for: a run that prints to the terminal needs none of them.
/** The reports that are files, by the name under which they are asked for. */
export const formats = {
  har: {
    file: 'exchanges.har',
    description: 'every exchange as an HTTP archive',
    render: async (outcome) => (await import('./har.ts')).har(outcome),
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
