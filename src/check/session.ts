import type { SpecVersion } from '../catalogue/types.ts'
import type { Client } from '../client/client.ts'
import { type IdentityClients, roles } from './identity.ts'
import type { Journal } from './journal.ts'
import type { Patience } from './patience.ts'
import type { Refusals } from './refusals.ts'

/** What all checks of one run share. */
export interface Session {
  readonly client: Client
  /** Identities besides the user who may do everything; absent: none. */
  readonly identityClients?: IdentityClients
  readonly journal: Journal
  readonly spec: SpecVersion
  readonly features: ReadonlySet<Feature>
  readonly seed: string
  /** How long changes may take to become visible. */
  readonly patience: Patience
  /** Ends waits when the run is interrupted. */
  readonly signal: AbortSignal
  /** What it refused to take. */
  readonly refusals: Refusals
  /** Content that many use and that is in a repository, or on its way there. Key: `repository@digest`. */
  readonly present: Map<string, Promise<unknown>>
}

/** Something optional that a target may have: asked for before the run, or declared by the user. */
export const features = {
  referrers: 'the referrers API',
  filter: 'referrers filtered by artifactType',
  'delete-manifest': 'deleting manifests by digest',
  'delete-tag': 'deleting tags',
  'delete-blob': 'deleting blobs',
  sha512: 'manifests pushed and pulled by sha512 digests',
  'sha512-subject': 'subjects named by sha512 digests',
  'sibling-repositories': 'repositories whose names start with the name of another one, created by a push',
  'referrers-head': 'HEAD requests to the referrers API',
  'existing-content': 'content that is named with --existing',
  'tags-list': 'lists of tags',
  namespaces: 'going by the host that ns names, as a proxy of other registries',
  'upgrade-seed': 'what an earlier run with --upgrade-seed left behind',
  ...roles,
} as const
export type Feature = keyof typeof features
