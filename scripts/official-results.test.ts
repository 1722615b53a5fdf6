import { expect, test } from 'vitest'
import {
  countOfficial,
  countRequests,
  officialReferrers,
  readOfficialJunit,
  readOfficialTotals,
} from './official-results.ts'

const REQUEST = '~~~ REQUEST ~~~&#xA;'
const RESPONSE = '&#xA;~~~ RESPONSE ~~~&#xA;'
const listing = (query: string) =>
  `${REQUEST}Method: GET&#xA;URL: http://r/v2/a/referrers/sha256:0${query}${RESPONSE}Status: 200`
const pushing = (body: string) =>
  `${REQUEST}Method: PUT&#xA;URL: http://r/v2/a/manifests/x&#xA;${body}${RESPONSE}Status: 201`
const reading = `${REQUEST}Method: GET&#xA;URL: http://r/v2/a/manifests/x${RESPONSE}{&#34;subject&#34;:{}}`

/** In the shape of Go's encoder: text escaped, statuses as attributes, names that repeat. */
const XML = `<testsuites time="2.5" tests="9" failures="2" skipped="1" disabled="2">
  <testsuite name="S" tests="9" failures="2" errors="0" disabled="2" skipped="1" time="2.5">
    <properties>
      <property name="Config" value="username: &#34;&#34;&#xA;"></property>
    </properties>
    <testcase name="S/ping" classname="" time="0.25" status="passed"></testcase>
    <testcase name="S/empty/referrers" classname="" time="0.5" status="failure">
      <system-out>expected &#34;a&#34; &lt;&gt; &amp;amp;</system-out>
      <system-err>${listing('')}</system-err>
    </testcase>
    <testcase name="S/x/referrers" classname="" time="0" status="passed">
      <system-err>${listing('')}&#xA;${listing('?artifactType=b')}</system-err>
    </testcase>
    <testcase name="S/x/push" classname="" time="0" status="passed">
      <system-err>${pushing('{&#34;subject&#34;: {}}')}</system-err>
    </testcase>
    <testcase name="S/x/push" classname="" time="0" status="passed">
      <system-err>${pushing('{}')}</system-err>
    </testcase>
    <testcase name="S/x/pull" classname="" time="0" status="error">
      <system-err>${reading}</system-err>
    </testcase>
    <testcase name="S/y/referrers" classname="" time="0" status="skipped"/>
  </testsuite>
</testsuites>`

test('every leaf is read with its status, time and unescaped text', () => {
  const tests = readOfficialJunit(XML)
  expect(tests.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'S/ping passed',
    'S/empty/referrers failed',
    'S/x/referrers passed',
    'S/x/push passed',
    'S/x/push passed',
    'S/x/pull errored',
    'S/y/referrers skipped',
  ])
  expect(tests[0]).toEqual({ name: 'S/ping', status: 'passed', seconds: 0.25, message: '', exchanges: '' })
  expect(tests[1]?.message).toBe('expected "a" <> &amp;')
  expect(countOfficial(tests)).toEqual({ passed: 4, failed: 1, skipped: 1, errored: 1 })
  expect(countRequests(tests)).toBe(6)
})

test("the suite's own totals are read apart", () => {
  expect(readOfficialTotals(XML)).toEqual({ tests: 9, failures: 2, errors: 0, skipped: 1, disabled: 2 })
})

test('requests alone decide what is about referrers', () => {
  expect(officialReferrers(readOfficialJunit(XML))).toEqual({
    listing: { passed: 1, failed: 1, skipped: 0, errored: 0 },
    listRequests: 3,
    pushing: { passed: 1, failed: 0, skipped: 0, errored: 0 },
  })
})

test('a file without tests or with an unknown status is no result', () => {
  expect(() => readOfficialJunit('<testsuites tests="0"></testsuites>')).toThrow(/no test/)
  expect(() => readOfficialJunit('<testcase name="a" status="maybe"></testcase>')).toThrow(/"maybe" of the test a/)
})
