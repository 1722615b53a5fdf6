import { leftover } from '../outcome/schema.ts'
import {
  anyOf,
  list,
  literal,
  measure,
  milliseconds,
  object,
  oneOf,
  optional,
  text,
  texts,
  whole,
} from '../outcome/shapes.ts'
import { operations } from './operations.ts'

/** Format of the documents that this version writes and reads. */
export const loadFormat = 'oci-referee/load/1'

const operation = oneOf('What was measured.', operations)

const took = {
  samples: whole('How often it was measured.'),
  p50: milliseconds('Half of them took no longer.'),
  p95: milliseconds('95 of 100 took no longer.'),
  p99: milliseconds('99 of 100 took no longer.'),
  perSecond: measure('How many were done in a second.'),
}

export const latency = object('How long requests took.', took)

export const sizePoint = object('Latency at a size.', { n: whole('Referrers in the list.'), ...took })

export const growth = anyOf('How a cost grows with a size.', [
  object('Not at all.', { kind: literal('flat') }),
  object('As a power of it.', { kind: literal('power'), exponent: measure('The power.') }),
  object('In a way that the points do not tell.', { kind: literal('unclear') }),
])

export const series = object('How one operation behaves as there is more and more.', {
  operation,
  points: list('By size, the smallest first.', sizePoint),
  growth,
})

export const atOnce = object('One operation with so many requests at once.', {
  operation,
  atOnce: whole('Requests at once.'),
  failed: whole('Those that were refused or had no response.'),
  ...took,
})

export const load = object('All that a load run found. Its reports are made from this document alone.', {
  format: literal(loadFormat),
  tool: object('What wrote it.', { name: text('Name.'), version: text('Version.') }),
  target: object('What was measured.', {
    url: text('Base URL of the registry.'),
    repository: text('Repository that was pushed to.'),
  }),
  seed: text('What all content of the run was derived from.'),
  started: text('When the run started, ISO 8601.'),
  durationMs: milliseconds('How long the run took.'),
  requests: whole('Number of requests sent.'),
  stopped: optional(oneOf('Why it ended before all sizes were reached.', ['time', 'interrupted'])),
  referrers: whole('Referrers that the list had at the end.'),
  growth: list('By operation.', series),
  atOnce: list('By operation and number of requests at once.', atOnce),
  notes: texts('What could not be measured, and why.'),
  leftovers: list('What was pushed and is still there.', leftover),
})

/** JSON Schema (draft 2020-12) of what a load run found. */
export const loadSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'urn:oci-referee:load:1',
  title: 'What `oci-referee load` measured',
  ...load,
}
