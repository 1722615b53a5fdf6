/**
 * What a registry can claim to be, in the words of the text where it has them. `referrers` and `tag-schema` exclude each
 * other in one registry at one time: the tag schema is what clients fall back to where the API is not there.
 */
export const profiles = {
  pull: 'manifests and blobs can be pulled',
  push: 'manifests and blobs can be pushed',
  discovery: 'tags can be listed',
  management: 'tags, manifests and blobs can be deleted',
  referrers: 'the referrers API is there',
  'tag-schema': 'the referrers API is not claimed, clients keep lists under tags',
} as const
export type ProfileName = keyof typeof profiles

/** What a registry may claim, by name. */
export const profileNames = Object.keys(profiles) as ProfileName[]

/**
 * core: what everybody who claims the profile owes. extended: recommendations, and what rests on something optional.
 */
export type Tier = 'core' | 'extended'

/** The profile that each heading of the newest text belongs to, as far as checks may stand under it. */
export const profileOfHeading: Readonly<Record<string, ProfileName>> = {
  API: 'pull',
  Endpoints: 'pull',
  'Determining Support': 'pull',
  Pull: 'pull',
  'Pulling manifests': 'pull',
  'Pulling blobs': 'pull',
  'Checking if content exists in the registry': 'pull',
  'Error Codes': 'pull',
  Warnings: 'pull',
  'Registry Proxying': 'pull',
  Push: 'push',
  'Pushing blobs': 'push',
  'POST then PUT': 'push',
  'Single POST': 'push',
  'Pushing a blob in chunks': 'push',
  'Cancel a blob upload': 'push',
  'Mounting a blob from another repository': 'push',
  'Pushing Manifests': 'push',
  'Content Discovery': 'discovery',
  'Listing Tags': 'discovery',
  'Content Management': 'management',
  'Deleting tags': 'management',
  'Deleting Manifests': 'management',
  'Deleting Blobs': 'management',
  Requirements: 'referrers',
  'Pushing Manifests with Subject': 'referrers',
  'Listing Referrers': 'referrers',
  'Enabling the Referrers API': 'referrers',
  'Unavailable Referrers API': 'tag-schema',
  'Referrers Tag Schema': 'tag-schema',
}

/** Headings under which everything binds only registries that offer it: no registry has to mount, or to warn. */
export const optionalHeadings: ReadonlySet<string> = new Set([
  'Single POST',
  'Cancel a blob upload',
  'Mounting a blob from another repository',
  'Warnings',
  'Registry Proxying',
])

/** Requirements of the same sort under headings where others bind everybody. */
export const optionalRequirements: ReadonlySet<string> = new Set([
  'pushing-manifests/tag-parameters',
  'access/challenge',
])
