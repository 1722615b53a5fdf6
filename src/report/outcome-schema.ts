import { type ProfileName, profileNames, type Tier } from '../catalogue/profiles.ts'
import { type Level, specVersions } from '../catalogue/types.ts'
import type { BodyRecord, Exchange } from '../client/exchange.ts'
import {
  type CheckOutcome,
  type Failure,
  type FeatureOutcome,
  type FeatureState,
  type Finding,
  type Leftover,
  type Outcome,
  type ProfileOutcome,
  type Score,
  type Stopped,
  verdicts,
} from '../run/outcome.ts'
import { flag, list, map, milliseconds, object, oneOf, optional, ref, type Schema, text, whole } from './json-schema.ts'

/** Format of the documents that this version writes and reads. */
export const outcomeFormat: Outcome['format'] = 'oci-referee/outcome/1'

const levels: readonly Level[] = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY']
const states: readonly FeatureState[] = ['found', 'absent', 'declared', 'declined']
const tiers: readonly Tier[] = ['core', 'extended']
const conforms: readonly Score['conforms'][] = ['yes', 'no', 'unjudged']
const reasons: readonly Stopped['reason'][] = ['interrupted', 'target-lost', 'internal']

const filled = (description: string) => text(description, { minLength: 1 })
const id = (description: string) =>
  text(description, { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+$' })
const level = oneOf('Level of the requirement in the text that was judged by; null for open questions.', [
  ...levels,
  null,
])
const strings = (description: string) => list(description, { type: 'string' })
const headers = map('Header fields by their names. Secrets are replaced by [redacted].', { type: 'string' })
const expected = strings('Every outcome that would have been accepted.')
const actual = text('What happened instead.')
const curl = strings('The words of a command that sends the same request, not quoted.')

const check = object<CheckOutcome>('What came of one check.', {
  id: id('Stable name of the check, the same in all reports.'),
  title: text('What the check expects, as a statement.'),
  requirement: text('Id of the requirement, or of the question for observations.'),
  heading: text('Heading of the specification under which the requirement stands.'),
  level,
  profile: optional(oneOf('What a registry claims for which this is owed.', profileNames)),
  tier: optional(oneOf('Whether everybody owes it who claims the profile.', tiers)),
  verdict: oneOf(
    'fail: a requirement is broken; warn: a recommendation is not followed; blocked: something else failed first; observed: the text leaves it open.',
    [...verdicts],
  ),
  reason: optional(text('Why the check was skipped or blocked; what was observed.')),
  failure: optional(ref('failure')),
  blockedBy: optional(text('The check or step that failed first.')),
  notes: strings('Things worth knowing that changed no verdict, such as waits and retries.'),
  exchanges: list('Ids of the exchanges that the verdict rests on.', whole('Id of an exchange.')),
  durationMs: milliseconds('How long the check took.'),
})

const failure = object<Failure>('Why a check is not a pass.', {
  summary: text('What is wrong, in one line.'),
  expected,
  actual,
  kind: optional(text('What is wrong apart from where it was seen.')),
  exchange: optional(whole('Id of the exchange that shows it.')),
  curl: optional(curl),
})

const finding = object<Finding>('One cause of failing checks.', {
  id: id('The check that shows it best.'),
  level,
  summary: text('What is wrong, in one line.'),
  expected,
  actual,
  curl: optional(curl),
  advice: optional(text('What to do about it, or where to look.')),
  also: strings('Checks that fail for the same reason.'),
  blocks: strings('Checks that could not be judged because of it.'),
})

const feature = object<FeatureOutcome>('Something optional that a target may have.', {
  name: text('Name of the feature.'),
  state: oneOf('found or absent: by asking the target; declared or declined: by the user.', states),
  how: text('How that is known.'),
})

const score = object<Score>('How many checks of one part of a profile came to which verdict.', {
  conforms: oneOf(
    'no: a check failed, or is blocked by one that did; unjudged: nothing was judged, or something else is in the way.',
    conforms,
  ),
  pass: whole('Passed.'),
  fail: whole('Failed.'),
  blocked: whole('Not judged because something else failed.'),
  warn: whole('Recommendations not followed.'),
  skip: whole('Not applicable.'),
})

const profile = object<ProfileOutcome>('How a profile that the registry claims came out.', {
  name: oneOf('Name of the profile.', profileNames satisfies readonly ProfileName[]),
  core: ref('score'),
  extended: ref('score'),
})

const leftover = object<Leftover>('Something that was pushed and could not be removed.', {
  repository: text('Repository that still has it.'),
  reference: text('A tag or a digest.'),
  why: text('Why it could not be removed.'),
})

const body = object<BodyRecord>('A request or response body.', {
  bytes: whole('Its length.'),
  text: optional(text('Its text; absent for binary and empty bodies.')),
  cut: optional(flag('Whether the text is only the beginning.')),
})

type Request = Exchange['request']
type RegistryResponse = NonNullable<Exchange['response']>

const exchange = object<Exchange>('One request and what came of it, without secrets.', {
  id: whole('Number of the exchange within the run.'),
  at: milliseconds('From the start of the run to sending.'),
  ms: milliseconds('From sending until the whole answer was there.'),
  method: text('HTTP method.'),
  url: text('Where the request was sent to.'),
  request: object<Request>('What was sent.', { headers, body: optional(ref('body')) }),
  response: optional(
    object<RegistryResponse>('What was answered.', {
      status: { description: 'HTTP status.', type: 'integer', minimum: 100, maximum: 999 },
      headers,
      body: ref('body'),
    }),
  ),
  error: optional(text('Why no answer came.')),
  notes: strings('What happened on the way: waits, redirects, connections opened again.'),
})

/** JSON Schema (draft 2020-12) of the outcome document. Its order of properties is the order in which they are written. */
export const outcomeSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:oci-referee:outcome:1',
  title: 'Outcome of an oci-referee run',
  ...object<Outcome>('The whole result of one run. All reports are made from this document alone.', {
    format: { description: 'Format of this document.', type: 'string', const: outcomeFormat },
    tool: object<Outcome['tool']>('What wrote it.', { name: filled('Name.'), version: filled('Version.') }),
    spec: oneOf('Version of the specification that was judged by.', [...specVersions]),
    target: object<Outcome['target']>('What was judged.', {
      url: filled('Base URL of the registry.'),
      repository: filled('Repository that the checks use.'),
      alternateRepository: filled('Second repository, for what concerns two of them.'),
      server: optional(text('What the target calls itself in its Server header.')),
    }),
    seed: text('What all content of the run was derived from.'),
    started: text('When the run started, ISO 8601.', {
      pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
    }),
    durationMs: milliseconds('How long the run took.'),
    requests: whole('Number of requests sent.'),
    options: object<Outcome['options']>('How the run was asked for.', {
      strict: flag('Whether unfollowed recommendations count as failures.'),
      settleMs: milliseconds('Time within which a change may become visible.'),
      timeoutMs: milliseconds('Time that one request may take.'),
      concurrency: whole('Requests under way at once.'),
      only: strings('Patterns of checks to run; empty: all.'),
      skip: strings('Patterns of checks to leave out.'),
      profiles: optional(list('Profiles that the registry claims; absent: all.', oneOf('A profile.', profileNames))),
      readOnly: optional(flag('Whether nothing was written; absent: what is judged was pushed.')),
      existing: optional(strings('Content that was there before: repository:tag or repository@digest.')),
    }),
    stopped: optional(
      object<Stopped>('Why the run ended before every check was judged; absent when it did not.', {
        reason: oneOf('What kind of end it was.', reasons),
        message: text('The same for people.'),
      }),
    ),
    features: list('Optional features of the target.', ref('feature')),
    profiles: optional(list('Scores of the profiles that the registry claims.', ref('profile'))),
    checks: list('Every check, sorted by id.', ref('check')),
    findings: list('Causes of failing checks, each told once.', ref('finding')),
    leftovers: list('What could not be removed at the end.', ref('leftover')),
    exchanges: list('Requests and answers that verdicts rest on.', ref('exchange')),
  }),
  $defs: { body, check, exchange, failure, feature, finding, leftover, profile, score },
}
