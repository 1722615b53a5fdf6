import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { createRegistry, serveRegistry } from '../src/registry/index.ts'
import { faults, words } from './readme-run.ts'
import { runReferee } from './run-referee.ts'

const picture = join(import.meta.dirname, '..', '..', 'docs', 'report.png')

/**
 * Takes the picture of the HTML report that the README shows: that of a registry with two faults, in the Chromium that
 * is given (`node dist/scripts/screenshot.js /usr/bin/chromium`).
 */
async function main(executablePath: string): Promise<void> {
  const served = await serveRegistry(createRegistry({ faults }), { port: 5000 })
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-screenshot-'))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    await runReferee(served.url, folder, [...words, '--format', 'json,html'])
    const page = await browser.newPage({ viewport: { width: 1100, height: 780 }, colorScheme: 'light' })
    await page.goto(pathToFileURL(join(folder, 'report.html')).href)
    await page.screenshot({ path: picture })
  } finally {
    await browser.close()
    await served.close()
    await rm(folder, { recursive: true, force: true })
  }
}

await main(process.argv[2] ?? '/usr/bin/chromium')
