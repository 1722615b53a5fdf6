import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRegistry, serveRegistry } from '../src/registry/index.ts'
import { describeOfficial, runOfficial } from './official.ts'

/**
 * Lets the official suite judge the embedded registry: the reference must be right by somebody else's word too. Exits
 * with 1 when anything fails.
 */
async function main(): Promise<number> {
  let failures = 0
  for (const specVersion of ['1.1', 'dev']) {
    const served = await serveRegistry(createRegistry())
    const resultsDir = await mkdtemp(join(tmpdir(), 'oci-referee-witness-'))
    try {
      const run = await runOfficial({ url: served.url, specVersion, resultsDir })
      failures += run.counts.failed + run.counts.errored
      process.stdout.write(`${describeOfficial(run)}\n`)
    } finally {
      await served.close()
      await rm(resultsDir, { recursive: true, force: true })
    }
  }
  return failures > 0 ? 1 : 0
}

process.exitCode = await main()
