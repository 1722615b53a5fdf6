import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { filesIn, folder, served } from '../../src/cli/cli.test-data.ts'
import { type Step, step } from '../shell.test-data.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8')

// What a pipeline does with a verdict does not depend on how much is judged.
const some = { OCI_REFEREE_ONLY: 'referrers/filter-*' }
const good = {}
const wrong = { faults: ['filter-header-missing'] }
const nowhere = 'http://127.0.0.1:1'

const action = parse(read('action.yml'))

/** Runs the action as GitHub does: inputs as variables of its step, files for what it tells. */
async function act(inputs: Readonly<Record<string, string>>, { cwd = '', before = '' } = {}) {
  cwd ||= await folder()
  const [judge] = action.runs.steps
  const known = action.inputs as Record<string, { default?: string }>
  const inputOf = (name: string) => inputs[name] ?? known[name]!.default ?? ''
  const env = Object.fromEntries(
    Object.entries(judge.env as Record<string, string>).map(([name, value]) => [
      name,
      value.replace(/^\$\{\{ inputs\.([a-z-]+) \}\}$/, (_, input: string) => inputOf(input)),
    ]),
  )
  const files = { GITHUB_OUTPUT: join(cwd, 'outputs'), GITHUB_STEP_SUMMARY: join(cwd, 'page') }
  for (const file of Object.values(files)) await writeFile(file, '')
  const ran = await step(before + judge.run, { ...some, ...env, ...files, GITHUB_ACTION_PATH: root }, cwd)
  const outputs = Object.fromEntries(
    (await readFile(files.GITHUB_OUTPUT, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split('=', 2)),
  )
  return { ...ran, cwd, outputs, page: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8') }
}

describe.concurrent('the action', { timeout: 60_000 }, () => {
  test('gives its verdict as outputs, files, annotations and a page', async () => {
    const { url } = await served(wrong)
    const ran = await act({ registry: url })
    expect(ran.code, ran.output).toBe(1)
    expect(ran.outputs).toEqual({
      verdict: 'fails',
      findings: '1',
      reports: 'oci-referee-reports',
      outcome: 'oci-referee-reports/outcome.json',
      badge: 'oci-referee-reports/badge.svg',
    })
    expect(Object.keys(ran.outputs).sort()).toEqual(Object.keys(action.outputs).sort())
    expect(ran.output).toMatch(/^::error title=referrers\/filter-header::/m)
    expect(ran.page).toMatch(/^## ❌ does not conform: 1 finding/)
    expect(await filesIn(join(ran.cwd, 'oci-referee-reports'))).toEqual(
      expect.arrayContaining(['badge.json', 'badge.svg', 'junit.xml', 'outcome.json', 'report.html', 'summary.md']),
    )
  })

  test('fails nothing where that was asked for, and keeps quiet', async () => {
    const { url } = await served(wrong)
    const ran = await act({ registry: url, fail: 'false', summary: 'false', annotations: 'false' })
    expect([ran.code, ran.outputs.verdict, ran.page]).toEqual([0, 'fails', ''])
    expect(ran.output).not.toContain('::error')
  })

  test('takes options, and a folder with spaces', async () => {
    const { url } = await served(good)
    const ran = await act({ registry: url, arguments: '--seed 7\n  --quiet\n', 'reports-dir': 'my reports' })
    expect([ran.code, ran.outputs.verdict, ran.outputs.findings], ran.output).toEqual([0, 'conforms', '0'])
    expect(JSON.parse(await readFile(join(ran.cwd, 'my reports', 'outcome.json'), 'utf8')).seed).toBe('7')
  })

  test('says that nothing was judged, also where that fails nothing', async () => {
    const ran = await act({ registry: nowhere, fail: 'false' })
    expect([ran.code, ran.outputs.verdict, ran.outputs.findings]).toEqual([3, 'unjudged', ''])
  })

  test('takes what an earlier step found for nothing of its own', async () => {
    const { url } = await served(wrong)
    const { cwd } = await act({ registry: url })
    const ran = await act({ registry: url, arguments: '--frobnicate' }, { cwd })
    expect([ran.code, ran.outputs.verdict, ran.outputs.findings, ran.page]).toEqual([2, 'unjudged', '', ''])
    expect(ran.output).not.toContain('::error')
  })

  test('runs its own version, or the one that is asked for', async () => {
    const { version } = JSON.parse(read('package.json')) as { version: string }
    const asked = async (inputs: object) => {
      const { output } = await act({ registry: 'unused', ...inputs }, { before: 'npx() { echo "asked for $2"; }\n' })
      return output
    }
    expect(await asked({})).toBe(`asked for oci-referee@${version}\n`)
    expect(await asked({ version: 'latest' })).toBe('asked for oci-referee@latest\n')
  })

  test('runs a command in place of a published version', async () => {
    const ran = await act({ registry: 'unused', command: 'printf %s-' })
    expect(ran.output).toMatch(/^unused---reports-dir-oci-referee-reports-/)
  })
})

/** Runs the steps of a pipeline in a working directory. */
type Pipeline = (url: string, cwd: string) => Promise<Step>

const pipelines: Readonly<Record<string, Pipeline>> = {
  GitLab: (url, cwd) => {
    const { '.oci-referee': template, referee } = parse(read('examples/pipelines/gitlab-ci.yml'))
    expect([referee.extends, template.artifacts.reports.junit]).toEqual(['.oci-referee', 'reports/junit.xml'])
    return step(template.script.join('\n'), { ...some, ...template.variables, REFEREE_REGISTRY: url }, cwd)
  },
  Jenkins: (url, cwd) => {
    const [, script = ''] = /sh '''(.*?)'''/s.exec(read('examples/pipelines/Jenkinsfile')) ?? []
    return step(script, { ...some, REGISTRY: url }, cwd, ['sh', '-xe', '-c'])
  },
  Tekton: async (url, cwd) => {
    const { spec } = parse(read('examples/pipelines/tekton.yaml'))
    const [judge] = spec.steps
    const values: Readonly<Record<string, string>> = {
      'params.registry': url,
      'params.arguments': '',
      'workspaces.reports.path': join(cwd, 'reports'),
      'results.verdict.path': join(cwd, 'verdict'),
    }
    const env = Object.fromEntries(
      (judge.env as { name: string; value: string }[]).map(({ name, value }) => [
        name,
        value.replace(/^\$\(([a-z.]+)\)$/, (_, key: string) => values[key]!),
      ]),
    )
    const ran = await step(judge.script, { ...some, ...env }, cwd, ['sh', '-c'])
    const verdicts: Readonly<Record<number, string>> = { 0: 'conforms', 1: 'fails', 3: 'unjudged' }
    expect(await readFile(join(cwd, 'verdict'), 'utf8')).toBe(verdicts[ran.code!])
    return ran
  },
  Woodpecker: (url, cwd) => {
    const { steps } = parse(read('examples/pipelines/woodpecker.yaml'))
    return step(steps[0].commands.join('\n'), { ...some, ...steps[0].environment, REGISTRY: url }, cwd)
  },
  make: (url, cwd) =>
    step(
      'make -f "$MAKEFILE" referee REGISTRY="$URL" || exit $?',
      {
        ...some,
        URL: url,
        MAKEFILE: join(root, 'examples', 'pipelines', 'Makefile'),
      },
      cwd,
    ),
}

const hasMake = spawnSync('make', ['--version']).status === 0

describe.concurrent('a pipeline fails where the registry does', { timeout: 120_000 }, () => {
  test.for(Object.entries(pipelines).filter(([name]) => hasMake || name !== 'make'))('%s', async ([name, run]) => {
    const [right, broken] = [await served(good), await served(wrong)]
    const cwd = await folder()
    const passed = await run(right.url, cwd)
    expect(passed.code, passed.output).toBe(0)
    expect(await filesIn(join(cwd, 'reports'))).toEqual(
      expect.arrayContaining(['junit.xml', 'outcome.json', 'report.html']),
    )
    const failed = await run(broken.url, await folder())
    // Make has a code of its own for whatever fails.
    expect(failed.code, failed.output).toBe(name === 'make' ? 2 : 1)
    expect(failed.output).toContain('does not conform: 1 finding')
  })
})

test('the image runs the tool as a user without rights', () => {
  const lines = read('examples/Dockerfile').split('\n')
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))
  expect(of('FROM')).toEqual(['node:20-slim'])
  expect(of('USER')).toEqual(['node'])
  expect(lines.indexOf('USER node')).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith('RUN ')))
  const [program] = JSON.parse(of('ENTRYPOINT')[0]!)
  expect(Object.keys(JSON.parse(read('package.json')).bin)).toContain(program)
})
