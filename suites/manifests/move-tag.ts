import type { Manifest } from '../../fixtures/make/manifest.ts'
import { NotApplicable } from '../../src/check/failure.ts'
import { expectAccepted, isProtected, type Repository } from '../../src/check/repository.ts'

/**
 * Points a tag that exists to another manifest. No sentence says that tags can be moved.
 * @throws NotApplicable when the target refuses it
 * @throws Blocked by `manifests/tag-moved` when it is neither accepted nor refused
 */
export async function moveTag(repo: Repository, manifest: Manifest, tag: string): Promise<void> {
  const response = await repo.put(manifest, { tag })
  if (isProtected(response)) throw new NotApplicable(`the target does not move tags (status ${response.status})`)
  expectAccepted('manifests/tag-moved', response)
}
