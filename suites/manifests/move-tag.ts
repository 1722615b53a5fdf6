import type { Manifest } from '../../fixtures/make/manifest.ts'
import type { CheckId } from '../../src/catalogue/index.ts'
import { type Context, scenario } from '../../src/check/define.ts'
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

const moved = scenario('a tag is moved to another image', async ({ repo, make }) => {
  const tag = make.tag()
  await repo.push(make.image(), { tag })
  return await repo.put(make.part('other').image(), { tag })
})

/**
 * Pushes a manifest to a tag that was deleted before. Where tags cannot be moved, one that was given away may be spent
 * for ever: then nobody who pulls it is misled by what comes later, and no sentence says otherwise.
 * @returns the status of such a refusal; undefined: the tag is there again
 * @throws StepFailed when it is neither accepted nor refused so
 */
export async function tagAgain(
  { repo, use }: Pick<Context, 'repo' | 'use'>,
  by: CheckId,
  manifest: Manifest,
  tag: string,
): Promise<number | undefined> {
  const response = await repo.put(manifest, { tag })
  if (isProtected(response) && isProtected(await use(moved))) return response.status
  expectAccepted(by, response)
  return undefined
}
