import { documentReader } from '../../report/read-document.ts'
import type { LoadResult } from '../result.ts'
import { loadFormat, loadSchema } from '../schema.ts'

const read = documentReader<LoadResult>({ name: 'result of a load run', format: loadFormat, schema: loadSchema })

/**
 * Reads what a load run found.
 * @throws Error with one line that says what is wrong and where
 */
export function parseLoad(text: string): LoadResult {
  return read(text)
}
