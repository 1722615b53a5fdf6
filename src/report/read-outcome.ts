import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { Outcome } from '../outcome/outcome.ts'
import { outcomeFormat, outcomeSchema } from '../outcome/schema.ts'
import { oneLine } from '../text/safe.ts'

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
  if (compiled(document)) return document
  throw new Error(`not a valid outcome document: ${problem(compiled.errors?.[0])}`)
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

const compiled = new Ajv2020({ strict: true }).compile<Outcome>(outcomeSchema)

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
