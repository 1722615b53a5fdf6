import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { outcomeJson } from '../../report/json.ts'
import { sample } from '../../report/sample-outcome.test-data.ts'
import { cli, folder } from '../cli.test-data.ts'
import { gaveUp } from '../in-process.test-data.ts'
import { program } from '../program.ts'

const draft = '# Ships\n\nA ship MUST float. It SHOULD be dry.\n'
const newest = fileURLToPath(new URL('../../../../shared/spec/spec-main.md', import.meta.url))

/** Runs the command within this process; gives back what it printed. */
async function printed(...args: string[]): Promise<string> {
  let text = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk
    return true
  })
  onTestFinished(() => spy.mockRestore())
  expect(await program([process.execPath, 'oci-referee', 'wording', ...args])).toBe(0)
  spy.mockRestore()
  return text
}

/** A folder with a draft in it. */
async function drafts(): Promise<{ path: string; spec: string }> {
  const path = await folder()
  const spec = join(path, 'draft.md')
  await writeFile(spec, draft)
  return { path, spec }
}

test('a draft is read in each format', async () => {
  const { spec } = await drafts()
  expect(await printed(spec)).toContain('draft.md: 2 keywords: 0 judged, 0 excluded, 2 uncovered\n')
  expect(await printed(spec, '--format', 'markdown')).toMatch(/^## draft.md: 2 keywords/)
  const { format, rows } = JSON.parse(await printed(spec, '--format', 'json'))
  expect(format).toBe('oci-referee/wording/1')
  expect(rows.map(({ line, level, status }: Record<string, unknown>) => [line, level, status])).toEqual([
    [3, 'MUST', 'uncovered'],
    [3, 'SHOULD', 'uncovered'],
  ])
})

test('beside an older text and recorded outcomes, into a file', async () => {
  const { path, spec } = await drafts()
  const older = join(path, 'older.md')
  await writeFile(older, draft.replace('MUST', 'SHOULD'))
  await mkdir(join(path, 'runs', 'beta'), { recursive: true })
  await writeFile(join(path, 'runs', 'kill-matrix.json'), '{ "format": "oci-referee/kill-matrix/1" }')
  await writeFile(join(path, 'runs', 'alpha.json'), outcomeJson(sample))
  await writeFile(join(path, 'runs', 'beta', 'outcome.json'), outcomeJson(sample))
  const out = join(path, 'report.json')
  const args = ['--against', older, '--outcomes', join(path, 'runs'), '--format', 'json', '--out', out]
  expect(await printed(spec, ...args)).toBe(`wrote ${out}\n`)
  const { against, registries, open } = JSON.parse(await readFile(out, 'utf8'))
  expect(against.changes.map(({ kinds }: { kinds: string[] }) => kinds)).toEqual([['strengthened']])
  expect(registries.map(({ name }: { name: string }) => name)).toEqual(['alpha', 'beta'])
  expect(open.map(({ id }: { id: string }) => id)).toEqual(['explore/unknown-repository'])
})

test('colours can be had, and be left out', async () => {
  const { spec } = await drafts()
  vi.stubEnv('FORCE_COLOR', '1')
  vi.stubEnv('NO_COLOR', '')
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  expect(await printed(spec)).toContain('\u001b[')
  expect(await printed(spec, '--no-color')).not.toContain('\u001b[')
})

test('a folder of reports is one registry, whatever else is in it', async () => {
  const { path, spec } = await drafts()
  const reports = join(path, 'lake')
  await mkdir(reports)
  await writeFile(join(reports, 'outcome.json'), outcomeJson(sample))
  await writeFile(join(reports, 'retention.json'), '{}')
  for (const given of [reports, join(reports, 'outcome.json')]) {
    const { registries } = JSON.parse(await printed(spec, '--format', 'json', '--outcomes', given))
    expect(registries).toHaveLength(1)
  }
})

test.each([
  ['no file', ['absent.md'], 'absent.md cannot be read (ENOENT)'],
  ['a folder', ['.'], 'cannot be read (EISDIR)'],
  ['a file that is no text', ['binary'], 'binary is no text in UTF-8'],
  ['a file in another encoding', ['encoded'], 'encoded is no text in UTF-8'],
  ['no older file', ['draft.md', '--against', 'absent.md'], 'absent.md cannot be read (ENOENT)'],
  ['no outcomes', ['draft.md', '--outcomes', 'absent'], '--outcomes: '],
  ['a folder without outcomes', ['draft.md', '--outcomes', 'empty'], 'has no .json file'],
  ['a document that is no outcome', ['draft.md', '--outcomes', 'other'], 'other.json: not an outcome document'],
  ['a format there is not', ['draft.md', '--format', 'html'], '"html" is not one of terminal, markdown, json'],
  ['a format of the language', ['draft.md', '--format', 'constructor'], '"constructor" is not one of'],
  ['a file that cannot be written', ['draft.md', '--out', 'absent/x'], 'absent/x cannot be written (ENOENT)'],
])('%s is told in one line', async (_, args, expected) => {
  const { path } = await drafts()
  await writeFile(join(path, 'binary'), 'a\0b')
  await writeFile(join(path, 'encoded'), Buffer.from('A ship MUST be gr\u00fcn.', 'latin1'))
  await mkdir(join(path, 'empty'))
  await mkdir(join(path, 'other'))
  await writeFile(join(path, 'other', 'other.json'), '{}')
  const named = /^(absent|draft|binary|encoded|empty|other|\.)/
  const absolute = args.map((word) => (named.test(word) ? join(path, word) : word))
  const { code, line } = await gaveUp(['wording', ...absolute])
  expect(code).toBe(2)
  expect(line).toContain(expected)
})

test('the newest text has 223 rows', async (context) => {
  if (!existsSync(newest)) {
    const missing = 'the specification texts are not beside this checkout (shared/spec)'
    console.info(missing)
    context.skip(missing)
  }
  const { code, stdout, stderr } = await cli(['wording', newest, '--format', 'json'])
  expect([code, stderr]).toEqual([0, ''])
  const { rows } = JSON.parse(stdout) as { rows: { status: string; requirement: string | null }[] }
  expect(rows).toHaveLength(223)
  expect(rows.filter(({ status, requirement }) => status === 'uncovered' || !requirement)).toEqual([])
})
