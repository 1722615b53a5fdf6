import { describe, expect, test } from 'vitest'
import type { Outcome } from '../outcome/outcome.ts'
import { shellLine } from '../text/shell.ts'
import { junit } from './junit.ts'
import { junitProblems as problems } from './junit-problems.test-data.ts'
import { curl, hostile, hostileSample, sample, sampleCheck, sampleWith } from './sample-outcome.test-data.ts'

/** The markup of one test case. */
function caseOf(xml: string, id: string): string {
  const found = xml.match(new RegExp(`<testcase name="${id}"[^>]*?(/>|>.*?</testcase>)`, 's'))
  if (!found) throw new Error(`no test case ${id} in ${xml}`)
  return found[0]
}

function attributes(markup: string): Record<string, string> {
  return Object.fromEntries([...markup.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
}

describe('the schema of these tests', () => {
  const suite = (inner: string) =>
    `<testsuites name="a" tests="1" failures="0" errors="0"><testsuite name="s" tests="1" failures="0" errors="0" skipped="0"
    time="0" timestamp="2026-01-01T00:00:00"><properties><property name="p" value="v"/></properties>${inner}</testsuite></testsuites>`

  test.each([
    ['a good case', '<testcase name="n" classname="c" time="1.5"/>', true],
    ['two cases of one name', '<testcase name="n" classname="c" time="1"/>'.repeat(2), false],
    ['a case without a name', '<testcase classname="c" time="1"/>', false],
    ['an unknown element', '<testcase name="n" classname="c" time="1"><oops/></testcase>', false],
    ['too many decimals', '<testcase name="n" classname="c" time="0.0001"/>', false],
  ])('judges %s', async (_, inner, valid) => {
    expect((await problems(suite(inner))).length === 0).toBe(valid)
  })
})

describe('junit', () => {
  const stopped: Outcome = { ...sample, stopped: { reason: 'target-lost', message: 'connection refused' } }

  test.each([
    ['every verdict', sample],
    ['a run that stopped', stopped],
    ['no checks', sampleWith([])],
    ['strict', { ...sample, options: { ...sample.options, strict: true } }],
    ['hostile text', hostileSample()],
    ['megabytes of hostile text', hostileSample(hostile.repeat(4000))],
    ['a text that ends within a character', hostileSample(`${'x'.repeat(299)}😀`.repeat(3))],
    ['nothing but empty texts', hostileSample('')],
    [
      'known failures',
      {
        ...sample,
        checks: sample.checks.map((check) => ({ ...check, expected: { reason: hostile, until: '2027-01-31' } })),
        expectations: [{ id: hostile, problem: 'passes', reason: hostile }],
      } satisfies Outcome,
    ],
  ])('is valid for %s', async (_, outcome) => {
    expect(await problems(junit(outcome))).toEqual([])
  })

  test('caps what a target answered', () => {
    expect(junit(hostileSample(hostile.repeat(4000))).length).toBeLessThan(1_000_000)
  })

  test('shows hostile characters as escapes and loses none of the text', () => {
    const body = caseOf(junit(hostileSample()), 'referrers/filter-header')
    expect(body).toContain('\\x1b[31mred')
    expect(body).toContain(']]&gt; and ]]&gt; again ]]\\x00&gt;')
    expect(body).toContain('😀 日本語')
    expect(body).not.toContain('CDATA[ <b>')
  })

  test('counts what it holds', () => {
    const xml = junit(sample)
    const root = attributes(xml.match(/<testsuites[^>]*>/)![0])
    expect(root).toEqual({ name: 'oci-referee', tests: '8', failures: '3', errors: '0' })
    const suites = [...xml.matchAll(/<testsuite [^>]*>/g)].map(([markup]) => attributes(markup))
    expect(suites.map(({ name, tests, failures, skipped }) => [name, tests, failures, skipped])).toEqual([
      ['blobs', '2', '0', '0'],
      ['explore', '1', '0', '0'],
      ['referrers', '3', '3', '0'],
      ['tags', '2', '0', '2'],
    ])
    expect(xml.match(/<testcase /g)).toHaveLength(8)
    expect(xml.match(/<failure /g)).toHaveLength(3)
    expect(xml.match(/<skipped /g)).toHaveLength(2)
  })

  test('names each case by its id and tells its time', () => {
    expect(attributes(caseOf(junit(sample), 'blobs/push').split('>')[0]!)).toEqual({
      name: 'blobs/push',
      classname: 'oci-referee.blobs',
      time: '0.012',
    })
  })

  test('tells times to the millisecond', () => {
    const check = sampleCheck('blobs/push', 'pass', { durationMs: 12.6 })
    const xml = junit(sampleWith([check]))
    expect(attributes(caseOf(xml, 'blobs/push').split('>')[0]!)['time']).toBe('0.013')
  })

  test('a failure tells what is needed to act on it', () => {
    const markup = caseOf(junit(sample), 'referrers/filter-header')
    const { message, type } = attributes(markup.match(/<failure [^>]*>/)![0])
    expect(message).toBe('a filtered list does not say which filters were applied')
    expect(type).toBe('MUST')
    for (const part of [
      'expected:    OCI-Filters-Applied: artifactType',
      'or:    an unfiltered list without the header',
      'actual:      no OCI-Filters-Applied header',
      'requirement: referrers/filter-header-requirement (MUST)',
      'heading:     Listing Referrers',
      shellLine(curl),
    ]) {
      expect(markup).toContain(part)
    }
  })

  test('a blocked check is a failure that names the first cause first', () => {
    const markup = caseOf(junit(sample), 'referrers/filter-paging')
    const failure = markup.match(/<failure ([^>]*)>(.*?)\n/s)!
    expect(attributes(failure[1]!)).toEqual({
      message: 'blocked by referrers/filter-header: the first page could not be asked for',
      type: 'blocked',
    })
    expect(failure[2]).toBe('a filtered list does not say which filters were applied')
  })

  test('a skip has its reason', () => {
    expect(caseOf(junit(sample), 'tags/delete')).toContain(
      '<skipped message="needs delete-tag, which the user declined"/>',
    )
  })

  test('a warning passes and can be seen', () => {
    const xml = junit(sample)
    const markup = caseOf(xml, 'blobs/head-length')
    expect(markup).not.toContain('<failure')
    expect(markup).toContain('<system-out>WARN HEAD of a blob tells no length')
    expect(xml).toContain('<property name="warning.blobs/head-length" value="HEAD of a blob tells no length"/>')
  })

  test('a warning fails where strict asks for that', () => {
    const markup = caseOf(junit({ ...sample, options: { ...sample.options, strict: true } }), 'blobs/head-length')
    expect(markup).toContain('<failure message="HEAD of a blob tells no length" type="SHOULD">')
  })

  test('observations and notes are in system-out', () => {
    const xml = junit(sample)
    expect(caseOf(xml, 'explore/unknown-repository')).toContain('<system-out>OBSERVED 404 NAME_UNKNOWN</system-out>')
    expect(caseOf(xml, 'blobs/push')).toContain('<system-out>visible after 120 ms</system-out>')
  })

  test('each suite tells how the run can be repeated', () => {
    const suites = junit(sample).split('<testsuite ').slice(1)
    expect(suites).toHaveLength(4)
    for (const suite of suites) {
      for (const [name, value] of [
        ['tool', 'oci-referee 0.1.0'],
        ['spec', '1.1.1'],
        ['target', 'http://127.0.0.1:5000'],
        ['repository', 'team/a'],
        ['alternateRepository', 'team/b'],
        ['seed', 'k3v9-20b1'],
        ['strict', 'false'],
        ['feature.delete-tag', 'declined: given by the user'],
        ['feature.filter', 'found: the header OCI-Filters-Applied is there'],
        ['feature.sha512', 'absent: a push by sha512 responds with 400'],
        ['profile.pull.core', 'conforms: 31 passed'],
        ['profile.pull.extended', 'conforms: 4 passed, 1 warned, 2 skipped'],
        ['profile.referrers.core', 'does not conform: 90 passed, 2 failed, 1 blocked'],
      ]) {
        expect(suite).toContain(`<property name="${name}" value="${value}"/>`)
      }
    }
  })

  test('a profile without extended checks has no property for them', () => {
    expect(junit(sample)).not.toContain('profile.referrers.extended')
  })

  test('what was there before is told', () => {
    const existing = ['team/app:v1', 'team/app@sha256:1111']
    const xml = junit({ ...sample, options: { ...sample.options, readOnly: true, existing } })
    expect(xml).toContain('<property name="readOnly" value="true"/>')
    expect(xml).toContain('<property name="existing" value="team/app:v1,team/app@sha256:1111"/>')
  })

  test('a run that stopped has an error', () => {
    const xml = junit(stopped)
    expect(attributes(xml.match(/<testsuites[^>]*>/)![0])).toMatchObject({ errors: '1', tests: '9' })
    expect(caseOf(xml, 'run/complete')).toContain('type="target-lost">connection refused</error>')
    expect(xml).toContain('<property name="stopped" value="target-lost: connection refused"/>')
  })

  test('a run that judged nothing has an error', () => {
    expect(caseOf(junit(sampleWith([sampleCheck('a/b', 'skip')])), 'run/complete')).toContain('type="nothing-judged"')
  })

  test('is the same each time', () => {
    expect(junit(sample)).toBe(junit(sample))
  })
})
