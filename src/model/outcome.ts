import type { Name } from './content.ts'
import type { State } from './state.ts'

/** A value in a disagreement, as it goes into a report. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

/** Where the target and the model differ. */
export interface Disagreement {
  /** What was broken, as a slug: `manifest-present`, `list-missing`, ... */
  readonly rule: Rule
  readonly repository: Name
  /** What it is about, by its name in the history: `manifest m1`, `tag a`. */
  readonly resource: string
  readonly expected: Value
  readonly actual: Value
}

/** Everything that a response to a command is compared with. Names of headers are in small letters. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** A status that is acceptable; `4xx` stands for every refusal. */
export type Status = number | '4xx'

/** What a header of an acceptable response has to be. */
export interface HeaderFact {
  readonly header: string
  readonly rule: Rule
  /** `sent`: it has to be there; `if-sent`: it may be left out; `not-sent`: it must be left out. */
  readonly must: 'sent' | 'if-sent' | 'not-sent'
  /** The value that it has to have; absent: any. */
  readonly value?: string
}

/** One thing that the text lets a registry do. */
export interface Outcome {
  readonly name: 'accepted' | 'refused' | 'session-opened'
  readonly statuses: readonly Status[]
  readonly facts: readonly HeaderFact[]
  /** The state afterwards; some of it is decided by what the response says. */
  readonly next: (reply: Reply) => State
}

/** All that may come of a command, and what is broken when nothing of that comes. */
export interface Step {
  readonly repository: Name
  readonly resource: string
  readonly rule: Rule
  readonly outcomes: readonly Outcome[]
}

/** Every way in which a target can differ from the model. */
export const rules = [
  'server-error',
  'push-accepted',
  'push-status',
  'push-location',
  'push-digest',
  'subject-header',
  'subject-header-of-index',
  'subject-header-without-subject',
  'delete-manifest',
  'delete-tag',
  'delete-blob',
  'delete-unknown',
  'upload-opened',
  'upload-location',
  'chunk-accepted',
  'chunk-order',
  'chunk-range',
  'blob-accepted',
  'blob-location',
  'wrong-digest-refused',
  'single-post',
  'mount',
  'cancel',
  'session-over',
  'session-status',
  'session-range',
  'session-location',
  'manifest-present',
  'manifest-gone',
  'manifest-isolated',
  'manifest-unknown-status',
  'manifest-bytes',
  'manifest-digest-missing',
  'manifest-digest-header',
  'manifest-length',
  'manifest-type',
  'tag-present',
  'tag-gone',
  'tag-isolated',
  'tag-moved',
  'blob-present',
  'blob-gone',
  'blob-isolated',
  'blob-unknown-status',
  'blob-bytes',
  'blob-digest-missing',
  'blob-digest-header',
  'blob-length',
  'part',
  'tags-status',
  'tags-body',
  'tags-name',
  'tags-missing',
  'tags-extra',
  'tags-duplicate',
  'tags-order',
  'tags-page-size',
  'tags-link',
  'list-status',
  'list-body',
  'list-type',
  'list-missing',
  'list-extra',
  'list-isolated',
  'list-duplicate',
  'list-entry-field',
  'list-entry-annotations',
  'filter-extra',
  'filter-header',
  'filter-header-unasked',
] as const

export type Rule = (typeof rules)[number]

/** What came of comparing one response: the state that is known now, and what differs. */
export interface Comparison {
  readonly state: State
  readonly disagreements: readonly Disagreement[]
}
