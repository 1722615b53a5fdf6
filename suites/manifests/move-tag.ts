import type { Manifest } from '../../fixtures/make/manifest.ts'
import { expectAccepted, isProtected, type Repository } from '../../src/check/repository.ts'
import { NotApplicable } from '../../src/check/violation.ts'

/**
 * Points a tag that exists to another manifest. No sentence says that tags can be moved.
 * @throws NotApplicable when the target refuses it
 * @throws StepFailed when it is neither accepted nor refused
 */
export async function moveTag(repo: Repository, manifest: Manifest, tag: string): Promise<void> {
  const response = await repo.put(manifest, { tag })
  if (isProtected(response)) throw new NotApplicable(`the target does not move tags (status ${response.status})`)
  expectAccepted('manifests/tag-moved', response)
}
