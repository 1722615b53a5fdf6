import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outcome } from '../src/outcome/outcome.ts'

export interface RefereeRun {
  readonly outcome: Outcome
  readonly exitCode: number
  /** From the start of the program to its end, in milliseconds. */
  readonly wallTimeMs: number
  /** Of all its threads, in the system as well. Milliseconds. */
  readonly cpuMs: number
  /** The largest memory that it had. Bytes. */
  readonly peakBytes: number
}

/** The compiled command line, as an installed package would run it. */
export const cli = join(import.meta.dirname, '..', 'src', 'cli', 'main.js')

/** A module that a program loads before all others: at its end it says there what it took. */
const usageAtEnd = `data:text/javascript,${encodeURIComponent(`
import { isMainThread } from 'node:worker_threads'
import { writeSync } from 'node:fs'
if (isMainThread) process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  writeSync(3, JSON.stringify({ cpuMs: (userCPUTime + systemCPUTime) / 1000, peakBytes: maxRSS * 1024 }))
})`)}`

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
  const args = ['--import', usageAtEnd, cli, url, '--reports-dir', reportsDir, '--quiet', ...options]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let [output, usage] = ['', '']
  child.stdio[3]!.on('data', (text: Buffer) => {
    usage += text
  })
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve(code ?? -1))
  })
  const wallTimeMs = performance.now() - start
  if (exitCode > 1) throw new Error(`oci-referee ${url} ended with ${exitCode}: ${output.trim()}`)
  const outcome = JSON.parse(await readFile(join(reportsDir, 'outcome.json'), 'utf8')) as Outcome
  const { cpuMs, peakBytes } = JSON.parse(usage) as Pick<RefereeRun, 'cpuMs' | 'peakBytes'>
  return { outcome, exitCode, wallTimeMs, cpuMs, peakBytes }
}
