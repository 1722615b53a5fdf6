import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { step } from '../examples/shell.test-data.ts'
import { filesIn, folder } from '../src/cli/cli.test-data.ts'
import { blocks, documents } from '../src/cli/documents.test-data.ts'

const guide = documents.get(join('docs', 'guides', 'vendors.md'))!
const workflow = parse(blocks(guide, 'yaml').find((block) => block.includes('jobs:'))!)

interface WorkflowStep {
  readonly name?: string
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
}

const steps: readonly WorkflowStep[] = workflow.jobs.referee.steps

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

/** Runs the scripts of the job one after the other, as its runner does, and ends what they leave running. */
async function job(change: (script: string) => string) {
  const scripts = steps.flatMap(({ run }) => run ?? [])
  expect(scripts).toHaveLength(3)
  const port = await freePort()
  const script = ["trap 'kill $!' EXIT", ...scripts].join('\n').replaceAll('5000', String(port))
  // A secret that a repository does not have is an empty text.
  const env = Object.fromEntries(steps.flatMap((one) => Object.keys(one.env ?? {}).map((name) => [name, ''])))
  expect(Object.keys(env)).toEqual(['OCI_REFEREE_USERNAME', 'OCI_REFEREE_PASSWORD'])
  const cwd = await folder()
  const ran = await step(change(script), { ...env, OCI_REFEREE_ONLY: 'referrers/filter-header*' }, cwd)
  return { ...ran, cwd }
}

test('the job of the guide is green where the registry conforms', { timeout: 60_000 }, async () => {
  const { code, output, cwd } = await job((script) => script)
  expect(code, output).toBe(0)
  const { path } = steps.find((one) => one.with?.['path'])!.with!
  expect(await filesIn(join(cwd, path!))).toEqual(['junit.xml', 'outcome.json', 'report.html'])
})

test('the job of the guide is red where the registry does not', { timeout: 60_000 }, async () => {
  const { code, output, cwd } = await job((script) =>
    script.replace(' serve ', ' serve --fault filter-header-missing '),
  )
  expect(code, output).toBe(1)
  expect(await filesIn(join(cwd, 'test-results', 'repro'))).toContain('referrers-filter-header.sh')
  // What the guide shows of the finding is what is printed.
  const [shown] = blocks(guide, 'text')
  for (const line of shown!.split('\n').filter((line) => !line.includes('…') && !line.includes('http'))) {
    expect(output).toContain(line)
  }
})
