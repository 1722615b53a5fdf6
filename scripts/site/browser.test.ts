import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { folder, servedBy } from '../../src/cli/cli.test-data.ts'
import { root } from '../../src/cli/documents.test-data.ts'
import { browserTest, chromiumPath } from '../../src/report/html/browser.test-data.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Serves the files of a folder, as hosts of static pages do: a page is found without its extension. */
async function files(base: string): Promise<string> {
  const { url } = await servedBy(async (request) => {
    const { pathname } = new URL(request.url)
    const path = pathname.endsWith('/') ? `${pathname}index.html` : extname(pathname) ? pathname : `${pathname}.html`
    const bytes = await readFile(join(base, path)).catch(() => undefined)
    return bytes
      ? new Response(new Uint8Array(bytes), { headers: { 'content-type': types[extname(path)] ?? 'font/woff2' } })
      : new Response(null, { status: 404 })
  })
  return url
}

browserTest('the site is searched without any network', { timeout: 120_000 }, async () => {
  const out = await folder()
  const vitepress = join(root, 'node_modules', 'vitepress', 'bin', 'vitepress.js')
  await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs', '--outDir', out], { cwd: root })
  const url = await files(out)
  // In containers, Chromium has no rights for a sandbox of its own.
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`))
  page.on('request', (request) => {
    if (!/^data:/.test(request.url()) && !request.url().startsWith(url)) complaints.push(request.url())
  })
  await page.goto(`${url}/`)
  expect(await page.textContent('h1')).toContain('oci-referee')
  await page.click('.VPNavBarSearch button')
  await page.fill('#localsearch-input', 'second look')
  await page.locator('.results a').first().waitFor()
  expect(await page.locator('.results a').first().getAttribute('href')).toBe('/guides/verdicts#the-second-look')
  await page.locator('.results a').first().click()
  await page.waitForURL('**/guides/verdicts#the-second-look')
  // The address changes before the page does.
  await page.locator('h1', { hasText: 'How a verdict comes about' }).waitFor()
  expect(complaints).toEqual([])
})
