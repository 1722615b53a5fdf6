import type { Context } from '../../src/check/define.ts'
import { expectStatus } from '../../src/check/expect.ts'
import { isProtected } from '../../src/check/repository.ts'

/** Deletes a manifest, first its tags where those protect it. @throws NotApplicable when it is protected all the same */
export async function removeWhole(context: Context, digest: string, tags: readonly string[]): Promise<void> {
  const { repo, has } = context
  if (tags.length > 0 && has('delete-tag')) {
    const response = await repo.delete(digest)
    if (!isProtected(response)) return expectStatus(response, 202)
    for (const tag of tags) await repo.remove(tag)
    // What has no tag any more may have been collected.
    if ((await repo.get(digest, 'HEAD')).status === 404) return
  }
  await repo.remove(digest)
}
