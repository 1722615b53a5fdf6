import { readFileSync } from 'node:fs'
import { join } from 'node:path'

let text: string | undefined

/** The script of the report: a file of its own, so that it is checked and read as what it is. */
export function clientScript(): string {
  text ??= readFileSync(join(import.meta.dirname, 'client.js'), 'utf8')
  return text
}
