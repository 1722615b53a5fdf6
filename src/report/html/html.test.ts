import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../outcome/outcome.ts'
import { hostileSample, sample, sampleCheck, sampleWith, stateViolation } from '../sample-outcome.test-data.ts'
import { manyChecks } from './browser.test-data.ts'
import { htmlReport } from './html.ts'

const policyIn = (page: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!
const hash = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

describe('the page', () => {
  test('allows its own style and script by their hashes, and nothing else', async () => {
    const page = await htmlReport(sample)
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!
    const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)![1]!
    expect(policyIn(page).replaceAll('&#39;', "'").split('; ')).toEqual([
      "default-src 'none'",
      `style-src '${hash(style)}'`,
      `script-src '${hash(script)}'`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
    expect(page).not.toMatch(/ style="| on[a-z]+="|<(img|iframe|link|object|embed|base)\b/)
  })

  test('follows from the outcome alone', async () => {
    expect(await htmlReport(sample)).toBe(await htmlReport(structuredClone(sample)))
  })

  test('says what a line that repeats the run needs', async () => {
    const reach = { options: ['--ca', 'ca.pem'], needs: ['the password of ci in OCI_REFEREE_PASSWORD'] }
    const page = await htmlReport({ ...sample, target: { ...sample.target, reach } })
    // Below each finding, a warning's too, and below the run.
    expect(
      page.match(/--ca ca\.pem<\/pre><\/div><p>It needs the password of ci in OCI_REFEREE_PASSWORD\./g),
    ).toHaveLength(3)
  })

  test('plots how late changes were visible, checks of one scenario together', async () => {
    const after = (id: string, ...waits: number[]) =>
      sampleCheck(id, 'pass', { notes: waits.map((ms) => ({ type: 'visible-after' as const, ms })) })
    const checks = [
      after('tags/list', 500, 500),
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => after(`blobs/${name}`, 1000)),
    ]
    const [, plot = ''] = /<h3>Changes that became visible late<\/h3>([\s\S]*?)<\/table>/.exec(
      await htmlReport(sampleWith(checks, { exchanges: sample.exchanges })),
    )!
    expect(plot.match(/<tr><td>/g)).toHaveLength(2)
    expect(plot).toMatch(/blobs\/d<\/code><\/a> and 2 more<\/td><td>1000 ms<\/td><td><svg[^>]*><rect width="100\.0%"/)
    expect(plot).toMatch(
      /<tr><td><a[^>]*><code>tags\/list<\/code><\/a><\/td><td>500 ms<\/td><td><svg[^>]*><rect width="50\.0%"/,
    )
  })

  test('holds no markup of a hostile target', async () => {
    const page = await htmlReport(hostileSample())
    expect(page.match(/<script/g)).toHaveLength(1)
    expect(page).not.toContain('<b>&amp;amp;')
    expect(page).not.toMatch(/href="javascript/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b\ufeff]/)
  })

  test('a script that an outcome names elsewhere is not named', async () => {
    const findings = sample.findings.map((finding) => ({ ...finding, script: '../../etc/passwd.sh' }))
    expect(await htmlReport({ ...sample, findings })).not.toContain('passwd')
  })

  test('tells what differs from an earlier run', async () => {
    const before: Outcome = {
      ...sample,
      started: '2026-11-02T08:00:00.000Z',
      checks: sample.checks
        .filter(({ id }) => id !== 'blobs/push')
        .map((check) => (check.id === 'referrers/filter-header' ? sampleCheck(check.id, 'pass') : check)),
    }
    const page = await htmlReport(sample, { previous: before })
    expect(page).toContain('Compared with the run of 2026-11-02 08:00')
    expect(page).toContain('1 difference.')
    expect(page).toContain('▼ worse')
    expect(page).toContain('New in this run: blobs/push')
    expect(await htmlReport(sample, { previous: sample })).toContain('nothing differs')
    expect(await htmlReport(sample)).not.toContain('id="changes"')
  })

  test('of 5,000 checks is smaller than 5 MB', async () => {
    const page = await htmlReport(manyChecks(5000))
    expect(page.match(/class="check"/g)).toHaveLength(5000)
    expect(Buffer.byteLength(page)).toBeLessThan(5_000_000)
  })

  test('of 5,000 failing checks with long responses stays small', async () => {
    const long = 'x'.repeat(20_000)
    const checks = Array.from({ length: 5000 }, (_, at) =>
      sampleCheck(`area/check-${at}`, 'fail', { violation: stateViolation(long, [long, long], long, 1) }),
    )
    const exchanges = sample.exchanges.map((exchange) => ({
      ...exchange,
      url: long,
      response: { status: 200, headers: { a: long }, body: { bytes: long.length, text: long } },
    }))
    const page = await htmlReport(sampleWith(checks, { exchanges }))
    expect(page).toContain('And 4900 more')
    expect(Buffer.byteLength(page)).toBeLessThan(10_000_000)
  })
})
