import type { Fault } from '../change.ts'
import { type ErrorEntry, refuse } from '../errors.ts'

/** A fault that writes the bodies of refusals otherwise. */
function writing({
  name,
  breaks,
  alsoBreaks,
  description,
  body,
}: {
  readonly name: string
  readonly breaks: string
  readonly alsoBreaks?: readonly string[]
  readonly description: string
  readonly body: (entries: readonly ErrorEntry[]) => unknown
}): Fault {
  return {
    name,
    description,
    breaks,
    ...(alsoBreaks && { alsoBreaks }),
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
function warning({
  name,
  breaks,
  description,
  values,
}: {
  readonly name: string
  readonly breaks: string
  readonly description: string
  readonly values: readonly string[]
}): Fault {
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
  writing({
    name: 'errors-bare-object',
    breaks: 'errors/form',
    description: 'A refusal is one bare error',
    body: ([first]) => first,
  }),
  writing({
    name: 'errors-bare-array',
    breaks: 'errors/form',
    description: 'A refusal is a bare array of errors',
    body: (entries) => entries,
  }),
  writing({
    name: 'errors-without-code',
    breaks: 'errors/form',
    description: 'Errors have no code',
    body: (entries) => ({
      errors: entries.map(({ message }) => ({ message })),
    }),
  }),
  writing({
    name: 'errors-empty',
    breaks: 'errors/form',
    description: 'A refusal has an empty array of errors',
    body: () => ({ errors: [] }),
  }),
  writing({
    name: 'error-codes-small',
    breaks: 'errors/code-form',
    description: 'Codes are in small letters',
    body: (entries) => ({
      errors: entries.map((entry) => ({ ...entry, code: entry.code.toLowerCase() })),
    }),
  }),
  writing({
    name: 'error-codes-with-dashes',
    breaks: 'errors/code-form',
    description: 'Codes have dashes for underscores',
    body: (entries) => ({
      errors: entries.map((entry) => ({ ...entry, code: entry.code.replaceAll('_', '-') })),
    }),
  }),
  writing({
    name: 'error-codes-own',
    breaks: 'errors/code-known',
    description: 'Codes are those of the vendor',
    body: (entries) => ({
      errors: entries.map((entry) => ({ ...entry, code: `VENDOR_${entry.code}` })),
    }),
  }),
  writing({
    name: 'error-codes-all-unsupported',
    breaks: 'errors/code-fits',
    alsoBreaks: ['push/missing-reference'],
    description: 'Every code is UNSUPPORTED',
    body: (entries) => ({
      errors: entries.map((entry) => ({ ...entry, code: 'UNSUPPORTED' })),
    }),
  }),
  writing({
    name: 'error-unknown-manifest-as-blob',
    breaks: 'errors/code-fits',
    description: 'Of unknown manifests is said BLOB_UNKNOWN',
    body: (entries) => ({
      errors: entries.map((entry) => (entry.code === 'MANIFEST_UNKNOWN' ? { ...entry, code: 'BLOB_UNKNOWN' } : entry)),
    }),
  }),
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
  writing({
    name: 'error-message-object',
    breaks: 'errors/message-text',
    description: 'Messages are objects',
    body: (entries) => ({
      errors: entries.map((entry) => ({ ...entry, message: { text: entry.message } })),
    }),
  }),
  warning({
    name: 'warning-code-199',
    breaks: 'warnings/form',
    description: 'Warnings have the code 199',
    values: ['199 - "This is no use."'],
  }),
  warning({
    name: 'warning-agent',
    breaks: 'warnings/form',
    description: 'Warnings name the registry as their agent',
    values: ['299 registry.test "Mind the gap."'],
  }),
  warning({
    name: 'warning-dated',
    breaks: 'warnings/form',
    description: 'Warnings have a date',
    values: ['299 - "Mind the gap." "Sun, 01 Nov 2026 00:00:00 GMT"'],
  }),
  warning({
    name: 'warning-unquoted',
    breaks: 'warnings/form',
    description: 'The text of a warning is not quoted',
    values: ['299 - Mind the gap.'],
  }),
  warning({
    name: 'warnings-too-long',
    breaks: 'warnings/size',
    description: 'One warning is longer than 4096 bytes',
    values: [`299 - "${'long '.repeat(820)}"`],
  }),
  warning({
    name: 'warnings-too-many',
    breaks: 'warnings/size',
    description: 'Warnings of one response are together longer than 4096 bytes',
    values: Array.from({ length: 9 }, (_, at) => `299 - "${at} ${'many '.repeat(100)}"`),
  }),
]
