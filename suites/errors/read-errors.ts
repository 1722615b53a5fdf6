import { isObject } from '../../src/check/list.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/**
 * The body of a refusal as JSON. Undefined when it is none: the text allows any format, and only JSON has a form. A
 * body counts as JSON when it says so, or when it is an object or array.
 */
export function jsonIn(response: RegistryResponse): { readonly value: unknown } | undefined {
  const text = response.text().trim()
  const isJson = /^application\/([a-z0-9.+-]+\+)?json\b/i.test(response.header('content-type') ?? '')
  if (text === '' || (!isJson && !/^[[{]/.test(text))) return undefined
  try {
    return { value: JSON.parse(text) }
  } catch {
    return isJson ? { value: undefined } : undefined
  }
}

/** Entries of `errors` in a refusal; undefined when its body is not JSON of that form. */
export function errorsIn(response: RegistryResponse): Record<string, unknown>[] | undefined {
  const json = jsonIn(response)?.value
  const errors = isObject(json) ? json['errors'] : undefined
  return Array.isArray(errors) && errors.every(isObject) ? errors : undefined
}

/** Codes of a refusal; undefined when it is not in JSON. */
export function codesIn(response: RegistryResponse): string[] | undefined {
  if (!jsonIn(response)) return undefined
  return (errorsIn(response) ?? []).map(({ code }) => String(code))
}

/** What the table of the text lists, and two older ones that it tells clients to expect. */
export const codesOfTable: ReadonlySet<string> = new Set([
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
  'TAG_INVALID',
  'MANIFEST_UNVERIFIED',
])

/** Codes of a refusal, as far as they are of the table: what others stand for, nobody can say. */
export function knownCodesIn(response: RegistryResponse): string[] {
  return (codesIn(response) ?? []).filter((code) => codesOfTable.has(code))
}
