import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { registryNamed } from '../../fixtures/registries/index.ts'
import { createRegistry, serveRegistry } from '../../src/registry/index.ts'
import { defaults } from '../../src/target/options.ts'
import { markdownTable } from '../../src/text/markdown.ts'
import { startDelayProxy } from '../delay-proxy.ts'
import { type OfficialRun, runOfficial } from '../official.ts'
import { type RefereeRun, runReferee } from '../run-referee.ts'
import { floorOf } from './floor.ts'
import { measureOverhead } from './overhead.ts'

/**
 * Measures this tool beside the official suite, on the same registries, in one run on one machine, start-up included.
 * Prints tables; nothing here fails a build.
 */
const { values } = parseArgs({
  options: {
    /** How often each is run: the median counts. */
    runs: { type: 'string', default: '5' },
    /** Registries that are judged without a delay; `embedded` is the one that comes along. */
    registries: { type: 'string', default: 'embedded,ociregistry,go-containerregistry,distribution,docker-registry' },
    /** Registries that are judged behind a proxy that delays. */
    delayed: { type: 'string', default: 'embedded,ociregistry' },
    /** Round trips of that proxy, in milliseconds. */
    delays: { type: 'string', default: '20,100' },
  },
})

/** The largest share of the official suite's time that a run may take, by round trip in milliseconds. */
const goals: Readonly<Record<number, number>> = { 0: 1, 20: 0.08, 100: 0.04 }
const manyReferrers = 10_000
const oneCheck = 'manifests/push-by-tag'

interface Served {
  readonly url: string
  stop(): Promise<void>
}

async function bench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-bench-'))
  const runs = Number(values.runs)
  try {
    const rows: string[][] = []
    for (const name of values.registries.split(',')) rows.push(await besides(name, 0, runs, folder))
    for (const delay of values.delays.split(',').map(Number)) {
      for (const name of values.delayed.split(',')) rows.push(await besides(name, delay, 1, folder))
    }
    print(markdownTable(heads, rows))
    await printRest(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const heads = [
  'registry',
  'round trip',
  'official suite',
  'requests',
  'oci-referee',
  'requests',
  'of its time',
  'goal',
  'floor: chain',
  'floor: crowd',
  'CPU',
  'peak',
]

/** Both tools in turn on one registry, which is fresh for each of them. */
async function besides(name: string, delay: number, runs: number, folder: string): Promise<string[]> {
  const official: OfficialRun[] = []
  const referee: RefereeRun[] = []
  for (let run = 0; run < runs; run++) {
    const resultsDir = join(folder, `official-${run}`)
    await on(name, delay, async (url) => official.push(await runOfficial({ url, specVersion: '1.1', resultsDir })))
    await on(name, delay, async (url) => referee.push(await runReferee(url, join(folder, `referee-${run}`))))
  }
  const theirs = median(official, ({ wallTimeMs }) => wallTimeMs)
  const ours = median(referee, ({ wallTimeMs }) => wallTimeMs)
  const floor = floorOf(ours.outcome, delay, defaults.connection.concurrency)
  process.stderr.write(`${name} at ${delay} ms: done\n`)
  return [
    name,
    `${delay} ms`,
    seconds(theirs.wallTimeMs),
    String(theirs.requests),
    seconds(ours.wallTimeMs),
    String(ours.outcome.requests),
    (ours.wallTimeMs / theirs.wallTimeMs).toFixed(2),
    String(goals[delay] ?? ''),
    `${floor.chain}${delay === 0 ? '' : `: ${seconds(floor.chainMs)}`}`,
    delay === 0 ? '' : seconds(floor.crowdMs),
    seconds(median(referee, ({ cpuMs }) => cpuMs).cpuMs),
    megabytes(median(referee, ({ peakBytes }) => peakBytes).peakBytes),
  ]
}

/** What is not beside the official suite. */
async function printRest(folder: string): Promise<void> {
  await on('embedded', 0, async (url) => {
    const { cpuMs, wallTimeMs } = await runReferee(url, join(folder, 'one'), ['--only', oneCheck])
    print(`\none check: ${seconds(wallTimeMs)}, ${seconds(cpuMs)} of CPU`)
  })
  const { bare, client } = await measureOverhead()
  const times = (client / bare).toFixed(2)
  print(`one request: ${client.toFixed(0)} µs with this tool's client, ${times} times bare undici's ${bare.toFixed(0)}`)
  print(`peak memory with a list of ${manyReferrers} referrers: ${await peakMemory()} MB`)
}

/** Has a registry for a while, behind a proxy where there is a delay. */
async function on(name: string, delay: number, work: (url: string) => Promise<unknown>): Promise<void> {
  const registry = await served(name)
  const { hostname, port } = new URL(registry.url)
  const target = { host: hostname, port: Number(port) }
  const proxy = delay === 0 ? undefined : await startDelayProxy({ target, roundTripMs: delay })
  try {
    await work(proxy ? `http://127.0.0.1:${proxy.port}` : registry.url)
  } finally {
    await proxy?.close()
    await registry.stop()
  }
}

async function served(name: string): Promise<Served> {
  if (name === 'embedded') {
    const { url, close } = await serveRegistry(createRegistry())
    return { url, stop: close }
  }
  const registry = registryNamed(name)
  const available = await registry.available()
  if (available !== true) throw new Error(`${name} is not there: ${available}`)
  await registry.install()
  return registry.start()
}

async function peakMemory(): Promise<number> {
  const { url, close } = await serveRegistry(createRegistry())
  try {
    const script = join(import.meta.dirname, 'memory.js')
    const { stdout } = await promisify(execFile)(process.execPath, [script, url, String(manyReferrers)])
    return Number(stdout)
  } finally {
    await close()
  }
}

function median<T>(all: readonly T[], of: (one: T) => number): T {
  return all.toSorted((one, other) => of(one) - of(other))[Math.floor(all.length / 2)]!
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

await bench()
