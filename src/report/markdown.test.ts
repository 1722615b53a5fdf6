import { describe, expect, test } from 'vitest'
import { markdownSummary } from './markdown.ts'
import { hostile, hostileSample, sample, sampleCheck, sampleWith, stateViolation } from './sample-outcome.test-data.ts'

/** The text without its code blocks, in which nothing needs to be escaped. */
function prose(markdown: string): string {
  return markdown.replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')
}

describe('markdownSummary', () => {
  test('says what the line that repeats the run needs', () => {
    const reach = { options: ['--username', 'ci'], needs: ['the password of ci on standard input'] }
    const text = markdownSummary({ ...sample, target: { ...sample.target, reach } })
    expect(text).toMatch(/ --username ci\n```\n\nIt needs the password of ci on standard input\.\n$/)
  })

  test('reads like this', () => {
    expect(markdownSummary(sample)).toMatchInlineSnapshot(`
      "## ❌ does not conform: 1 finding

      http&#58;//127.0.0.1&#58;5000 (sample/2.0), judged by oci-referee 0.1.0 against OCI Distribution Specification 1.1.1: 812 requests in 4.2 s

      | area | pass | fail | blocked | warn | skip | observed |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: |
      | blobs | 1 |  |  | 1 |  |  |
      | explore |  |  |  |  |  | 1 |
      | referrers |  | 2 | 1 |  |  |  |
      | tags |  |  |  |  | 2 |  |
      | **all** | 1 | 2 | 1 | 1 | 2 | 1 |

      | profile | core | extended |
      | --- | --- | --- |
      | pull | ✅ conforms: 31 passed | ✅ conforms: 4 passed, 1 warned, 2 skipped |
      | referrers | ❌ does not conform: 90 passed, 2 failed, 1 blocked | ⚪ no checks |

      ### Findings

      <details><summary><b>referrers/filter-header</b> MUST a filtered list does not say which filters were applied</summary>

      - expected: OCI-Filters-Applied: artifactType
      - or: an unfiltered list without the header
      - actual: no OCI-Filters-Applied header
      - also fails: referrers/filter-unknown
      - blocks 1 check: referrers/filter-paging

      \`\`\`sh
      curl -i -H 'accept: application/vnd.oci.image.index.v1+json' -H 'cache-control: no-cache' 'http://127.0.0.1:5000/v2/team/a/referrers/sha256:0000?artifactType=application%2Fspdx'
      \`\`\`

      </details>

      ### Warnings

      - **blobs/head-length** SHOULD: HEAD of a blob tells no length

      ### Skipped

      - 2: needs delete-tag, which the user declined

      <details><summary>Features</summary>

      - delete-tag: declined (given by the user)
      - filter: found (the header OCI-Filters-Applied is there)
      - sha512: absent (a push by sha512 responds with 400)

      </details>

      Repeat this run:

      \`\`\`sh
      oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content
      \`\`\`
      "
    `)
  })

  test('gives advice where there is some', () => {
    const findings = [{ id: 'blobs/push', level: 'MUST' as const, replay: ['blobs/push'], also: [], blocks: [] }]
    const text = markdownSummary(sampleWith([sampleCheck('blobs/push', 'fail')], { findings }))
    expect(text).toContain('\n- advice: Nothing can be pushed without blobs: mend this first, and run again.\n')
  })

  test('starts with the verdict', () => {
    expect(markdownSummary(sampleWith([sampleCheck('a/b', 'pass')]))).toMatch(/^## ✅ conforms to/)
    expect(markdownSummary(sampleWith([]))).toMatch(/^## ⚠️ could not be judged/)
  })

  test('holds no markup of a target', () => {
    const text = prose(markdownSummary(hostileSample()))
    expect(text).toContain('&#60;script&#62;')
    const tags = [...text.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
    expect(new Set(tags)).toEqual(new Set(['<details>', '<summary>', '<b>', '</b>', '</summary>', '</details>']))
    expect(text).not.toContain('](')
    expect(text).not.toMatch(/@\w/)
  })

  test('keeps its tables whole', () => {
    const outcome = { ...hostileSample(), checks: [sampleCheck(`${hostile}/x`, 'pass')] }
    const rows = markdownSummary(outcome)
      .split('\n')
      .filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(8)
    for (const row of rows.slice(0, 4)) expect(row.match(/\|/g)).toHaveLength(8)
    for (const row of rows.slice(4)) expect(row.match(/\|/g)).toHaveLength(4)
  })

  test('closes every details block', () => {
    const text = prose(markdownSummary(hostileSample()))
    expect(text.match(/<details>/g)).toHaveLength(2)
    expect(text.match(/<\/details>/g)).toHaveLength(2)
  })

  test('stays far below what a job summary may have', () => {
    const text = hostile.repeat(1000)
    const finding = { ...sample.findings[0]!, also: [...Array(500).fill(text), 'referrers/filter-unknown'] }
    const findings = Array.from({ length: 500 }, () => finding)
    const violation = stateViolation(text, [text], text, 1)
    const checks = sample.checks.map((check) => ({ ...check, ...(check.violation && { violation }) }))
    const exchanges = [{ ...sample.exchanges[0]!, url: `http://r/${'x'.repeat(3800)}` }]
    const markdown = markdownSummary({ ...sample, checks, exchanges, findings })
    expect(markdown.match(/^curl /gm)).toHaveLength(50)
    expect(Buffer.byteLength(markdown)).toBeLessThan(900_000)
    expect(markdown).toContain('and 450 more')
  })
})
