import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { blocks, documents } from '../src/cli/documents.test-data.ts'

const github = join(import.meta.dirname, '..', '.github')
const folder = join(github, 'workflows')
const workflows = readdirSync(folder)
/** Workflows that others are to copy. */
const examples = [join(import.meta.dirname, '..', 'examples', 'parts', 'github.yml')]

/** Where Go puts what it installs, besides the search path. */
const goPath = process.env['GOPATH'] ?? join(homedir(), 'go')
const actionlint = ['actionlint', join(goPath, 'bin', 'actionlint')].find(
  (program) => spawnSync(program, ['-version']).status === 0,
)

/** Versions of actions, as written after the at sign, that are not exact. */
function loose(workflow: string): string[] {
  return [...workflow.matchAll(/uses:\s*(\S+)/g)]
    .map((match) => match[1]!)
    .filter((uses) => uses !== './' && !/@(v\d+\.\d+\.\d+|[\da-f]{40})$/.test(uses))
}

test('actionlint has nothing to say about the workflows', ({ skip }) => {
  if (actionlint === undefined) {
    console.warn('actionlint is not installed, so the workflows are not linted; see .ci/run')
    return skip('actionlint is not installed')
  }
  const files = [...workflows.map((name) => join(folder, name)), ...examples]
  const { status, stdout } = spawnSync(actionlint, ['-no-color', ...files], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})

test('actionlint has nothing to say about the workflows of guides', ({ skip }) => {
  if (actionlint === undefined) return skip('actionlint is not installed')
  const shown = [...documents.values()].flatMap((text) => blocks(text, 'yaml').filter((one) => /^jobs:/m.test(one)))
  expect(shown.length).toBeGreaterThan(0)
  for (const input of shown) {
    expect(spawnSync(actionlint, ['-no-color', '-'], { input, encoding: 'utf8' }).stdout).toBe('')
    expect(loose(input)).toEqual([])
  }
})

test('actionlint refuses a workflow with an unknown key', ({ skip }) => {
  if (actionlint === undefined) return skip('actionlint is not installed')
  const input = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    stepz: []\n'
  const { status, stdout } = spawnSync(actionlint, ['-no-color', '-'], { input, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stdout).toContain('stepz')
})

test('workflows name an exact version of every action', () => {
  expect(workflows.length).toBeGreaterThan(1)
  expect(workflows.flatMap((name) => loose(readFileSync(join(folder, name), 'utf8')))).toEqual([])
  expect(loose('- uses: a/b@main\n- uses: a/b@v5\n- uses: a/b@v5.0.1\n- uses: a/b\n')).toEqual([
    'a/b@main',
    'a/b@v5',
    'a/b',
  ])
})

test('continuous integration runs on every Node that is supported', () => {
  const { jobs } = parse(readFileSync(join(folder, 'ci.yml'), 'utf8'))
  expect(jobs.test.strategy.matrix.node).toEqual([20, 22, 24])
})

test('each issue form has a name, a description and known fields', () => {
  const forms = readdirSync(join(github, 'ISSUE_TEMPLATE')).filter((name) => name !== 'config.yml')
  expect(forms).toHaveLength(3)
  for (const name of forms) {
    const form = parse(readFileSync(join(github, 'ISSUE_TEMPLATE', name), 'utf8'))
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) })
    const known = ['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']
    expect(form.body.filter(({ type }: { readonly type: string }) => !known.includes(type))).toEqual([])
  }
})
