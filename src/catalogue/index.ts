import { access } from './access.ts'
import { cancelUpload } from './cancel-upload.ts'
import { checkingExistence } from './checking-existence.ts'
import { chunks } from './chunks.ts'
import { clientCompatibility } from './client-compatibility.ts'
import { clientHttp } from './client-http.ts'
import { clientLegacy } from './client-legacy.ts'
import { clientManifests } from './client-manifests.ts'
import { clientProxying } from './client-proxying.ts'
import { clientPull } from './client-pull.ts'
import { clientReferrers } from './client-referrers.ts'
import { clientTags } from './client-tags.ts'
import { clientUploads } from './client-uploads.ts'
import { conformance } from './conformance.ts'
import { deleting } from './deleting.ts'
import { determiningSupport } from './determining-support.ts'
import { documentGrammar } from './document-grammar.ts'
import { documentPermissions } from './document-permissions.ts'
import { documentUnseen } from './document-unseen.ts'
import { enablingReferrers } from './enabling-referrers.ts'
import { endpoints } from './endpoints.ts'
import { errorCodes } from './error-codes.ts'
import { http } from './http.ts'
import { listingReferrers } from './listing-referrers.ts'
import { listingTags } from './listing-tags.ts'
import { mounting } from './mounting.ts'
import { proxying } from './proxying.ts'
import { pull } from './pull.ts'
import { push } from './push.ts'
import { pushBlobs } from './push-blobs.ts'
import { pushingManifests } from './pushing-manifests.ts'
import { pushingWithSubject } from './pushing-with-subject.ts'
import { questions } from './questions.ts'
import { singlePost } from './single-post.ts'
import { tagSchema } from './tag-schema.ts'
import { type Level, type Question, type Requirement, type SpecVersion, specVersions, type Wording } from './types.ts'
import { warnings } from './warnings.ts'

/** Every requirement there is, by id. One file for each heading of the specification. */
const all = {
  ...determiningSupport,
  ...conformance,
  ...pull,
  ...checkingExistence,
  ...pushBlobs,
  ...singlePost,
  ...chunks,
  ...cancelUpload,
  ...mounting,
  ...push,
  ...pushingManifests,
  ...pushingWithSubject,
  ...listingTags,
  ...listingReferrers,
  ...deleting,
  ...enablingReferrers,
  ...tagSchema,
  ...proxying,
  ...http,
  ...endpoints,
  ...errorCodes,
  ...warnings,
  ...access,
  ...clientCompatibility,
  ...clientHttp,
  ...clientLegacy,
  ...clientManifests,
  ...clientProxying,
  ...clientPull,
  ...clientReferrers,
  ...clientTags,
  ...clientUploads,
  ...documentGrammar,
  ...documentPermissions,
  ...documentUnseen,
} as const

/**
 * Every requirement of the specification, by id.
 * @example requirements['listing-tags/found']?.heading // 'Listing Tags'
 */
export const requirements: Readonly<Record<string, Requirement>> = all
export { questions }

type ChecksOf<R> = { [Id in keyof R]: R[Id] extends { checks: infer C } ? keyof C : never }[keyof R]
export type CheckId = ChecksOf<typeof all>
export type QuestionId = keyof typeof questions

/** A check as the catalogue knows it. */
export interface CheckEntry {
  readonly id: string
  readonly title: string
  readonly requirementId: string
  readonly requirement: Requirement
}

/**
 * Every check that judges, by id.
 * @example checks.get('tags/list')?.title
 */
export const checks: ReadonlyMap<string, CheckEntry> = new Map(
  Object.entries(requirements).flatMap(([requirementId, requirement]) =>
    Object.entries(requirement.checks ?? {}).map(
      ([id, title]) => [id, { id, title, requirementId, requirement }] as const,
    ),
  ),
)

/** A question by id; undefined for ids of checks. */
export function questionOf(id: string): Question | undefined {
  return (questions as Readonly<Record<string, Question>>)[id]
}

/** How a requirement stands in a version of the text; undefined when it does not stand there. */
export function wordingIn(requirement: Requirement, spec: SpecVersion): Wording | undefined {
  const at = specVersions.indexOf(spec)
  return requirement.wordings.find(
    ({ since, until }) =>
      specVersions.indexOf(since) <= at && (until === undefined || at <= specVersions.indexOf(until)),
  )
}

/** Whether breaking a requirement of this level fails a registry. */
export function isBinding(level: Level | null): boolean {
  return level === 'MUST' || level === 'MUST NOT'
}
