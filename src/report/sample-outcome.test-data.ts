import { profileNames } from '../catalogue/profiles.ts'
import type { CheckOutcome, Finding, Outcome } from '../outcome/outcome.ts'
import type { ViolationRecord } from '../outcome/violation.ts'

// Test material: one outcome with every verdict, and ways to change it. Nothing but tests imports it.

/** A check of the given verdict with nothing unusual about it. */
export function sampleCheck(
  id: string,
  verdict: CheckOutcome['verdict'],
  more: Partial<CheckOutcome> = {},
): CheckOutcome {
  return {
    id,
    title: `does what ${id} asks`,
    requirement: `${id}-requirement`,
    heading: 'Listing Referrers',
    level: verdict === 'observed' ? null : verdict === 'warn' ? 'SHOULD' : 'MUST',
    profile: 'referrers',
    tier: 'core',
    verdict,
    notes: [],
    exchanges: [1],
    durationMs: 12,
    ...more,
  }
}

const list = 'http://127.0.0.1:5000/v2/team/a/referrers/sha256:0000?artifactType=application%2Fspdx'

/** The words of the command of the exchange that shows the finding of the sample. */
export const curl = [
  ...['curl', '-i'],
  ...['-H', 'accept: application/vnd.oci.image.index.v1+json', '-H', 'cache-control: no-cache'],
  list,
]

const filterHeader: Finding = {
  id: 'referrers/filter-header',
  level: 'MUST',
  replay: ['referrers/filter-header'],
  also: ['referrers/filter-unknown'],
  blocks: ['referrers/filter-paging'],
}

/** What does not fit what was done, in these words. */
export function stateViolation(
  summary: string,
  expected: readonly string[],
  actual: string,
  exchange?: number,
): ViolationRecord {
  return { facts: { kind: 'state', problem: summary, expected, actual }, ...(exchange !== undefined && { exchange }) }
}

/** One outcome with every verdict. */
export const sample: Outcome = {
  format: 'oci-referee/outcome/1',
  tool: { name: 'oci-referee', version: '0.1.0' },
  spec: '1.1.1',
  target: { url: 'http://127.0.0.1:5000', repository: 'team/a', alternateRepository: 'team/b', server: 'sample/2.0' },
  seed: 'k3v9-20b1',
  started: '2026-11-03T09:30:00.000Z',
  durationMs: 4210,
  requests: 812,
  options: {
    strict: false,
    settleMs: 5000,
    timeoutMs: 30000,
    concurrency: 64,
    only: [],
    skip: [],
    profiles: profileNames,
    readOnly: false,
    existing: [],
  },
  profiles: [
    {
      name: 'pull',
      core: { conforms: 'yes', pass: 31, fail: 0, blocked: 0, warn: 0, skip: 0 },
      extended: { conforms: 'yes', pass: 4, fail: 0, blocked: 0, warn: 1, skip: 2 },
    },
    {
      name: 'referrers',
      core: { conforms: 'no', pass: 90, fail: 2, blocked: 1, warn: 0, skip: 0 },
      extended: { conforms: 'unjudged', pass: 0, fail: 0, blocked: 0, warn: 0, skip: 0 },
    },
  ],
  features: [
    { name: 'delete-tag', state: 'declined', source: 'other-option', how: 'given by the user' },
    { name: 'filter', state: 'found', source: 'probe', how: 'the header OCI-Filters-Applied is there' },
    { name: 'sha512', state: 'absent', source: 'probe', how: 'a push by sha512 responds with 400' },
  ],
  checks: [
    sampleCheck('blobs/head-length', 'warn', {
      violation: stateViolation(
        'HEAD of a blob tells no length',
        ['Content-Length: 42'],
        'no Content-Length header',
        2,
      ),
    }),
    sampleCheck('blobs/push', 'pass', { notes: [{ type: 'visible-after', ms: 120 }] }),
    sampleCheck('explore/unknown-repository', 'observed', { reason: '404 NAME_UNKNOWN' }),
    sampleCheck('referrers/filter-header', 'fail', {
      violation: stateViolation(
        'a filtered list does not say which filters were applied',
        ['OCI-Filters-Applied: artifactType', 'an unfiltered list without the header'],
        'no OCI-Filters-Applied header',
        1,
      ),
      durationMs: 40,
    }),
    sampleCheck('referrers/filter-paging', 'blocked', {
      reason: 'the first page could not be asked for',
      blockedBy: 'referrers/filter-header',
    }),
    sampleCheck('referrers/filter-unknown', 'fail', {
      violation: {
        facts: { kind: 'status', expected: [200], actual: 500, body: '"oops"' },
        request: { method: 'GET', path: '/v2/team/a/referrers/sha256:0000', endpoint: 'referrers', status: 500 },
        exchange: 1,
      },
    }),
    sampleCheck('tags/delete', 'skip', { reason: 'needs delete-tag, which the user declined' }),
    sampleCheck('tags/delete-twice', 'skip', { reason: 'needs delete-tag, which the user declined' }),
  ],
  findings: [filterHeader],
  leftovers: [{ kind: 'manifest', repository: 'team/a', reference: 'sha256:1111', why: 'DELETE answered 405' }],
  exchanges: [
    {
      id: 1,
      at: 10,
      ms: 4,
      method: 'GET',
      url: list,
      request: { headers: { accept: 'application/vnd.oci.image.index.v1+json', 'cache-control': 'no-cache' } },
      response: { status: 200, headers: { 'content-type': 'text/plain' }, body: { bytes: 2, text: '{}' } },
      events: [{ type: 'waited', status: 429, ms: 1000, announced: true }],
    },
    {
      id: 2,
      at: 20,
      ms: 5,
      method: 'PUT',
      url: 'http://127.0.0.1:5000/v2/team/a/manifests/v1',
      request: { headers: {}, body: { bytes: 100000, text: '{', cut: true } },
      error: 'connection reset',
      events: [],
    },
  ],
}

/** The sample with other checks, none of them told by a finding unless given. */
export function sampleWith(checks: readonly CheckOutcome[], more: Partial<Outcome> = {}): Outcome {
  return { ...sample, findings: [], checks, ...more }
}

/** A text with everything that could break a report: escapes, surrogates, markup of each format, and its size. */
export const hostile = [
  '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J \r overwritten \u0000\u0008\u000b\u000c\u001f\u007f\u0085',
  ']]> and ]]> again ]]\u0000> <![CDATA[ <b>&amp;</b> <!-- --> <?pi?> \'" </failure></testcase>',
  '\ud800 lone \udfff \ufffe\uffff \u202erunning backwards\u2066 \u200b\ufeff \u2028\u2029',
  '😀 日本語 e\u0301 | table | `code` ``` ~~~ **bold** [link](javascript:alert(1)) <script>alert(1)</script> @everyone #1 $x$',
].join('\n')

/** The sample with hostile text wherever a target's words can get to. */
export function hostileSample(text: string = hostile): Outcome {
  const violation = (check: CheckOutcome) => stateViolation(text, [text, text], text, check.violation?.exchange)
  const notes = [{ type: 'not-followed', origin: text } as const]
  const words = { title: text, heading: text, requirement: text, reason: text, blockedBy: text, notes }
  return {
    ...sample,
    target: {
      ...{ server: text, repository: text, alternateRepository: text, url: text },
      reach: { options: [text], needs: [text] },
    },
    seed: text,
    stopped: { reason: 'target-lost', message: text },
    features: [{ name: text, state: 'found', source: 'probe', how: text }],
    checks: sample.checks.map((check) => ({
      ...check,
      ...words,
      ...(check.violation && { violation: violation(check) }),
    })),
    findings: sample.findings.map((finding) => ({
      ...finding,
      also: [...finding.also, text],
      blocks: [...finding.blocks, text],
    })),
    leftovers: [{ kind: 'tag', repository: text, reference: text, why: text }],
    exchanges: sample.exchanges.map((exchange) => ({ ...exchange, url: text, request: { headers: { accept: text } } })),
  }
}
