import { listErrors } from '../../fixtures/schemas/validate.ts'
import { stateViolation } from '../../src/check/expect.ts'
import type { ReferrersList } from '../../src/check/list.ts'
import { few } from '../../src/text/shorten.ts'

/** Fails unless the body of a page of a list is an image index of descriptors. */
export function expectIndex(body: Record<string, unknown>, list: ReferrersList, page: number): void {
  const errors = listErrors(body)
  if (errors.length === 0) return
  throw stateViolation({
    problem: 'list-no-index',
    expected: 'schemaVersion 2, `manifests` an array of descriptors with mediaType, digest and size',
    actual: few(errors),
    at: list.pages[page]!,
  })
}

/** The digest of the subject that a manifest names; undefined when it names none. */
export function subjectOf(text: string): string | undefined {
  try {
    const json = JSON.parse(text) as { subject?: { digest?: unknown } } | null
    return typeof json?.subject?.digest === 'string' ? json.subject.digest : undefined
  } catch {
    return undefined
  }
}
