import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isMain } from './main-module.ts'
import { type OfficialBinary, obtainOfficial } from './official-binary.ts'
import {
  countOfficial,
  countRequests,
  type OfficialCounts,
  type OfficialReferrers,
  type OfficialTotals,
  officialReferrers,
  readOfficialJunit,
  readOfficialTotals,
} from './official-results.ts'

export interface OfficialOptions {
  /** The registry: `http://host:port` or `https://host[:port]`, nothing behind it. */
  readonly url: string
  /** Which specification to judge by, in the suite's words: `1.0`, `1.1`, `stable` or `dev`. */
  readonly specVersion: string
  /** Where the suite writes results.yaml, junit.xml and report.html; old ones are removed first. */
  readonly resultsDir: string
  readonly repositories?: readonly [string, string]
  readonly credentials?: { readonly username: string; readonly password: string }
  /** Accept a certificate that nobody vouches for. */
  readonly insecure?: boolean
  /** The program to run; found, or installed with Go, if left out. */
  readonly binary?: OfficialBinary
  /** Ends the suite early; the run then throws. */
  readonly signal?: AbortSignal
}

/** What a run of the official suite says, counted from the single tests in its junit.xml. */
export interface OfficialRun {
  /** The module version of the suite. */
  readonly version: string
  readonly specVersion: string
  readonly counts: OfficialCounts
  /** The suite's own totals. */
  readonly totals: OfficialTotals
  /** One entry per failed test, in the order of the run; names repeat. */
  readonly failed: readonly string[]
  readonly requests: number
  readonly referrers: OfficialReferrers
  /** From the start of the program to its end, in milliseconds. */
  readonly wallTimeMs: number
}

const RESULT_FILES = ['results.yaml', 'junit.xml', 'report.html']
const KEPT_OUTPUT = 2000

/** The suite's settings for these options, beside the environment without any setting of the suite that lies around. */
export function officialEnvironment(options: OfficialOptions, inherited = process.env): NodeJS.ProcessEnv {
  const { protocol, host, pathname } = new URL(options.url)
  if (!['http:', 'https:'].includes(protocol) || pathname !== '/') {
    throw new Error(`the official suite takes http://host:port or https://host, not ${options.url}`)
  }
  const own = Object.entries(inherited).filter(([name]) => !name.startsWith('OCI_'))
  const tls = protocol === 'http:' ? 'disabled' : options.insecure ? 'insecure' : 'enabled'
  const [first, second] = options.repositories ?? []
  return {
    ...Object.fromEntries(own),
    OCI_REGISTRY: host,
    OCI_TLS: tls,
    OCI_VERSION: options.specVersion,
    OCI_RESULTS_DIR: resolve(options.resultsDir),
    ...(first === undefined ? {} : { OCI_REPO1: first }),
    ...(second === undefined ? {} : { OCI_REPO2: second }),
    ...(options.credentials === undefined
      ? {}
      : { OCI_USERNAME: options.credentials.username, OCI_PASSWORD: options.credentials.password }),
  }
}

/** Runs the program and returns its last error output, because its exit code is 0 for wrong settings too. */
function execute(path: string, cwd: string, env: NodeJS.ProcessEnv, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(path, {
      cwd,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      ...(signal === undefined ? {} : { signal, killSignal: 'SIGKILL' }),
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString()).slice(-KEPT_OUTPUT)
    })
    child.on('error', fail)
    child.on('close', () => done(errors))
  })
}

/**
 * Runs the official suite against a registry and counts its results.
 * @throws an Error when the suite could not run: it is missing, or it wrote no results
 */
export async function runOfficial(options: OfficialOptions): Promise<OfficialRun> {
  const { resultsDir, specVersion } = options
  const environment = officialEnvironment(options)
  const binary = options.binary ?? (await obtainOfficial())
  await mkdir(resultsDir, { recursive: true })
  for (const file of RESULT_FILES) await rm(join(resultsDir, file), { force: true })
  const start = performance.now()
  // In the folder of the results: the suite would read a configuration file of the current one.
  const errors = await execute(binary.path, resultsDir, environment, options.signal)
  const wallTimeMs = performance.now() - start
  const xml = await readFile(join(resultsDir, 'junit.xml'), 'utf8').catch(() => {
    throw new Error(`the official suite wrote no junit.xml to ${resultsDir}: ${errors.trim() || 'it said nothing'}`)
  })
  const tests = readOfficialJunit(xml)
  return {
    version: binary.version,
    specVersion,
    counts: countOfficial(tests),
    totals: readOfficialTotals(xml),
    failed: tests.filter((test) => test.status === 'failed').map((test) => test.name),
    requests: countRequests(tests),
    referrers: officialReferrers(tests),
    wallTimeMs,
  }
}

const USAGE = `usage: official.js <url> [--spec-version 1.1] [--results-dir reports/official] [--insecure] [--json]
Credentials come from the variables OCI_USERNAME and OCI_PASSWORD.`

const hints = (counts: OfficialCounts) =>
  `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, ${counts.errored} errored`

/** A run in a few lines, without the names of its tests. */
export function describeOfficial(run: OfficialRun): string {
  return [
    `official suite ${run.version}, specification ${run.specVersion}`,
    `tests: ${hints(run.counts)} (${run.totals.failures} failures in its own total)`,
    `of these, listing referrers (${run.referrers.listRequests} of ${run.requests} requests): ${hints(run.referrers.listing)}`,
    `of these, pushing with a subject: ${hints(run.referrers.pushing)}`,
    `wall time: ${(run.wallTimeMs / 1000).toFixed(1)} s`,
  ].join('\n')
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'spec-version': { type: 'string', default: '1.1' },
      'results-dir': { type: 'string', default: 'reports/official' },
      insecure: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  })
  if (positionals.length !== 1) throw new Error(USAGE)
  const { OCI_USERNAME: username, OCI_PASSWORD: password } = process.env
  const run = await runOfficial({
    url: positionals[0]!,
    specVersion: values['spec-version'],
    resultsDir: values['results-dir'],
    insecure: values.insecure,
    ...(username === undefined || password === undefined ? {} : { credentials: { username, password } }),
  })
  console.log(values.json ? JSON.stringify(run, null, 2) : describeOfficial(run))
  return run.counts.failed + run.counts.errored === 0 ? 0 : 1
}

if (isMain(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 3
  })
}
