import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { oneLine } from '../text/safe.ts'
import { OtherVersion } from './other-version.ts'

interface Kind {
  /** What it is called in messages. */
  readonly name: string
  /** `tool/kind/version`, as its property `format` says. */
  readonly format: string
  readonly schema: object
}

/**
 * A reader for documents of one kind. It throws an Error with one line that says what is wrong and where.
 * @example documentReader<Outcome>({ name: 'outcome document', format: outcomeFormat, schema: outcomeSchema })(text)
 */
export function documentReader<Document>({ name, format, schema }: Kind): (text: string) => Document {
  const isValid = new Ajv2020({ strict: true }).compile<Document>(schema)
  return (text) => {
    let document: unknown
    try {
      document = JSON.parse(text.replace(/^\ufeff/, ''))
    } catch (cause) {
      const why = text.trim() === '' ? 'it is empty' : oneLine((cause as Error).message)
      throw new Error(`not ${withArticle(name)}: ${why}`, { cause })
    }
    const own = (document as { format?: unknown } | null)?.format
    if (own !== format) throw otherFormat(own, format, name)
    if (isValid(document)) return document
    throw new Error(`not a valid ${name}: ${problem(isValid.errors?.[0])}`)
  }
}

function otherFormat(own: unknown, format: string, name: string): Error {
  const family = format.slice(0, format.lastIndexOf('/') + 1)
  if (typeof own !== 'string' || !own.startsWith(family) || !/^\d+$/.test(own.slice(family.length)))
    return new Error(`not ${withArticle(name)}: its "format" is not "${format}"`)
  return new OtherVersion(
    `the document has the format ${oneLine(own)}, and this version reads only ${format}: use the version of oci-referee that wrote it, or a newer one`,
  )
}

function withArticle(name: string): string {
  return `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`
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
