import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outcome } from '../src/outcome/outcome.ts'

export interface RefereeRun {
  readonly outcome: Outcome
  readonly exitCode: number
  /** From the start of the program to its end, in milliseconds. */
  readonly wallTimeMs: number
}

/** The compiled command line, as an installed package would run it. */
export const cli = join(import.meta.dirname, '..', 'src', 'cli', 'main.js')

/**
 * Runs this tool as its users do: a process of its own, start-up included.
 * @throws Error with what it said when it left no outcome
 */
export async function runReferee(
  url: string,
  reportsDir: string,
  options: readonly string[] = [],
): Promise<RefereeRun> {
  const start = performance.now()
  const child = spawn(process.execPath, [cli, url, '--reports-dir', reportsDir, '--quiet', ...options], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? -1))
  })
  const wallTimeMs = performance.now() - start
  if (exitCode > 1) throw new Error(`oci-referee ${url} ended with ${exitCode}: ${said.trim()}`)
  const outcome = JSON.parse(await readFile(join(reportsDir, 'outcome.json'), 'utf8')) as Outcome
  return { outcome, exitCode, wallTimeMs }
}
