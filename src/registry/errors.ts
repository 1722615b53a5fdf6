/** The codes that the specification lists under "Error Codes"; a registry may use no other in a JSON error body. */
export type ErrorCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'SIZE_INVALID'
  | 'UNAUTHORIZED'
  | 'DENIED'
  | 'UNSUPPORTED'
  | 'TOOMANYREQUESTS'

/** One entry of the `errors` array. */
export interface ErrorEntry {
  readonly code: ErrorCode
  readonly message: string
  readonly detail?: unknown
}

/** A refusal: thrown by resources and rules, turned into a response in one place (`rules/http.ts`). */
export class RegistryError extends Error {
  override readonly name = 'RegistryError'
  readonly status: number
  readonly entries: readonly ErrorEntry[]
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, entries: ErrorEntry | readonly ErrorEntry[], headers: Record<string, string> = {}) {
    const list: readonly ErrorEntry[] = Array.isArray(entries) ? entries : [entries as ErrorEntry]
    super(list.map((entry) => `${entry.code}: ${entry.message}`).join('; '))
    this.status = status
    this.entries = list
    this.headers = headers
  }
}

/** A short way to throw: `throw refuse(404, 'BLOB_UNKNOWN', 'no such blob', { digest })`. */
export function refuse(
  status: number,
  code: ErrorCode,
  message: string,
  detail?: unknown,
  headers?: Record<string, string>,
): RegistryError {
  return new RegistryError(status, detail === undefined ? { code, message } : { code, message, detail }, headers)
}

/** 405 as RFC 9110 asks for it: with an `Allow` header. */
export function methodNotAllowed(message: string, allow: readonly string[]): RegistryError {
  return refuse(405, 'UNSUPPORTED', message, undefined, { Allow: allow.join(', ') })
}
