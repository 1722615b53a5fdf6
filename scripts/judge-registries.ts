import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type RealRegistry, registries, registryNamed } from '../fixtures/registries/index.ts'
import type { Outcome } from '../src/outcome/outcome.ts'
import { conclude } from '../src/report/conclusion.ts'
import { textOf } from '../src/report/finding.ts'
import { markdownSummary } from '../src/report/markdown.ts'
import { checkSetOf, compareWithPublished } from './published-results.ts'
import { runReferee } from './run-referee.ts'

const published = join(import.meta.dirname, '..', '..', 'reports', 'published')
/** One seed for all, so that a repeated run sends the same bytes. */
const seed = 'published'

/**
 * Judges the real registries. Publishes what came of it, or with `--check` compares it with what was published: each
 * check of the published result must come to the same verdict.
 */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: 'boolean' } } })
  const wanted = positionals.length === 0 ? registries : positionals.map((name) => registryNamed(name))
  let wrong = 0
  for (const registry of wanted) {
    const available = await registry.available()
    if (available !== true) {
      print(`${registry.name}: skipped, ${available}`)
      continue
    }
    await registry.install()
    const one = { registry, ...(await judge(registry)) }
    print(`${registry.name} ${one.version}: ${conclude(one.outcome).text}`)
    if (values.check) wrong += await compare(registry, one.outcome)
    else await publish(one)
  }
  return wrong > 0 ? 1 : 0
}

async function judge(registry: RealRegistry): Promise<{ outcome: Outcome; version: string }> {
  const running = await registry.start()
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-judge-'))
  try {
    const { outcome } = await runReferee(running.url, folder, ['--seed', seed])
    return { outcome, version: running.version }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await running.stop()
  }
}

/**
 * The published part of an outcome: without the exchanges and scripts, which anybody can make again, and without a
 * passing port.
 */
function publishable(outcome: Outcome): Outcome {
  const port = new RegExp(outcome.target.url.replaceAll('.', '\\.'), 'g')
  const findings = outcome.findings.map(({ scriptText: _, ...finding }) => finding)
  const text = JSON.stringify({ ...outcome, findings, exchanges: [] }).replace(port, 'http://localhost:5000')
  return JSON.parse(text) as Outcome
}

async function publish({
  registry,
  outcome,
  version,
}: {
  registry: RealRegistry
  outcome: Outcome
  version: string
}): Promise<void> {
  await mkdir(published, { recursive: true })
  const hints = publishable(outcome)
  const steps = [...registry.reproduce, `npx oci-referee http://localhost:5000 --seed ${seed}`].join('\n')
  const page = `# ${registry.name} ${version}\n\nHow to reproduce:\n\n\`\`\`sh\n${steps}\n\`\`\`\n\nJudged by ${checkSetOf(hints)}.\n\n${markdownSummary(hints).trim()}\n`
  await writeFile(join(published, `${registry.name}.md`), page)
  await writeFile(join(published, `${registry.name}.json`), `${JSON.stringify(hints, null, 1)}\n`)
}

/** How many checks came to another verdict than was published; those that are newer are listed and do not count. */
async function compare(registry: RealRegistry, outcome: Outcome): Promise<number> {
  const before = JSON.parse(await readFile(join(published, `${registry.name}.json`), 'utf8')) as Outcome
  const { differences, newSince } = compareWithPublished(before, outcome)
  for (const { id, published, today } of differences) {
    const why = today && today.verdict !== 'pass' ? `: ${textOf(today).summary}` : ''
    print(`  ${id}: ${today?.verdict ?? 'not judged'}, published as ${published}${why}`)
  }
  if (newSince.length > 0) print(`  new since ${checkSetOf(before)}: ${newSince.join(', ')}`)
  return differences.length
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

process.exitCode = await main()
