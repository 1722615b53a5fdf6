import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../outcome/outcome.ts'
import { outcomeSchema } from '../outcome/schema.ts'
import { outcomeJson } from './json.ts'
import { parseOutcome } from './read-outcome.ts'
import { hostileSample, sample } from './sample-outcome.test-data.ts'

/** The sample with one place changed. */
function changed(path: string, value: unknown): string {
  const document = JSON.parse(outcomeJson(sample))
  const keys = path.split('/')
  const last = keys.pop()!
  let place = document
  for (const key of keys) place = place[key]
  if (value === undefined) delete place[last]
  else place[last] = value
  return JSON.stringify(document)
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

describe('outcomeJson', () => {
  test('ends with one newline and is what was given', () => {
    const text = outcomeJson(sample)
    expect(text).toMatch(/[^\n]\n$/)
    expect(JSON.parse(text)).toEqual(sample)
  })

  test('does not depend on the order of keys', () => {
    const other = reversed(sample) as Outcome
    expect(Object.keys(other)[0]).not.toBe(Object.keys(sample)[0])
    expect(outcomeJson(other)).toBe(outcomeJson(sample))
  })

  test('starts with the format', () => {
    expect(outcomeJson(sample)).toMatch(/^\{\n {2}"format": "oci-referee\/outcome\/1",\n/)
  })

  test('loses no header, whatever it is called', () => {
    const headers = JSON.parse('{"b": "2", "__proto__": "x", "a": "1"}')
    const text = outcomeJson({ ...sample, exchanges: [{ ...sample.exchanges[0]!, request: { headers } }] })
    expect(text).toMatch(/"__proto__": "x",\s+"a": "1",\s+"b": "2"/)
    expect(outcomeJson(parseOutcome(text))).toBe(text)
  })
})

describe('parseOutcome', () => {
  test.each([
    ['the sample', sample],
    ['a stopped run', { ...sample, stopped: { reason: 'internal', message: 'bug' } } satisfies Outcome],
    ['hostile text', hostileSample()],
  ])('reads back %s', (_, outcome) => {
    expect(parseOutcome(outcomeJson(outcome))).toEqual(outcome)
  })

  test('reads a document with a byte order mark', () => {
    expect(parseOutcome(`\ufeff${outcomeJson(sample)}`)).toEqual(sample)
  })

  test.each([
    ['an unknown verdict', 'checks/0/verdict', 'maybe', '/checks/0/verdict must be one of "pass", "fail"'],
    ['an unknown property', 'target/port', 1, '/target has an unknown property "port"'],
    ['a missing property', 'seed', undefined, "the document must have required property 'seed'"],
    ['a wrong type', 'requests', 'many', '/requests must be integer'],
    ['a negative time', 'checks/1/durationMs', -1, '/checks/1/durationMs must be >= 0'],
    ['an id that is none', 'checks/0/id', '<b>', '/checks/0/id must match pattern'],
    ['a wrong level', 'findings/0/level', 'WILL', '/findings/0/level must be one of'],
    ['a wrong date', 'started', 'yesterday', '/started must match pattern'],
    ['an impossible status', 'exchanges/0/response/status', 7, '/exchanges/0/response/status must be >= 100'],
    ['a body that is none', 'exchanges/1/request/body', 'x', '/exchanges/1/request/body must be object'],
  ])('names %s', (_, path, value, message) => {
    expect(() => parseOutcome(changed(path, value))).toThrow(`not a valid outcome document: ${message}`)
  })

  test.each([
    ['no JSON', '{', 'not an outcome document: '],
    ['null', 'null', 'not an outcome document: its "format" is not "oci-referee/outcome/1"'],
    ['a list', '[]', 'not an outcome document: its "format" is not'],
    ['another document', '{"format": 1}', 'not an outcome document: its "format" is not'],
    [
      'a newer format',
      '{"format": "oci-referee/outcome/2"}',
      'the document has the format oci-referee/outcome/2, and this version reads only oci-referee/outcome/1',
    ],
  ])('says that it was given %s', (_, text, message) => {
    expect(() => parseOutcome(text)).toThrow(message)
  })

  test('says it in one line, whatever the document holds', () => {
    const text = changed('target/evil\n\u001b[31m', 1)
    expect(() => parseOutcome(text)).toThrow(/^[\x20-\x7e]+$/)
  })
})

describe('outcomeSchema', () => {
  test('is clean by the strictest reading of it', () => {
    const output: unknown[] = []
    const logger = {
      log: (...text: unknown[]) => output.push(text),
      warn: (...text: unknown[]) => output.push(text),
      error: (...text: unknown[]) => output.push(text),
    }
    const ajv = new Ajv2020({ strict: true, strictTypes: true, strictTuples: true, strictRequired: true, logger })
    expect(ajv.validateSchema(outcomeSchema)).toBe(true)
    ajv.compile(outcomeSchema)
    expect(output).toEqual([])
  })

  test('describes every property and leaves no object open', () => {
    let objects = 0
    const walk = (schema: Schema, path: string): void => {
      if (schema.type === 'object') {
        objects++
        // Texts by name are as open as their names.
        if (!schema.patternProperties) expect(schema.additionalProperties, path).toBe(false)
      }
      for (const [key, inner] of Object.entries(schema.properties ?? {})) {
        const described = inner.const !== undefined || inner.anyOf?.some(({ description }) => description)
        if (!described) expect(inner.description, `${path}/${key}`).toMatch(/\.$/)
        walk(inner, `${path}/${key}`)
      }
      if (schema.items) walk(schema.items, `${path}/items`)
      for (const [at, inner] of (schema.anyOf ?? []).entries()) walk(inner, `${path}/${at}`)
    }
    walk(outcomeSchema as Schema, '')
    expect(objects).toBeGreaterThan(30)
    expect(Object.keys(outcomeSchema.properties)).toEqual(expect.arrayContaining(Object.keys(sample)))
  })
})

/** As much of JSON Schema as the schema uses. */
interface Schema {
  readonly type?: string
  readonly description?: string
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: unknown
  readonly additionalProperties?: unknown
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}
