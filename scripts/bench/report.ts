import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import type { Outcome } from '../../src/outcome/outcome.ts'
import { htmlReport } from '../../src/report/html/html.ts'

/**
 * How long the HTML report of many checks takes to be made and to open, and how large it is:
 * `node dist/scripts/bench/report.js OUTCOME [/usr/bin/chromium]`. The checks of the outcome are repeated until there
 * are 5,000 of them.
 */
async function main(file: string, executablePath: string): Promise<void> {
  const { readOutcome } = await import('../../src/cli/files.ts')
  const outcome = manyOf(await readOutcome(file), 5000)
  const begin = performance.now()
  const html = await htmlReport(outcome)
  print(`made in ${(performance.now() - begin).toFixed(0)} ms: ${(Buffer.byteLength(html) / 1e6).toFixed(2)} MB`)
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-report-'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const path = join(folder, 'report.html')
    await writeFile(path, html)
    for (let at = 0; at < 3; at++) {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(path).href)
      const [painted, loaded] = (await page.evaluate(
        '[performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, performance.getEntriesByType("navigation")[0].loadEventEnd]',
      )) as [number, number]
      print(`shown after ${painted.toFixed(0)} ms, whole after ${loaded.toFixed(0)} ms`)
      await page.close()
    }
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function manyOf(outcome: Outcome, count: number): Outcome {
  const checks = Array.from({ length: count }, (_, at) => {
    const check = outcome.checks[at % outcome.checks.length]!
    return at < outcome.checks.length
      ? check
      : { ...check, id: `${check.id}-${Math.floor(at / outcome.checks.length)}` }
  })
  return { ...outcome, checks }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

await main(process.argv[2] ?? 'reports/outcome.json', process.argv[3] ?? '/usr/bin/chromium')
