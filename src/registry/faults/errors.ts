import type { Fault } from '../change.ts'
import { type ErrorEntry, refuse } from '../errors.ts'

/** A fault that writes the bodies of refusals otherwise. */
function writing(
  name: string,
  breaks: string,
  description: string,
  body: (entries: readonly ErrorEntry[]) => unknown,
): Fault {
  return {
    name,
    description,
    breaks,
    change: () => ({
      http: {
        error: (error) =>
          new Response(JSON.stringify(body(error.entries)), {
            status: error.status,
            headers: { 'Content-Type': 'application/json', ...error.headers },
          }),
      },
    }),
  }
}

/** A fault that sends a Warning with every answer. */
function warning(name: string, breaks: string, description: string, values: readonly string[]): Fault {
  return {
    name,
    description,
    breaks,
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      for (const value of values) response.headers.append('Warning', value)
      return response
    },
  }
}

/** Faults in how refusals are told. */
export const errorFaults: readonly Fault[] = [
  writing('errors-bare-object', 'errors/form', 'A refusal is one bare error', ([first]) => first),
  writing('errors-bare-array', 'errors/form', 'A refusal is a bare array of errors', (entries) => entries),
  writing('errors-without-code', 'errors/form', 'Errors have no code', (entries) => ({
    errors: entries.map(({ message }) => ({ message })),
  })),
  writing('errors-empty', 'errors/form', 'A refusal has an empty array of errors', () => ({ errors: [] })),
  writing('error-codes-small', 'errors/code-form', 'Codes are in small letters', (entries) => ({
    errors: entries.map((entry) => ({ ...entry, code: entry.code.toLowerCase() })),
  })),
  writing('error-codes-with-dashes', 'errors/code-form', 'Codes have dashes for underscores', (entries) => ({
    errors: entries.map((entry) => ({ ...entry, code: entry.code.replaceAll('_', '-') })),
  })),
  writing('error-codes-own', 'errors/code-known', 'Codes are those of the vendor', (entries) => ({
    errors: entries.map((entry) => ({ ...entry, code: `VENDOR_${entry.code}` })),
  })),
  writing('error-codes-all-unsupported', 'errors/code-fits', 'Every code is UNSUPPORTED', (entries) => ({
    errors: entries.map((entry) => ({ ...entry, code: 'UNSUPPORTED' })),
  })),
  writing(
    'error-unknown-manifest-as-blob',
    'errors/code-fits',
    'Of unknown manifests is said BLOB_UNKNOWN',
    (entries) => ({
      errors: entries.map((entry) => (entry.code === 'MANIFEST_UNKNOWN' ? { ...entry, code: 'BLOB_UNKNOWN' } : entry)),
    }),
  ),
  {
    name: 'error-deleted-manifest-as-name',
    description: 'Of manifests that were deleted is said NAME_UNKNOWN',
    breaks: 'errors/code-fits',
    change: (rules) => {
      const deleted = new Set<string>()
      return {
        manifests: {
          remove: async (call, repository, manifest) => {
            deleted.add(`${repository.name} ${manifest.digest}`)
            await rules.manifests.remove(call, repository, manifest)
          },
          unknown: (call) =>
            deleted.has(`${call.name} ${call.reference}`)
              ? refuse(404, 'NAME_UNKNOWN', 'it was deleted')
              : rules.manifests.unknown(call),
        },
      }
    },
  },
  writing('error-message-object', 'errors/message-text', 'Messages are objects', (entries) => ({
    errors: entries.map((entry) => ({ ...entry, message: { text: entry.message } })),
  })),
  warning('warning-code-199', 'warnings/form', 'Warnings have the code 199', ['199 - "This is no use."']),
  warning('warning-agent', 'warnings/form', 'Warnings name the registry as their agent', [
    '299 registry.test "Mind the gap."',
  ]),
  warning('warning-dated', 'warnings/form', 'Warnings have a date', [
    '299 - "Mind the gap." "Sun, 01 Nov 2026 00:00:00 GMT"',
  ]),
  warning('warning-unquoted', 'warnings/form', 'The text of a warning is not quoted', ['299 - Mind the gap.']),
  warning('warnings-too-long', 'warnings/size', 'One warning is longer than 4096 bytes', [
    `299 - "${'long '.repeat(820)}"`,
  ]),
  warning(
    'warnings-too-many',
    'warnings/size',
    'Warnings of one answer are together longer than 4096 bytes',
    Array.from({ length: 9 }, (_, at) => `299 - "${at} ${'many '.repeat(100)}"`),
  ),
]
