import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { served } from '../../src/cli/cli.test-data.ts'
import { blocks } from '../../src/cli/documents.test-data.ts'

const root = join(import.meta.dirname, '..', '..')

interface Ran {
  readonly code: number
  readonly output: string
}

function node(args: readonly string[], cwd = root): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env: { PATH: process.env['PATH'] } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    )
  })
}

const example = (name: string) => node([join(import.meta.dirname, name)])

/** A folder within the package, where its own name resolves to itself. */
async function inside(): Promise<string> {
  const folder = await mkdtemp(join(root, 'dist', 'example-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Runs vitest on a file of its own. */
async function vitest(text: string): Promise<Ran> {
  const cwd = await inside()
  await mkdir(join(cwd, 'tests'))
  await writeFile(join(cwd, 'tests', 'one.test.js'), text)
  await writeFile(join(cwd, 'vitest.config.js'), 'export default {}\n')
  return node([join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--root', cwd, '--reporter', 'verbose'], cwd)
}

describe.concurrent('an example', { timeout: 120_000 }, () => {
  test('judges a registry of thirty lines and finds its mistake', async () => {
    const { code, output } = await example('broken-registry.js')
    expect(code, output).toBe(1)
    expect(output).toContain('does not conform: 1 finding')
    expect(output).toContain('blobs/wrong-digest-refused')
    const lines = (await readFile(join(import.meta.dirname, 'broken-registry.js'), 'utf8')).trimEnd().split('\n')
    expect(lines.length).toBeLessThan(40)
  })

  test('has a check, a feature and a fault of its own', async () => {
    const { code, output } = await example('own-checks.js')
    expect([code, output.trimEnd().split('\n')]).toEqual([
      0,
      [
        'caching, claimed: acme/pinned pass, referrers/listed pass',
        'caching, not claimed: acme/pinned skip, referrers/listed pass',
        'plain, claimed: acme/pinned fail, referrers/listed pass',
        'plain, not claimed: acme/pinned skip, referrers/listed pass',
      ],
    ])
  })

  test('shows where registries differ', async () => {
    const { code, output } = await example('matrix.js')
    expect(code, output).toBe(0)
    expect(output).toMatch(/^check\tplain\twithout-deletes\tno-filter-header\n/)
    expect(output).toContain('referrers/filter-header\tpass\tpass\tfail\n')
    expect(output).toMatch(/^manifests\/delete-by-digest\tpass\tskip\tpass$/m)
  })
})

/** The programs after `@example` that import this package. */
async function documented(): Promise<string[]> {
  const files = ['judge', 'own-check', 'vitest'].map((name) => join(root, 'src', 'library', `${name}.ts`))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return texts.flatMap((text) =>
    [...text.matchAll(/ \* @example\n((?: \*.*\n)+?)(?= \*\/)/g)].map(([, block]) => block!.replace(/^ \* ?/gm, '')),
  )
}

/** Runs a program that is shown somewhere, on a registry that conforms. */
async function shown(program: string, url: string): Promise<Ran> {
  const text = program.replaceAll('http://localhost:5000', url)
  if (text.includes('oci-referee/vitest')) return vitest(text)
  const cwd = await inside()
  await writeFile(join(cwd, 'program.js'), text)
  return node([join(cwd, 'program.js')])
}

test('documented examples do what they say', { timeout: 120_000 }, async () => {
  const programs = await documented()
  expect(programs).toHaveLength(3)
  const { url } = await served()
  for (const program of programs) {
    const { code, output } = await shown(program, url)
    expect(code, output).toBe(0)
    if (!program.includes('oci-referee/vitest'))
      expect(output).toMatch(/^conforms 0\n$|^\[ 'acme\/etag' \]\n$|^\[\]\n$/)
  }
})

test('what the guide shows runs', { timeout: 120_000 }, async () => {
  const programs = blocks(await readFile(join(root, 'docs', 'guides', 'library.md'), 'utf8'), 'js')
  expect(programs).toHaveLength(3)
  const { url } = await served()
  for (const program of programs) {
    const { code, output } = await shown(program, url)
    expect(code, output).toBe(0)
  }
})

test('a check that fails is a test that fails, and one that is skipped is skipped', { timeout: 120_000 }, async () => {
  const { url } = await served({ faults: ['filter-header-missing'], features: { deleteTag: false } })
  const options = { only: ['referrers/filter-header', 'manifests/delete-tag', 'referrers/listed'], settleMs: 200 }
  const { code, output } = await vitest(
    `import { referee } from 'oci-referee/vitest'\nreferee('${url}', ${JSON.stringify(options)})\n`,
  )
  expect(code, output).toBe(1)
  expect(output).toMatch(/1 failed.*1 passed.*1 skipped/)
  expect(output).toContain('referrers/filter-header: ')
  expect(output).toContain('expected: ')
})
