import { sentContent } from './exchange.ts'
import { noResponseKinds } from './no-response.ts'
import {
  anyOf,
  flag,
  type Immutable,
  list,
  literal,
  type Of,
  object,
  oneOf,
  optional,
  status,
  text,
  texts,
  whole,
} from './shapes.ts'

const because = optional(text('The circumstance that makes the expectation hold.'))
const where = optional(text('In which of several places, or after which of several steps.'))

const statusFacts = object('The status is not one of those expected.', {
  kind: literal('status'),
  expected: list('Every status that would have been accepted.', status('HTTP status.')),
  actual: status('The status that came.'),
  body: optional(text('The beginning of the body.')),
  because,
  where,
})

const headerFacts = object('A header is missing, has another value, or may not be there.', {
  kind: literal('header'),
  name: text('Name of the header.'),
  expected: optional(text('Its value; absent: it may not be there.')),
  inWords: optional(flag('Whether the value that is expected is described, and not the value itself.')),
  actual: optional(text('Its value; absent: it is not there.')),
  because,
  where,
})

const bodyFacts = object('A body is not of the form that it has to have.', {
  kind: literal('body'),
  problem: oneOf('What is wrong with it.', ['no-json', 'no-object', 'no-manifests', 'no-descriptors']),
  actual: text('The beginning of what came.'),
  because,
  where,
})

const bytesFacts = object('A body has other bytes than were pushed.', {
  kind: literal('bytes'),
  expected: whole('Length of what was pushed.'),
  actual: whole('Length of what came.'),
  because,
  where,
})

const entryMissingFacts = object('Manifests that belong in a list of referrers are not in it.', {
  kind: literal('entry-missing'),
  expected: texts('Digests that belong in it.'),
  missing: texts('Digests that are not in it.'),
  listed: whole('Number of entries that the list has.'),
  because,
  where,
})

const entryExtraFacts = object('A list of referrers holds what does not belong in it.', {
  kind: literal('entry-extra'),
  expected: optional(texts('Digests that belong in it; absent: all but the extra ones.')),
  extra: texts('Digests that do not belong in it; empty: a descriptor without a digest.'),
  because,
  where,
})

const linkFacts = object('A Link header cannot be followed.', {
  kind: literal('link'),
  problem: oneOf('What is wrong with it.', ['endless', 'malformed', 'no-url', 'other-origin']),
  actual: text('What came.'),
  because,
  where,
})

const noResponseFacts = object('No complete response came.', {
  kind: literal('no-response'),
  reason: oneOf('Why not.', noResponseKinds),
  actual: text('The same for people.'),
  because,
  where,
})

const stateFacts = object('What was found does not fit what was done before.', {
  kind: literal('state'),
  problem: text('Names what is wrong; the sentence for it is in the reports.'),
  parts: optional(texts('Names and numbers of this case that the sentence tells.')),
  mistake: optional(text('Names one mistake that shows in many places; absent: it shows where the requirement says.')),
  expected: texts('Everything that would have been accepted.'),
  actual: text('What was found.'),
  holds: optional(texts('Texts that the body holds, in JSON, and may not.')),
  lacks: optional(texts('Texts that the body lacks, in JSON, and has to hold.')),
  history: optional(
    list(
      'Steps, from empty repositories, after which it is found.',
      anyOf('What is done.', [text('A step.'), texts('What several clients do at the same time.')]),
    ),
  ),
  because,
  where,
})

const facts = anyOf('What is wrong.', [
  statusFacts,
  headerFacts,
  bodyFacts,
  bytesFacts,
  entryMissingFacts,
  entryExtraFacts,
  linkFacts,
  noResponseFacts,
  stateFacts,
])

export const endpoints = ['version', 'uploads', 'blobs', 'manifests', 'referrers', 'tags', 'other'] as const

const request = object('The request that shows it.', {
  method: text('HTTP method.'),
  path: text('Path and query.'),
  endpoint: oneOf('The part of the API that it is for.', endpoints),
  status: optional(status('Status of the response; absent: no complete response came.')),
  content: optional(sentContent),
  common: optional(flag('It is about content that anybody may push or delete: the empty blob, the empty JSON object.')),
})

export const violation = object('What a check found wrong, as data.', {
  facts,
  request: optional(request),
  exchange: optional(whole('Id of the exchange that shows it.')),
  enough: optional(
    list(
      'Exchanges that are enough to show it from empty repositories; absent: all of its check; none: the response that shows it also has what other steps left.',
      whole('Id of an exchange.'),
    ),
  ),
})

/** What was wrong, with the request that shows it. Plain data. */
export type ViolationRecord = Immutable<Of<typeof violation>>
/** What one check found wrong: a closed union, told apart by `kind`. Reports make sentences of it, findings group by it. */
export type ViolationFacts = Immutable<Of<typeof facts>>
/** Those of one kind. */
export type FactsOf<Kind extends ViolationFacts['kind']> = Extract<ViolationFacts, { readonly kind: Kind }>
/** The request that shows a violation, as far as causes are told apart by it. */
export type RequestFacts = Immutable<Of<typeof request>>
/** The part of the API that a request is for. */
export type Endpoint = RequestFacts['endpoint']
