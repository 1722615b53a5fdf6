import { referrersTag } from '../../fixtures/make/digest.ts'
import type { Maker } from '../../fixtures/make/maker.ts'
import type { Manifest } from '../../fixtures/make/manifest.ts'
import type { Repository } from '../../src/check/repository.ts'
import { tagIndex } from '../fallback/tag-index.ts'

/** What is there before a registry gets the referrers API. Derived from the seed, so that nothing else need be kept. */
export interface UpgradeContent {
  readonly subject: Manifest
  /** In the list that clients keep under the referrers tag. */
  readonly listed: readonly Manifest[]
  /** With a subject too, but in no list. */
  readonly unlisted: Manifest
}

export function upgradeContent(make: Maker): UpgradeContent {
  const subject = make.image()
  return {
    subject,
    listed: [
      make.artifact({ subject }),
      make.image({ subject }),
      make.image({ subject, configType: make.mediaType('.config') }),
    ],
    unlisted: make.artifact({ subject }),
  }
}

/** Pushes that content as a client of a registry without the API does, and returns the tag of the list. */
export async function pushUpgradeContent(
  repo: Repository,
  { subject, listed, unlisted }: UpgradeContent,
): Promise<string> {
  const tag = referrersTag(subject.digest)
  await repo.push(subject)
  await repo.push(unlisted)
  await repo.push(tagIndex(listed), { tag })
  return tag
}
