import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pLimit from 'p-limit'
import picomatch from 'picomatch'
import { writeScripts } from '../src/cli/scripts.ts'
import type { Outcome } from '../src/outcome/outcome.ts'
import type { Recording } from '../src/outcome/recording.ts'
import { createRegistry, faults, type RegistryOptions, serveRegistry } from '../src/registry/index.ts'
import { inProcessEngine } from '../src/run/engine/in-process.ts'
import { outcomeOf } from '../src/run/judge.ts'
import { connect } from '../src/target/connect.ts'
import { defaults, type RunOptions, repositoriesOf } from '../src/target/options.ts'
import { judgeRegistry } from '../src/target/run.ts'
import { isMain } from './main-module.ts'

/** So many of the checks that a fault turns red are enough to see what its scripts do. */
const maxKillers = 4

/** What the script of one finding came to. */
export interface ScriptSeen {
  readonly fault: string
  readonly finding: string
  /** Kind of the facts; absent: there is no script. */
  readonly kind?: string
  readonly scriptless?: string
  /** Exit codes, and what was printed. */
  readonly onFaulty?: Ran
  readonly onRight?: Ran
}

interface Ran {
  readonly code: number | null
  readonly output: string
}

/** Judges a registry with a fault, writes the scripts of its findings, and runs each on the faulty registry and a right one. */
export async function checkScripts(name: string, only: readonly string[] = []): Promise<ScriptSeen[]> {
  const fault = faults.find((one) => one.name === name)!
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-repro-'))
  try {
    let { outcome, recordings } = await judged(fault, only, 'repro')
    // What shows by chance has another one.
    for (let chance = 2; fault.hints?.byChance && outcome.findings.length === 0 && chance <= maxChances; chance++)
      ({ outcome, recordings } = await judged(fault, only, `repro-${chance}`))
    const { findings } = await writeScripts(outcome, recordings, folder)
    const rows: ScriptSeen[] = []
    for (const { id, script, scriptless } of findings) {
      if (script === undefined) rows.push({ fault: name, finding: id, ...(scriptless !== undefined && { scriptless }) })
      else {
        const path = join(folder, script)
        const kind = recordings.get(id)!.violation.facts.kind
        const onFaulty = await runOn({ faults: [name] }, path)
        rows.push({ fault: name, finding: id, kind, onFaulty, onRight: await runOn(rightOf(fault), path) })
      }
    }
    return rows
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const maxChances = 8

async function judged(
  { name, hints = {} }: (typeof faults)[number],
  only: readonly string[],
  seed: string,
): Promise<{ outcome: Outcome; recordings: Map<string, Recording> }> {
  const { url, close } = await serveRegistry(createRegistry({ faults: [name] }))
  const options: RunOptions = {
    connection: { ...defaults.connection, origin: url },
    repositories: { ...defaults.repositories, ...repositoriesOf(seed) },
    selection: { ...defaults.selection, spec: hints.spec ?? 'main', features: hints.features ?? {}, only },
    content: { ...defaults.content, seed },
    judging: { ...defaults.judging, settleMs: Math.max(200, hints.settleMs ?? 0) },
  }
  const clients = connect(options.connection)
  const recordings = new Map<string, Recording>()
  try {
    const outcome = await outcomeOf(judgeRegistry(options, clients, inProcessEngine), (event) => {
      if (event.type === 'recorded') recordings.set(event.finding, event.recording)
    })
    return { outcome, recordings }
  } finally {
    await clients.close()
    await close()
  }
}

/** A registry that is right in the place of one with a fault: it lacks what that one lacks on purpose. */
function rightOf({ features }: (typeof faults)[number]): RegistryOptions {
  return features ? { features } : {}
}

async function runOn(registry: RegistryOptions, script: string): Promise<Ran> {
  const { url, close } = await serveRegistry(createRegistry(registry))
  try {
    const child = spawn('sh', [script, url], { env: { PATH: process.env['PATH'] ?? '' }, stdio: 'pipe' })
    let output = ''
    const add = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', add)
    child.stderr.on('data', add)
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
    return { code, output }
  } finally {
    await close()
  }
}

/** Some of the checks that each fault turns red, by the published matrix: those of the requirement that it breaks first. */
async function killersIn(): Promise<Map<string, readonly string[]>> {
  const file = join(import.meta.dirname, '..', '..', 'reports', 'published', 'kill-matrix.json')
  const matrix = JSON.parse(await readFile(file, 'utf8')) as {
    faults: { name: string; killedBy: string[]; killedByOwn: string[] }[]
  }
  return new Map(
    matrix.faults.map(({ name, killedBy, killedByOwn }) => [
      name,
      [...new Set([...killedByOwn, ...killedBy])].slice(0, maxKillers),
    ]),
  )
}

/** Whether a script does what it promises. */
export function isGood({ onFaulty, onRight }: ScriptSeen): boolean {
  return onFaulty?.code === 1 && onRight?.code === 0
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: '**' },
      checks: { type: 'string', default: '' },
      /** Only the checks that the published matrix says are red by a fault, some of them. */
      brief: { type: 'boolean', default: false },
      parallel: { type: 'string', default: '4' },
      verbose: { type: 'boolean', default: false },
    },
  })
  const isWanted = picomatch(values.only.split(','))
  // Access takes users with rights of their own: no script shows that.
  const wanted = faults.filter(({ name, hints }) => isWanted(name) && !hints?.users)
  const only = values.checks === '' ? [] : values.checks.split(',')
  const killers = values.brief ? await killersIn() : new Map<string, readonly string[]>()
  const all: ScriptSeen[] = []
  const limit = pLimit(Number(values.parallel))
  const check = async (name: string) => {
    const rows = await checkScripts(name, only.length > 0 ? only : killers.get(name)).catch(
      (cause: Error): ScriptSeen[] => {
        console.log(`- ${name}: cannot be judged (${cause.message})`)
        return []
      },
    )
    all.push(...rows)
    for (const one of rows) {
      const { finding, kind, scriptless, onFaulty, onRight } = one
      if (scriptless !== undefined) console.log(`- ${name} ${finding}: ${scriptless}`)
      else if (!isGood(one)) {
        console.log(`x ${name} ${finding} (${kind}): ${onFaulty?.code} on the faulty, ${onRight?.code} on the right`)
        if (values.verbose) console.log(`${onFaulty?.output}\n----\n${onRight?.output}`)
      } else if (values.verbose) console.log(`  ${name} ${finding} (${kind})`)
    }
  }
  await Promise.all(wanted.map(({ name }) => limit(() => check(name))))
  const scripts = all.filter(({ kind }) => kind !== undefined)
  const good = scripts.filter(isGood)
  console.log(
    `${wanted.length} faults, ${all.length} findings, ${scripts.length} scripts, ${good.length} of them show it on the faulty registry and not on the right one`,
  )
  return good.length === scripts.length ? 0 : 1
}

if (isMain(import.meta.url)) process.exitCode = await main()
