import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Outcome } from '../../outcome/outcome.ts'
import { compare } from '../compare/comparison.ts'
import { comparisonHtml } from '../compare/html.ts'
import { hostileSample, sample } from '../sample-outcome.test-data.ts'
import { axeComplaints, browserTest, manyChecks, opened } from './browser.test-data.ts'
import { htmlReport } from './html.ts'

/** The sample with a script, as runs write them. */
const scripted: Outcome = {
  ...sample,
  findings: sample.findings.map((finding) => ({
    ...finding,
    script: 'repro/referrers-filter-header.sh',
    scriptText: '#!/bin/sh\necho shown <b>from nothing</b>\n',
  })),
}

const shownChecks = (page: Page) => page.$$eval('.check:not([hidden])', (found) => found.map(({ id }) => id).sort())
const countOn = (page: Page) => page.textContent('#shown')

browserTest('findings come first, and say all that there is to know', async () => {
  const { page, complaints } = await opened(await htmlReport(scripted))
  expect(await page.title()).toContain('does not conform: 1 finding')
  expect(await page.textContent('h1')).toContain('does not conform: 1 finding')
  const card = page.locator('#findings .card').first()
  expect(await card.locator('h3').textContent()).toContain('a filtered list does not say which filters were applied')
  expect(await card.locator('mark').allTextContents()).not.toEqual([])
  expect(await card.textContent()).toContain('Could not be judged because of it: referrers/filter-paging')
  expect(await card.locator('details[open] pre').first().textContent()).toContain('GET http://127.0.0.1:5000/v2/')
  expect(complaints).toEqual([])
})

browserTest('filters by verdict, area, level, profile and words', async () => {
  const { page, complaints } = await opened(await htmlReport(scripted))
  expect(await countOn(page)).toBe('7 checks shown')
  await page.check('input[value=fail]')
  expect(await shownChecks(page)).toEqual(['referrers/filter-header', 'referrers/filter-unknown'])
  await page.check('input[value=warn]')
  expect(await shownChecks(page)).toHaveLength(3)
  await page.selectOption('select[name=area]', 'blobs')
  expect(await shownChecks(page)).toEqual(['blobs/head-length'])
  expect(await page.isVisible('#warnings .card')).toBe(true)
  expect(await page.isVisible('#findings .card')).toBe(false)
  expect(new URL(page.url()).hash).toBe('#?verdict=fail&verdict=warn&area=blobs')
  await page.click('text=Show all')
  expect(await countOn(page)).toBe('7 checks shown')
  await page.selectOption('select[name=level]', 'SHOULD')
  expect(await shownChecks(page)).toEqual(['blobs/head-length'])
  await page.selectOption('select[name=level]', '')
  await page.selectOption('select[name=profile]', 'referrers')
  expect(await shownChecks(page)).toHaveLength(7)
  // A key leads to the words; letters in other case count.
  await page.selectOption('select[name=profile]', '')
  await page.evaluate('document.activeElement.blur()')
  await page.keyboard.press('/')
  await page.keyboard.type('FILTER unknown')
  expect(await shownChecks(page)).toEqual(['referrers/filter-unknown'])
  expect(await countOn(page)).toBe('1 check shown')
  expect(complaints).toEqual([])
})

browserTest('what a filter finds comes into view, however far down one is', async () => {
  const outcome = manyChecks(500)
  const { id } = outcome.checks.at(-1)!
  // So low that what comes after the checks fills it.
  const { page } = await opened(await htmlReport(outcome), '#about', { viewport: { width: 1200, height: 300 } })
  await page.fill('input[name=text]', id)
  const place = `document.getElementById('${id}').getBoundingClientRect()`
  await expect.poll(() => page.evaluate(`${place}.top >= 0 && ${place}.bottom <= innerHeight`)).toBe(true)
})

browserTest('an address leads to a finding, to a check, and to filters', async () => {
  const html = await htmlReport(scripted)
  const finding = await opened(html, '#referrers/filter-header')
  expect(await finding.page.evaluate('document.activeElement.id')).toBe('finding:referrers/filter-header')
  const check = await opened(html, '#referrers/filter-unknown')
  expect(await check.page.evaluate('document.activeElement.id')).toBe('referrers/filter-unknown')
  const skipped = await opened(html, '#tags/delete')
  expect(await skipped.page.evaluate('document.activeElement.open')).toBe(true)
  const filtered = await opened(html, '#?verdict=skip&text=twice')
  expect(await shownChecks(filtered.page)).toEqual(['tags/delete-twice'])
  // A link to what a filter hides shows it again.
  await filtered.page.evaluate('location.hash = "#blobs/push"')
  await filtered.page.waitForSelector('[id="blobs/push"]:not([hidden])')
  for (const { complaints } of [finding, check, skipped, filtered]) expect(complaints).toEqual([])
})

browserTest('an address leads to its place in a long page', async () => {
  const { page } = await opened(await htmlReport(manyChecks(2000)), '#requirements')
  await page.waitForFunction('Math.abs(document.querySelector("#requirements").getBoundingClientRect().top) < 400')
})

browserTest('scripts and commands can be copied', async () => {
  const { page, complaints } = await opened(await htmlReport(scripted), '', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.click('text=Reproduce it')
  await page.click('text=Text of the script')
  const button = page.locator('button[data-copies="script:referrers/filter-header"]')
  await button.click()
  await page.waitForFunction((one) => one?.textContent !== 'Copy', await button.elementHandle())
  expect(['Copied', 'Selected']).toContain(await button.textContent())
  expect(await page.textContent('[id="script:referrers/filter-header"]')).toContain('echo shown <b>from nothing</b>')
  expect(complaints).toEqual([])
})

browserTest('a hostile target does nothing', async () => {
  const { page, complaints } = await opened(await htmlReport(hostileSample()))
  expect(await page.locator('script:not([type=module]), img, iframe, object, svg script').count()).toBe(0)
  expect(await page.textContent('#findings')).toContain('<script>alert(1)</script>')
  expect(complaints).toEqual([])
})

browserTest.for(['light', 'dark'] as const)('axe finds nothing wrong, %s', async (colorScheme) => {
  const before = { ...scripted, checks: scripted.checks.map((check) => ({ ...check, verdict: 'pass' as const })) }
  // The policy of the page would not let axe in.
  const { page } = await opened(await htmlReport(scripted, { previous: before }), '', { colorScheme, bypassCSP: true })
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
  expect(await axeComplaints(page)).toEqual([])
})

const phone = { viewport: { width: 360, height: 740 } }

browserTest('a phone shows all of it without scrolling aside', async () => {
  const before = { ...scripted, checks: scripted.checks.map((check) => ({ ...check, verdict: 'pass' as const })) }
  const outcomes = [0, 1, 2].map((at) => ({ name: `registry-${at}`, outcome: at === 0 ? before : scripted }))
  const pages = [await htmlReport(scripted, { previous: before }), await comparisonHtml(compare(outcomes))]
  for (const html of pages) {
    const { page } = await opened(html, '', { ...phone, bypassCSP: true })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    // A column that is narrower than a short word breaks each word of it.
    const narrow = await page.$$eval('td, th', (cells) =>
      cells.flatMap((cell) => {
        const { width } = cell.getBoundingClientRect()
        return width > 0 && width < 34 && (cell.textContent ?? '').trim().length > 3 ? [cell.outerHTML] : []
      }),
    )
    expect(narrow).toEqual([])
    expect(await axeComplaints(page)).toEqual([])
  }
})

browserTest('a long body is indented, and scrolls in its place by keys', async () => {
  const manifests = Array.from({ length: 40 }, (_, at) => ({ digest: `sha256:${at}` }))
  const text = JSON.stringify({ manifests })
  const exchanges = scripted.exchanges.map((one) => ({
    ...one,
    response: { status: 200, headers: {}, body: { bytes: text.length, text } },
  }))
  const { page, complaints } = await opened(await htmlReport({ ...scripted, exchanges }), '', { bypassCSP: true })
  const response = page.locator('#findings pre.long').first()
  expect(await response.textContent()).toContain('{\n  "manifests": [\n    {\n      "digest": "sha256:0"\n    },')
  await response.focus()
  await page.keyboard.press('End')
  await page.waitForFunction((pre) => pre !== null && pre.scrollTop > 0, await response.elementHandle())
  expect([await axeComplaints(page), complaints]).toEqual([[], []])
})

browserTest('checks that a finding tells of are folded where they are many', async () => {
  const blocks = Array.from({ length: 500 }, (_, at) => `blobs/check-${at}`)
  const [finding] = scripted.findings
  const { page, complaints } = await opened(
    await htmlReport({ ...scripted, findings: [{ ...finding!, blocks, also: blocks }] }),
  )
  const folded = page.locator('#findings details:has-text("Could not be judged because of it: 500 checks")')
  expect(await folded.locator('a').first().isVisible()).toBe(false)
  await folded.locator('summary').click()
  expect(await folded.locator('a').count()).toBe(500)
  expect(await page.locator('#findings details:has-text("Also fails: 500 checks") a').first().isVisible()).toBe(false)
  expect(complaints).toEqual([])
})

browserTest('without scripts everything is there, but filters and buttons', async () => {
  const { page } = await opened(await htmlReport(scripted), '', { javaScriptEnabled: false })
  expect(await page.isVisible('.card')).toBe(true)
  expect(await page.isVisible('#filter')).toBe(false)
  expect(await page.locator('button:visible').count()).toBe(0)
})

browserTest('on paper what is folded in findings is open', async () => {
  const { page } = await opened(await htmlReport(scripted))
  await page.emulateMedia({ media: 'print' })
  await page.evaluate('dispatchEvent(new Event("beforeprint"))')
  expect(await page.locator('.card > details:not([open])').count()).toBe(0)
  expect(await page.isVisible('#filter')).toBe(false)
  await page.evaluate('dispatchEvent(new Event("afterprint"))')
  expect(await page.locator('.card > details:not([open])').count()).toBeGreaterThan(0)
})

browserTest('5,000 checks can be filtered', async () => {
  const { page, complaints } = await opened(await htmlReport(manyChecks(5000)), '#?verdict=fail')
  expect(await countOn(page)).toBe('100 checks shown')
  expect(complaints).toEqual([])
})
