import type { KillMatrix } from '../matrix.ts'
import { matrixHtml } from './html.ts'

export interface MatrixFormat {
  /** Name of the file it is written to. */
  readonly file: string
  readonly description: string
  readonly render: (matrix: KillMatrix) => string | Promise<string>
}

/** The reports of a proof that are files. */
export const matrixFormats = {
  json: {
    file: 'kill-matrix.json',
    description: 'the whole matrix',
    render: (matrix) => `${JSON.stringify(matrix, null, 2)}\n`,
  },
  html: { file: 'kill-matrix.html', description: 'a page for people', render: matrixHtml },
} as const satisfies Readonly<Record<string, MatrixFormat>>
