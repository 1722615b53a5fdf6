import { expect } from 'vitest'
import { axeComplaints, browserTest, opened } from '../../report/html/browser.test-data.ts'
import { htmlReport } from '../../report/html/html.ts'
import { sample } from '../../report/sample-outcome.test-data.ts'
import { loadHtml, loadPart } from './html.ts'
import { loadSample } from './load.test-data.ts'

browserTest('the page of a load run shows plots and their numbers', async () => {
  const { page, complaints } = await opened(await loadHtml(loadSample))
  expect(await page.textContent('h1')).toBe('Load of http://127.0.0.1:5000/<&">')
  expect(await page.locator('svg.plot').count()).toBe(2)
  // Those of the operations that were measured, in the colours of the table.
  expect(await page.locator('svg.plot polyline').count()).toBe(3)
  expect(await page.evaluate('getComputedStyle(document.querySelector("svg.plot text")).fill')).toBe('rgb(28, 33, 40)')
  expect(await page.textContent('tr:has-text("push of a referrer")')).toContain('grows as n^1.0')
  expect(await page.textContent('#growth')).toMatch(/2 requests[\s\S]*The time was over/)
  expect(await page.locator('script').count()).toBe(0)
  expect(complaints).toEqual([])
})

browserTest('a page of a load run that measured nothing says so', async () => {
  const { page, complaints } = await opened(await loadHtml({ ...loadSample, growth: [], atOnce: [] }))
  expect(await page.locator('svg').count()).toBe(0)
  expect(await page.textContent('#growth')).toContain('The time was over before all was measured')
  expect(complaints).toEqual([])
})

browserTest('the report of a run shows how costs grow', async () => {
  const { page, complaints } = await opened(await htmlReport(sample, { growth: loadPart(loadSample) }), '#growth')
  expect(await page.locator('#growth svg.plot').count()).toBe(2)
  expect(await page.textContent('nav')).toContain('Growth')
  expect(await page.textContent('#growth')).toContain('in a run of its own: 1234 requests in 12.3 s')
  expect(complaints).toEqual([])
  const without = await opened(await htmlReport(sample))
  expect(await without.page.textContent('nav')).not.toContain('Growth')
})

browserTest('a narrow screen scrolls a table, not the page', async () => {
  const { page } = await opened(await loadHtml(loadSample), '', { viewport: { width: 360, height: 740 } })
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
})

browserTest.for(['light', 'dark'] as const)('axe finds nothing wrong with a load run, %s', async (colorScheme) => {
  const { page } = await opened(await loadHtml(loadSample), '', { colorScheme, bypassCSP: true })
  expect(await axeComplaints(page)).toEqual([])
})
