import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../outcome/outcome.ts'
import { hostile, hostileSample, sample, sampleCheck, sampleWith, stateViolation } from './sample-outcome.test-data.ts'
import { summary } from './terminal.ts'

const plain = { color: false, width: 80 }
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)

describe('summary', () => {
  test('reads like this', () => {
    expect(summary(sample, { ...plain, command: 'npx oci-referee' })).toMatchInlineSnapshot(`
      "oci-referee 0.1.0, OCI Distribution Specification 1.1.1

        target      http://127.0.0.1:5000 (sample/2.0)
        repository  team/a, team/b
        seed        k3v9-20b1
        found       filter
        absent      sha512
        declined    delete-tag

      Findings

      1.  MUST  referrers/filter-header
          a filtered list does not say which filters were applied
          expected    OCI-Filters-Applied: artifactType
             or       an unfiltered list without the header
          actual      no OCI-Filters-Applied header
          also fails  referrers/filter-unknown
          blocks      1 check: referrers/filter-paging
          see         curl -i -H 'accept: application/vnd.oci.image.index.v1+json' \\
                        -H 'cache-control: no-cache' 'http://127.0.0.1:5000/v2/team/a/referrers/sha256:0000?artifactType=application%2Fspdx'

      Warnings
        SHOULD  blobs/head-length
          HEAD of a blob tells no length
          expected    Content-Length: 42
          actual      no Content-Length header

      Observations (the specification leaves these open)
        explore/unknown-repository  404 NAME_UNKNOWN

      Skipped
        2    needs delete-tag, which the user declined

      Left behind: 1 item
        1 manifest in team/a (sha256:1111): DELETE answered 405

      Totals
                   pass  fail  blocked  warn  skip  observed
        blobs         1     ·        ·     1     ·         ·
        explore       ·     ·        ·     ·     ·         1
        referrers     ·     2        1     ·     ·         ·
        tags          ·     ·        ·     ·     2         ·
        all           1     2        1     1     2         1

      Profiles
        pull        core      conforms: 31 passed
                    extended  conforms: 4 passed, 1 warned, 2 skipped
        referrers   core      does not conform: 90 passed, 2 failed, 1 blocked

      8 checks, 812 requests, 4.2 s, seed k3v9-20b1
      Replay one finding:
        npx oci-referee http://127.0.0.1:5000 --only referrers/filter-header \\
          --seed k3v9-20b1 --repo team/a --alt-repo team/b --allow-content

      does not conform: 1 finding
      "
    `)
  })

  test('quiet: findings and the verdict', () => {
    expect(summary(sample, { ...plain, quiet: true })).toMatchInlineSnapshot(`
      "Findings

      1.  MUST  referrers/filter-header
          a filtered list does not say which filters were applied
          expected    OCI-Filters-Applied: artifactType
             or       an unfiltered list without the header
          actual      no OCI-Filters-Applied header
          also fails  referrers/filter-unknown
          blocks      1 check: referrers/filter-paging
          see         curl -i -H 'accept: application/vnd.oci.image.index.v1+json' \\
                        -H 'cache-control: no-cache' 'http://127.0.0.1:5000/v2/team/a/referrers/sha256:0000?artifactType=application%2Fspdx'

      does not conform: 1 finding
      "
    `)
  })

  test('quiet and conforming: one line', () => {
    expect(summary(sampleWith([sampleCheck('a/b', 'pass')]), { ...plain, quiet: true })).toBe(
      'conforms to OCI Distribution Specification 1.1.1: 1 check passed\n',
    )
  })

  test('verbose: every check with its verdict and notes', () => {
    const text = summary(sample, { ...plain, verbose: true })
    for (const { id, verdict, title } of sample.checks) {
      expect(text).toContain(`\n  ${verdict.padEnd(10)}${id}\n            ${title}\n`)
    }
    expect(text).toContain('\n            visible after 120 ms\n')
    expect(text).toContain('\n            blocked by referrers/filter-header\n')
    expect(text).toContain('tags/delete, tags/delete-twice')
    expect(summary(sample, plain)).not.toContain('visible after 120 ms')
  })

  test('counts what a finding blocks and names the first few', () => {
    const blocks = Array.from({ length: 40 }, (_, index) => `referrers/check-${index}`)
    const text = summary({ ...sample, findings: [{ ...sample.findings[0]!, blocks }] }, { ...plain, width: 200 })
    expect(text).toContain('40 checks: referrers/check-0, referrers/check-1, referrers/check-2 and 37 more\n')
  })

  test('what could not be observed takes one line', () => {
    const violation = stateViolation('a list is lost', ['a list'], 'none')
    const unseen = Array.from({ length: 8 }, (_, at) =>
      sampleCheck(`tags/open-${at}`, 'observed', { reason: 'not seen', violation }),
    )
    const observation = sampleCheck('tags/zero', 'observed', { reason: 'status 400' })
    const text = summary(sampleWith([...unseen, observation]), { ...plain, width: 200 })
    expect(text).toMatch(/^ {2}tags\/zero +status 400$/m)
    expect(text).toMatch(/^ {2}not seen +tags\/open-0, .*tags\/open-4 and 3 more$/m)
  })

  test('gives advice where there is some', () => {
    const text = summary(sampleWith([sampleCheck('blobs/push', 'fail')]), { ...plain, width: 200 })
    expect(text).not.toContain('advice')
    const findings = [{ id: 'blobs/push', level: 'MUST' as const, replay: ['blobs/push'], also: [], blocks: [] }]
    const advised = summary(sampleWith([sampleCheck('blobs/push', 'fail')], { findings }), { ...plain, width: 200 })
    expect(advised).toContain('    advice      Nothing can be pushed without blobs: mend this first, and run again.\n')
  })

  test('the verdict of a stopped run is its reason', () => {
    const stopped: Outcome = {
      ...sampleWith([sampleCheck('a/b', 'pass')]),
      stopped: { reason: 'interrupted', message: 'interrupted' },
    }
    expect(lastLine(summary(stopped, plain))).toBe('could not be judged: interrupted')
  })

  test('a run without findings can be repeated as a whole', () => {
    const text = summary(sampleWith([sampleCheck('a/b', 'pass')]), plain)
    expect(text).toContain('Repeat this run:\n  oci-referee http://127.0.0.1:5000 --seed k3v9-20b1 --repo team/a')
  })

  test('tells what is claimed and there before, and verbosely all features', () => {
    const options = { ...sample.options, profiles: ['pull'] as const, readOnly: true, existing: ['team/app:v1'] }
    const text = summary({ ...sample, options }, { ...plain, verbose: true })
    expect(text).toContain('\n  existing    team/app:v1\n  claims      pull\n')
    expect(text).not.toContain('\n  repository ')
    expect(text).toMatch(/\nFeatures\n {2}delete-tag +declined: given by the user\n {2}filter +found: the header/)
    expect(summary(sample, plain)).not.toContain('\nFeatures\n')
  })

  test('bears an outcome without checks', () => {
    expect(lastLine(summary(sampleWith([]), plain))).toBe('could not be judged: no check applied to this target')
  })

  test.each([0, 20, 40, 57, 80, 120, 300])('keeps to a width of %d', (width) => {
    // Only commands may be wider, for a broken word would be another word.
    const target = { ...sample.target, server: hostile }
    const outcome = { ...hostileSample(), exchanges: [], seed: 's', target }
    for (const verbose of [true, false]) {
      const lines = summary(outcome, { color: false, width, verbose }).split('\n')
      expect(lines.length).toBeGreaterThan(40)
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(Math.max(40, width))
    }
  })

  test('lets nothing of a target through that a terminal would obey', () => {
    const text = summary(hostileSample(), { ...plain, verbose: true })
    expect(text).toContain('\\x1b[31mred')
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  })

  test('truncates what is enormous', () => {
    expect(summary(hostileSample(hostile.repeat(4000)), { ...plain, verbose: true }).length).toBeLessThan(100_000)
  })

  test('colours change nothing but colours', () => {
    const coloured = summary(sample, { color: true, width: 80, verbose: true })
    const bare = summary(sample, { color: false, width: 80, verbose: true })
    expect(stripVTControlCharacters(bare)).toBe(bare)
    expect(coloured).not.toBe(bare)
    // Labels are painted with the spaces after them, so only ends of lines may differ.
    expect(stripVTControlCharacters(coloured).replaceAll(/ +$/gm, '')).toBe(bare)
  })

  test('no line ends in a space', () => {
    expect(summary(sample, { ...plain, verbose: true })).not.toMatch(/ $/m)
  })
})
