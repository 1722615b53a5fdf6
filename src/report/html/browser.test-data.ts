import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, test } from 'vitest'
import type { Outcome } from '../../outcome/outcome.ts'
import { sampleCheck, sampleWith } from '../sample-outcome.test-data.ts'

// Reports are tried in a real browser where the machine has one.

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** Where Chromium is; undefined where there is none. */
export const chromiumPath = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path))

if (chromiumPath === undefined) console.warn('reports are not tried in a browser: there is no chromium on the PATH')

/** A test that needs a browser: skipped where there is none. */
export const browserTest = test.skipIf(chromiumPath === undefined)

let started: Promise<Browser> | undefined
const folders: string[] = []

afterAll(async () => {
  await (await started)?.close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

export interface Opened {
  readonly page: Page
  /** What the page complained of: exceptions, errors of its console, requests that it made. */
  readonly complaints: string[]
}

/** Opens a page from a file, as people do. @param hash what comes after it in the address */
export async function opened(html: string, hash = '', options: BrowserContextOptions = {}): Promise<Opened> {
  // In containers, Chromium has no rights for a sandbox of its own.
  started ??= chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] })
  const folder = await mkdtemp(join(tmpdir(), 'oci-referee-page-'))
  folders.push(folder)
  const file = join(folder, 'report.html')
  await writeFile(file, html)
  const context = await (await started).newContext({ viewport: { width: 1200, height: 900 }, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`))
  page.on('request', (request) => {
    if (!request.isNavigationRequest()) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(`${pathToFileURL(file).href}${hash}`)
  return { page, complaints }
}

/**
 * What axe finds wrong with a page for those who hear it or use it by keys: the rule, and the first element that breaks
 * it. The page has to be opened with `bypassCSP`: its policy would not let axe in.
 */
export async function axeComplaints(page: Page): Promise<unknown> {
  await page.evaluate(axe.source)
  return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))')
}

/** An outcome with so many checks, in several areas, a few of them red. */
export function manyChecks(count: number): Outcome {
  const verdicts = ['fail', 'warn', 'blocked', 'skip'] as const
  const checks = Array.from({ length: count }, (_, at) => {
    const id = `area${at % 12}/check-${String(at).padStart(5, '0')}-of-many`
    const verdict = at % 50 < verdicts.length ? verdicts[at % 50]! : 'pass'
    const requirement = `area${at % 12}/requirement-${Math.floor(at / 24)}`
    return sampleCheck(id, verdict, { requirement, title: 'A list of referrers holds what was pushed, in any order' })
  })
  return sampleWith(checks.sort((a, b) => (a.id < b.id ? -1 : 1)))
}
