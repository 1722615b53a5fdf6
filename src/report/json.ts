import { createRequire } from 'node:module'
import type { ErrorObject } from 'ajv'
import type { Outcome } from '../run/outcome.ts'
import { oneLine } from '../text/safe.ts'
import type { Schema } from './json-schema.ts'
import { outcomeFormat, outcomeSchema } from './outcome-schema.ts'

/** The outcome as JSON: properties in the order of the schema, header fields sorted, a newline at the end. */
export function outcomeJson(outcome: Outcome): string {
  return `${JSON.stringify(ordered(outcome, outcomeSchema), null, 2)}\n`
}

/**
 * Reads an outcome document.
 * @throws Error with one line that says what is wrong and where
 */
export function parseOutcome(text: string): Outcome {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (cause) {
    throw new Error(`not an outcome document: ${oneLine((cause as Error).message)}`, { cause })
  }
  checkFormat(document)
  const validate = validator()
  if (validate(document)) return document
  throw new Error(`not a valid outcome document: ${problem(validate.errors?.[0])}`)
}

function checkFormat(document: unknown): void {
  const format = (document as { format?: unknown } | null)?.format
  if (format === outcomeFormat) return
  const version = typeof format === 'string' ? /^oci-referee\/outcome\/(\d+)$/.exec(format)?.[1] : undefined
  if (version === undefined) throw new Error(`not an outcome document: its "format" is not "${outcomeFormat}"`)
  throw new Error(
    `the document has the format ${oneLine(String(format))}, and this version reads only ${outcomeFormat}: use the version of oci-referee that wrote it, or a newer one`,
  )
}

type Validator = { (document: unknown): document is Outcome; errors?: ErrorObject[] | null }
let compiled: Validator | undefined

/** Loaded when it is needed: most runs write outcomes and read none, and ajv is slow to load. */
function validator(): Validator {
  if (compiled) return compiled
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof import('ajv/dist/2020.js')
  compiled = new Ajv2020({ strict: true }).compile<Outcome>(outcomeSchema)
  return compiled
}

/** One line from the first error: where (a JSON pointer) and what. */
function problem(error: ErrorObject | undefined): string {
  if (!error) return 'it does not match the schema'
  const { instancePath, keyword, params, message } = error
  const where = instancePath === '' ? 'the document' : oneLine(instancePath)
  if (keyword === 'additionalProperties')
    return `${where} has an unknown property ${oneLine(JSON.stringify(params['additionalProperty']))}`
  if (keyword === 'enum')
    return `${where} must be one of ${(params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`
  return `${where} ${oneLine(message ?? keyword)}`
}

/** A copy with the properties of each object in the order of its schema; maps are sorted by key. */
function ordered(value: unknown, schema: Schema): unknown {
  const { type, items, properties, additionalProperties } = resolve(schema)
  if (Array.isArray(value)) return items && type === 'array' ? value.map((item) => ordered(item, items)) : value
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  const rest = typeof additionalProperties === 'object' ? additionalProperties : {}
  const known = Object.keys(properties ?? {}).filter((key) => fields[key] !== undefined)
  const others = Object.keys(fields).filter((key) => !Object.hasOwn(properties ?? {}, key))
  // Not by assignment: a header may be called __proto__.
  return Object.fromEntries(
    [...known, ...others.sort()].map((key) => [key, ordered(fields[key], properties?.[key] ?? rest)]),
  )
}

function resolve(schema: Schema): Schema {
  return schema.$ref === undefined ? schema : outcomeSchema.$defs![schema.$ref.replace('#/$defs/', '')]!
}
