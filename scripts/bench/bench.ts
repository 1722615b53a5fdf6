import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { registryNamed } from '../../fixtures/registries/index.ts'
import { createRegistry, serveRegistry } from '../../src/registry/index.ts'
import { startDelayProxy } from '../delay-proxy.ts'
import { runOfficial } from '../official.ts'
import { runReferee } from '../run-referee.ts'
import { measureOverhead } from './overhead.ts'

const roundTrips = [0, 20, 100]
/** At most so much of the official suite's time, by round trip in milliseconds. */
const goals: Readonly<Record<number, number>> = { 0: 1.5, 20: 0.2, 100: 0.1 }
const manyReferrers = 10_000

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(9)

/**
 * Measures this tool beside the official suite: the same registry behind the same delaying proxy, in one run. Prints a
 * table; nothing here fails a build.
 */
async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-bench-'))
  const real = registryNamed('ociregistry')
  const available = await real.available()
  if (available !== true) throw new Error(`the bench needs ociregistry: ${available}`)
  await real.install()
  try {
    print('round trip  official suite  requests  oci-referee  requests  ratio  goal')
    for (const roundTripMs of roundTrips) {
      const run = await besides(roundTripMs, folder)
      const { official, referee } = run
      const ratio = referee.wallTimeMs / official.wallTimeMs
      print(
        [
          `${roundTripMs} ms`.padStart(10),
          seconds(official.wallTimeMs).padStart(14),
          String(official.requests).padStart(8),
          seconds(referee.wallTimeMs).padStart(11),
          String(referee.outcome.requests).padStart(8),
          ratio.toFixed(2).padStart(5),
          String(goals[roundTripMs]).padStart(4),
        ].join('  '),
      )
    }
    const { bare, client } = await measureOverhead()
    print(`\none request: ${client.toFixed(0)} µs with this tool's client, ${bare.toFixed(0)} µs with bare undici`)
    print(`peak memory with a list of ${manyReferrers} referrers: ${await peakMemory()} MB`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function besides(roundTripMs: number, folder: string) {
  const registry = await registryNamed('ociregistry').start()
  const { hostname, port } = new URL(registry.url)
  const proxy = await startDelayProxy({ target: { host: hostname, port: Number(port) }, roundTripMs })
  const url = `http://127.0.0.1:${proxy.port}`
  try {
    const official = await runOfficial({ url, specVersion: '1.1', resultsDir: join(folder, `official-${roundTripMs}`) })
    const referee = await runReferee(url, join(folder, `referee-${roundTripMs}`))
    return { official, referee }
  } finally {
    await proxy.close()
    await registry.stop()
  }
}

async function peakMemory(): Promise<number> {
  const served = await serveRegistry(createRegistry())
  try {
    const script = join(import.meta.dirname, 'memory.js')
    const { stdout } = await promisify(execFile)(process.execPath, [script, served.url, String(manyReferrers)])
    return Number(stdout)
  } finally {
    await served.close()
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

await bench()
