import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, onTestFinished, test } from 'vitest'

const script = fileURLToPath(new URL('../dist/scripts/check-wording.js', import.meta.url))
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oci-referee-check-wording-'))
  onTestFinished(() => rm(folder, { recursive: true }))
})

function check(): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, folder], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

test('texts that are not there are skipped, which one line says', async () => {
  const { code, out, err } = await check()
  expect([code, err]).toEqual([0, ''])
  expect(out).toBe(
    'wording: skipped spec-v1.0.1.md, spec-v1.1.0.md, spec-v1.1.1.md, spec-main.md, not beside this checkout (../shared/spec)\n',
  )
})

test('a statement that no requirement knows fails', async () => {
  await writeFile(join(folder, 'spec-main.md'), '# Ships\n\nA ship MUST float.\n')
  const { code, out, err } = await check()
  expect(code).toBe(1)
  expect(out).toContain('spec-main.md: 1 keyword: 0 judged, 0 excluded, 1 uncovered\n')
  expect(err).toMatch(/^spec-main\.md, line 3: no requirement for this MUST \(Ships, [0-9a-f]{12}\)\n$/)
})
