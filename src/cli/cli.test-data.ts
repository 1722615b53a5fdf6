import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { CheckOutcome, Outcome, Verdict } from '../outcome/outcome.ts'
import { createRegistry, type Registry, type RegistryOptions, serveRegistry } from '../registry/index.ts'
import { parseOutcome } from '../report/read-outcome.ts'

const ends: (() => unknown)[] = []

/** Ends something once the tests of the file are over: tests that run at once have no hooks of their own. */
export function atEnd(end: () => unknown): void {
  ends.push(end)
}

afterAll(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** The tool as it is shipped: built JavaScript, started by node. */
export const main = join(import.meta.dirname, '..', '..', 'dist', 'src', 'cli', 'main.js')

/** Options that make a run short. */
export const quick = ['--settle', '300ms', '--timeout', '5s'] as const

export interface CliOptions {
  /** Besides PATH: nothing of the environment of the tests is passed on. */
  readonly env?: Readonly<Record<string, string>>
  /** Working directory; without one a new folder that is removed at the end. */
  readonly cwd?: string
  /** What the tool reads from standard input. */
  readonly input?: string
}

export interface Ran {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly cwd: string
}

export interface Running {
  readonly child: ChildProcess
  readonly cwd: string
  /** Resolves when a text was printed, on either stream; rejects when the tool ends without. */
  printed(text: string): Promise<void>
  readonly ended: Promise<Ran>
}

/** Starts the tool; what still runs at the end is killed. */
export async function start(args: readonly string[], options: CliOptions = {}): Promise<Running> {
  if (!existsSync(main)) throw new Error(`${main} is missing: npm run build`)
  const cwd = options.cwd ?? (await folder())
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    stdio: 'pipe',
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  // It may end without having read its input.
  child.stdin.on('error', () => {})
  child.stdin.end(options.input ?? '')
  const ended = new Promise<Ran>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr, cwd }))
  })
  atEnd(async () => {
    if (child.exitCode === null) child.kill('SIGKILL')
    await ended
  })
  const printed = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (`${stdout}${stderr}`.includes(text)) resolve()
      }
      look()
      child.stdout.on('data', look)
      child.stderr.on('data', look)
      void ended.then(() => reject(new Error(`${JSON.stringify(text)} was never printed, but: ${stdout}${stderr}`)))
    })
  return { child, cwd, printed, ended }
}

/** Runs the tool to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<Ran> {
  return (await start(args, options)).ended
}

/** A new folder, removed at the end. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'oci-referee-test-'))
  atEnd(() => rm(path, { recursive: true, force: true }))
  return path
}

/** Every file below a folder, sorted. */
export async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}

/** The outcome that a run wrote, read as strictly as `oci-referee report` does. */
export async function outcomeOf({ cwd }: { cwd: string }, name = 'reports'): Promise<Outcome> {
  return parseOutcome(await readFile(join(cwd, name, 'outcome.json'), 'utf8'))
}

export function checkIn(outcome: Outcome, id: string): CheckOutcome {
  const found = outcome.checks.find((check) => check.id === id)
  if (!found) throw new Error(`no ${id} in the outcome`)
  return found
}

/** Ids of the checks with a verdict. */
export function idsWith(outcome: Outcome, verdict: Verdict): string[] {
  return outcome.checks.filter((check) => check.verdict === verdict).map(({ id }) => id)
}

/** The embedded registry on a port of its own, until the end. */
export async function served(options: RegistryOptions = {}): Promise<{ registry: Registry; url: string }> {
  const registry = createRegistry(options)
  return { registry, url: (await servedBy(registry.fetch)).url }
}

/** Serves any handler until it is closed, at the end at the latest. */
export async function servedBy(
  handler: Registry['fetch'],
  tls?: { key: string; cert: string },
): Promise<{ url: string; close(): Promise<void> }> {
  const { url, close } = await serveRegistry({ fetch: handler }, tls ? { tls } : {})
  let closing: Promise<void> | undefined
  const once = () => {
    closing ??= close()
    return closing
  }
  atEnd(once)
  return { url, close: once }
}

/** A bare HTTP server until the end; returns its origin. */
export async function fake(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What a registry holds, named so that a failing test tells what is left. */
export function heldBy({ store }: Registry): { manifests: string[]; tags: string[]; blobs: string[] } {
  const all = [...store.repositories.values()]
  return {
    manifests: all.flatMap(({ name, manifests }) => [...manifests.keys()].map((digest) => `${name}@${digest}`)),
    tags: all.flatMap(({ name, tags }) => [...tags.keys()].map((tag) => `${name}:${tag}`)),
    blobs: all.flatMap(({ name, blobs }) => [...blobs].map((digest) => `${name}@${digest}`)),
  }
}

export const nothing = { manifests: [], tags: [], blobs: [] }

/** Lines of a text, without the empty one after the last newline. */
export function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}

/** Something to wait for, and what makes it happen. */
export function event(): [happened: Promise<void>, happen: () => void] {
  let happen = () => {}
  const happened = new Promise<void>((resolve) => {
    happen = resolve
  })
  return [happened, happen]
}
