import type { Name } from '../../src/model/index.ts'

/** An object from a file, before anything of it is believed. */
export type Fields = Readonly<Record<string, unknown>>

/** Things that have names in a file. */
export type Named = 'repository' | 'manifest' | 'blob' | 'tag'

/** What a field may hold: a name of something, several names, a number, one of some words. */
export type Value =
  | Named
  | 'tags'
  | 'blobs'
  | 'manifests'
  | 'session'
  | 'type'
  | 'number'
  | 'yes-no'
  | readonly string[]

const lists: Readonly<Record<string, Named>> = { tags: 'tag', blobs: 'blob', manifests: 'manifest' }

/**
 * The fields of an object, each held against what it may be; names ending in a question mark may be left out.
 * @throws Error that says where what is wrong
 */
export function readFields(
  where: string,
  fields: Fields,
  allowed: Readonly<Record<string, Value>>,
  names: Readonly<Record<Named, ReadonlySet<Name>>>,
): Record<string, unknown> {
  const known = new Map(Object.entries(allowed).map(([field, value]) => [field.replace('?', ''), value]))
  const unknown = Object.keys(fields).find((field) => !known.has(field))
  if (unknown !== undefined) {
    throw new Error(`${where}: there is no field "${unknown}"; there are ${[...known.keys()].join(', ')}`)
  }
  const result: Record<string, unknown> = {}
  for (const [field, value] of known) {
    const actual = fields[field]
    if (actual === undefined && Object.hasOwn(allowed, `${field}?`)) continue
    const problem = problemOf(actual, value, names)
    if (problem !== undefined) {
      throw new Error(
        `${where}: "${field}" is ${actual === undefined ? 'missing' : JSON.stringify(actual)}, ${problem}`,
      )
    }
    result[field] = actual
  }
  return result
}

function problemOf(
  actual: unknown,
  value: Value,
  names: Readonly<Record<Named, ReadonlySet<Name>>>,
): string | undefined {
  if (typeof value !== 'string') {
    return typeof actual === 'string' && value.includes(actual) ? undefined : `not one of ${value.join(', ')}`
  }
  if (value === 'number') return isCount(actual) ? undefined : 'not a whole number from 0 on'
  if (value === 'yes-no') return typeof actual === 'boolean' ? undefined : 'neither true nor false'
  if (value === 'session' || value === 'type') {
    return typeof actual === 'string' && actual !== '' ? undefined : 'not a name'
  }
  const list = lists[value]
  if (list !== undefined) {
    if (!Array.isArray(actual)) return 'not a list'
    return actual.map((one) => problemOf(one, list, names)).find((problem) => problem !== undefined)
  }
  const there = names[value as Named]
  return typeof actual === 'string' && there.has(actual)
    ? undefined
    : `not a ${value} of this history: ${[...there].join(', ')}`
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
