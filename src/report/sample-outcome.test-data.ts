import type { CheckOutcome, Finding, Outcome } from '../outcome/outcome.ts'

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
    verdict,
    notes: [],
    exchanges: [1],
    durationMs: 12,
    ...more,
  }
}

export const curl = [
  'curl',
  '-sS',
  '-D-',
  '-X',
  'GET',
  '-H',
  'Accept: application/vnd.oci.image.index.v1+json',
  'http://127.0.0.1:5000/v2/team/a/referrers/sha256:0000?artifactType=application%2Fspdx',
]

const filterHeader: Finding = {
  id: 'referrers/filter-header',
  level: 'MUST',
  summary: 'a filtered list does not say which filters were applied',
  expected: ['OCI-Filters-Applied: artifactType', 'an unfiltered list without the header'],
  actual: 'no OCI-Filters-Applied header',
  curl,
  advice: 'Name each applied filter in the OCI-Filters-Applied header.',
  also: ['referrers/filter-unknown'],
  blocks: ['referrers/filter-paging'],
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
  options: { strict: false, settleMs: 5000, timeoutMs: 30000, concurrency: 64, only: [], skip: [] },
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
    { name: 'delete-tag', state: 'declined', how: 'given by the user' },
    { name: 'filter', state: 'found', how: 'the header OCI-Filters-Applied is there' },
    { name: 'sha512', state: 'absent', how: 'a push by sha512 answers 400' },
  ],
  checks: [
    sampleCheck('blobs/head-length', 'warn', {
      failure: {
        summary: 'HEAD of a blob tells no length',
        expected: ['Content-Length: 42'],
        actual: 'no Content-Length header',
        exchange: 2,
      },
    }),
    sampleCheck('blobs/push', 'pass', { notes: ['visible after 120 ms'] }),
    sampleCheck('explore/unknown-repository', 'observed', { reason: '404 NAME_UNKNOWN' }),
    sampleCheck('referrers/filter-header', 'fail', {
      failure: {
        summary: filterHeader.summary,
        expected: filterHeader.expected,
        actual: filterHeader.actual,
        exchange: 1,
        curl,
      },
      durationMs: 40,
    }),
    sampleCheck('referrers/filter-paging', 'blocked', {
      reason: 'the first page could not be asked for',
      blockedBy: 'referrers/filter-header',
    }),
    sampleCheck('referrers/filter-unknown', 'fail', {
      failure: { summary: 'no OCI-Filters-Applied header', expected: ['status 200'], actual: 'status 500: "oops"' },
    }),
    sampleCheck('tags/delete', 'skip', { reason: 'needs delete-tag, which the user declined' }),
    sampleCheck('tags/delete-twice', 'skip', { reason: 'needs delete-tag, which the user declined' }),
  ],
  findings: [filterHeader],
  leftovers: [{ repository: 'team/a', reference: 'sha256:1111', why: 'DELETE answered 405' }],
  exchanges: [
    {
      id: 1,
      at: 10,
      ms: 4,
      method: 'GET',
      url: 'http://127.0.0.1:5000/v2/team/a/referrers/sha256:0000',
      request: { headers: { accept: 'application/json' } },
      response: { status: 200, headers: { 'content-type': 'text/plain' }, body: { bytes: 2, text: '{}' } },
      notes: ['waited 1 s after 429'],
    },
    {
      id: 2,
      at: 20,
      ms: 5,
      method: 'PUT',
      url: 'http://127.0.0.1:5000/v2/team/a/manifests/v1',
      request: { headers: {}, body: { bytes: 100000, text: '{', cut: true } },
      error: 'connection reset',
      notes: [],
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
  const failure = { summary: text, expected: [text, text], actual: text, curl: [text, text] }
  const words = { title: text, heading: text, requirement: text, reason: text, blockedBy: text, notes: [text, text] }
  return {
    ...sample,
    target: { ...sample.target, server: text, repository: text, alternateRepository: text, url: text },
    seed: text,
    stopped: { reason: 'target-lost', message: text },
    features: [{ name: text, state: 'found', how: text }],
    checks: sample.checks.map((check) => ({ ...check, ...words, ...(check.failure && { failure }) })),
    findings: sample.findings.map(({ id, also, blocks }) => ({
      ...failure,
      id,
      level: 'MUST',
      advice: text,
      also: [...also, text],
      blocks: [...blocks, text],
    })),
    leftovers: [{ repository: text, reference: text, why: text }],
  }
}
