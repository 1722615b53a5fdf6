import { profileNames } from '../catalogue/profiles.ts'
import { specVersions } from '../catalogue/types.ts'
import { exchange } from './exchange.ts'
import {
  anyOf,
  flag,
  list,
  literal,
  milliseconds,
  nullable,
  object,
  oneOf,
  optional,
  positive,
  share,
  text,
  texts,
  whole,
} from './shapes.ts'
import { endpoints, violation } from './violation.ts'

const id = (description: string) =>
  text(description, { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+$' })
const filled = (description: string) => text(description, { minLength: 1 })
const level = nullable(
  oneOf('Level of the requirement in the text that was judged by; null for open questions.', [
    'MUST',
    'MUST NOT',
    'SHOULD',
    'SHOULD NOT',
    'MAY',
  ]),
)

export const note = anyOf('Something worth knowing that changed no verdict.', [
  object('A change became visible some time after it was made.', {
    type: literal('visible-after'),
    ms: milliseconds('How long it took.'),
  }),
  object('A Location on an origin where nothing is to be sent.', {
    type: literal('not-followed'),
    origin: text('The origin.'),
  }),
])

const expected = {
  reason: text('Why it fails.'),
  link: optional(text('Where that is talked about.')),
  until: optional(text('Last day on which it may fail, as in 2027-01-31.')),
}

export const expectedFailure = object('A failure that is known, and fails no build.', expected)

export const unmetExpectation = object('An expectation that does not hold.', {
  id: text('The check that was expected to fail.'),
  problem: oneOf('passes: the check does not fail any more; expired: its last day is over.', ['passes', 'expired']),
  ...expected,
})

export const check = object('What came of one check.', {
  id: id('Stable name of the check, the same in all reports.'),
  title: text('What the check expects, as a statement.'),
  requirement: text('Id of the requirement, or of the question for observations.'),
  heading: text('Heading of the specification under which the requirement stands.'),
  level,
  profile: oneOf('What a registry claims for which this is owed.', profileNames),
  tier: oneOf('core: everybody owes it who claims the profile; extended: it is optional or recommended.', [
    'core',
    'extended',
  ]),
  verdict: oneOf(
    'fail: a requirement is broken; warn: a recommendation is not followed; blocked: something else failed first; observed: the text leaves it open.',
    ['pass', 'fail', 'warn', 'skip', 'blocked', 'observed'],
  ),
  reason: optional(text('Why the check was skipped or blocked; what was observed.')),
  skipped: optional(
    oneOf(
      'Why it was skipped. version: this version of the text does not ask for it; declined: the user says that the target does not offer what it needs; absent: the target has not what it needs, or the user did not declare it; present: it is about targets that lack something; unclaimed: a step that it needs is not claimed; unseen: no response came that it is about; inapplicable: what the target does leaves nothing to judge.',
      ['version', 'declined', 'absent', 'present', 'unclaimed', 'unseen', 'inapplicable'],
    ),
  ),
  lasting: optional(
    text('What was observed, without names, sizes and times: what two runs have in common. Absent: the reason is all.'),
  ),
  violation: optional(violation),
  look: optional(
    object('How often a failing check failed, looked at again alone and calm.', {
      when: oneOf(
        'always: also alone; overlap: only while requests overlap, its own or others; sometimes: it did not come again.',
        ['always', 'overlap', 'sometimes'],
      ),
      failed: whole('How often it failed.'),
      of: whole('How often it ran.'),
    }),
  ),
  expected: optional(expectedFailure),
  blockedBy: optional(
    text('The check that failed first, `target` where the target was lost, `run` where the run ended.'),
  ),
  notes: list('Things worth knowing that changed no verdict.', note),
  exchanges: list('Ids of the exchanges that the verdict rests on.', whole('Id of an exchange.')),
  durationMs: milliseconds('How long the check took.'),
})

const looksLike = object('A known mistake of registries that would show in this way: a hint, never a verdict.', {
  fault: text('Internal name of the mistake.'),
  description: text('The mistake in a sentence.'),
  explains: whole('How many of the red checks of the run it explains.'),
  of: whole('How many red checks there are.'),
  sure: share('Of the checks that ran and that it would turn red, the share that is red.'),
})

export const finding = object('One cause of failing checks. Its head is a check that fails.', {
  id: id('The check that shows it best: its violation tells the cause.'),
  level,
  replay: texts('Checks that show it when they alone are run from nothing; none: it was seen in the whole run only.'),
  shard: optional(
    object('The part of a run that was split in which those checks were run; absent when it was not.', {
      index: positive('Number of the part, from 1.'),
      count: positive('Number of parts.'),
    }),
  ),
  script: optional(text('Path of a script, from the folder of the reports, that shows it from nothing.')),
  scriptText: optional(
    text('The text of that script, where it is not too long; the bodies that it sends lie beside it.'),
  ),
  scriptless: optional(text('Why there is no script.')),
  also: texts('Checks that fail for the same reason.'),
  blocks: texts('Checks that could not be judged because of it.'),
  looksLike: optional(looksLike),
})

export const feature = object('Something optional that a target may have.', {
  name: text('Name of the feature.'),
  state: oneOf('Whether the target has it. Unclear: it was asked in vain, and is judged as if it were there.', [
    'found',
    'unclear',
    'absent',
    'declared',
    'declined',
  ]),
  source: oneOf('Who says so: the target when it was asked, or the user by --feature or by another option.', [
    'probe',
    'feature-option',
    'other-option',
  ]),
  how: text('How that is known, for people.'),
})

const score = object('How many checks of one part of a profile came to which verdict.', {
  conforms: oneOf(
    'no: a check failed, or is blocked by one that did; unjudged: nothing was judged, or something else is in the way.',
    ['yes', 'no', 'unjudged'],
  ),
  pass: whole('Passed.'),
  fail: whole('Failed.'),
  blocked: whole('Not judged because something else failed.'),
  warn: whole('Recommendations not followed.'),
  skip: whole('Not applicable.'),
})

export const profile = object('How a profile that the registry claims came out.', {
  name: oneOf('Name of the profile.', profileNames),
  core: score,
  extended: score,
})

export const leftover = object('Something that was pushed and is still there.', {
  kind: oneOf('What it is.', ['tag', 'manifest', 'blob']),
  repository: text('Repository that still has it.'),
  reference: text('A tag or a digest.'),
  why: text('Why it is still there.'),
})

export const stopped = object('Why the run ended before every check was judged; absent when it did not.', {
  reason: oneOf('What kind of end it was.', ['interrupted', 'target-lost', 'internal']),
  message: text('The same for people.'),
})

export const latency = object('How long one part of the API took to respond. Looked at, never judged.', {
  method: text('HTTP method.'),
  endpoint: oneOf('The part of the API.', endpoints),
  requests: whole('How many requests had a response.'),
  p50: milliseconds('Half of them took no longer.'),
  p95: milliseconds('95 of 100 took no longer.'),
  p99: milliseconds('99 of 100 took no longer.'),
})

const reach = object('What a command that repeats the run needs to reach the target, besides its address. No secret.', {
  options: texts('Words of the command line.'),
  needs: texts('What else is to be given, for people: passwords, proxies.'),
})

export const target = object('What was judged.', {
  url: filled('Base URL of the registry.'),
  embedded: optional(flag('Whether it was the registry of the tool itself, whose address is another in each run.')),
  repository: filled('Repository that the checks use.'),
  alternateRepository: filled('Second repository, for what concerns two of them.'),
  server: optional(text('What the target calls itself in its Server header.')),
  reach: optional(reach),
})

export const options = object('How the run was asked for.', {
  strict: flag('Whether unfollowed recommendations count as failures.'),
  settleMs: milliseconds('Time within which a change may become visible.'),
  timeoutMs: milliseconds('Time that one request may take.'),
  concurrency: whole('Requests under way at once, at most.'),
  only: texts('Patterns of checks to run; empty: all.'),
  skip: texts('Patterns of checks to leave out.'),
  profiles: list('Profiles that the registry claims.', oneOf('A profile.', profileNames)),
  readOnly: flag('Whether nothing was written.'),
  existing: texts('Content that was there before: repository:tag or repository@digest.'),
})

export const shard = object('Part of a run that was split; absent when it was not, and when its parts were merged.', {
  index: positive('Number of the part, from 1.'),
  count: positive('Number of parts.'),
  failedSteps: texts('Checks that a failed step stopped: another part may tell its cause.'),
})

/** Format of the documents that this version writes and reads. */
export const outcomeFormat = 'oci-referee/outcome/1'

export const outcome = object('The whole result of one run. All reports are made from this document alone.', {
  format: literal(outcomeFormat),
  tool: object('What wrote it.', { name: filled('Name.'), version: filled('Version.') }),
  spec: oneOf('Version of the specification that was judged by.', specVersions),
  target,
  seed: text('What all content of the run was derived from.'),
  started: text('When the run started, ISO 8601.', {
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
  }),
  durationMs: milliseconds('How long the run took.'),
  requests: whole('Number of requests sent.'),
  options,
  shard: optional(shard),
  stopped: optional(stopped),
  features: list('Optional features of the target.', feature),
  profiles: list('Scores of the profiles that the registry claims.', profile),
  checks: list('Every check, sorted by id.', check),
  findings: list('Causes of failing checks, each told once.', finding),
  latency: optional(list('How long responses took, by method and endpoint, the busiest first.', latency)),
  expectations: optional(
    list('Expectations that do not hold; absent where nothing was expected to fail.', unmetExpectation),
  ),
  leftovers: list('What is still there at the end.', leftover),
  exchanges: list('Requests and responses that verdicts rest on.', exchange),
})

/** JSON Schema (draft 2020-12) of the outcome document. */
export const outcomeSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:oci-referee:outcome:1',
  title: 'Outcome of an oci-referee run',
  ...outcome,
}
