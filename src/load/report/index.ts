import type { LoadResult } from '../result.ts'
import { loadHtml } from './html.ts'
import { loadSvg } from './svg.ts'

interface LoadFormat {
  /** Name of the file it is written to. */
  readonly file: string
  readonly render: (result: LoadResult) => string | Promise<string>
}

/** The reports of a load run that are files. */
export const loadFormats = {
  json: { file: 'load.json', render: (result) => `${JSON.stringify(result, null, 2)}\n` },
  html: { file: 'load.html', render: loadHtml },
  svg: { file: 'load.svg', render: loadSvg },
} as const satisfies Readonly<Record<string, LoadFormat>>
