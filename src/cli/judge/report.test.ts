import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { sample } from '../../report/sample-outcome.test-data.ts'
import { folder } from '../cli.test-data.ts'
import { output } from '../options/output.ts'
import { valuesFrom } from '../options/sources.ts'
import { report } from './report.ts'

const isTTY = process.stdout.isTTY

afterEach(() => {
  Object.defineProperty(process.stdout, 'isTTY', { value: isTTY, configurable: true, writable: true })
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** What is printed of the sample, on a screen or not. */
async function printed(isScreen: boolean, format: 'json' | 'junit', reportsDir: string): Promise<string> {
  for (const name of ['CI', 'TERM', 'npm_command']) vi.stubEnv(name, undefined)
  Object.defineProperty(process.stdout, 'isTTY', { value: isScreen, configurable: true, writable: true })
  let text = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  const code = await report(sample, valuesFrom(output, { reportsDir, format: [format], color: false }))
  vi.restoreAllMocks()
  expect(code).toBe(1)
  return text
}

test('people at a screen are led to the page, pipelines are not', async () => {
  const reportsDir = join(await folder(), 'my reports')
  const hint = `look closer, in a browser: oci-referee view '${reportsDir}'\n`
  expect(await printed(true, 'json', reportsDir)).toContain(`outcome.json\n${hint}`)
  expect(await printed(false, 'json', reportsDir)).not.toContain('look closer')
  expect(await printed(true, 'junit', reportsDir)).not.toContain('look closer')
})
