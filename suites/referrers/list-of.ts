import { expectHas, type ReferrersList } from '../../src/check/list.ts'
import type { ListOptions, Repository } from '../../src/check/repository.ts'
import { Violation } from '../../src/check/violation.ts'

/**
 * The list of a subject once it has some manifests, or as it is when the time is over in which a change may become
 * visible: what is missing then is for checks to judge, each for its own manifest.
 * @throws Violation when there is no list to read
 */
export async function listOf(
  repo: Repository,
  subject: { readonly digest: string },
  has: readonly { readonly digest: string }[],
  options: ListOptions = {},
): Promise<ReferrersList> {
  let list: ReferrersList | undefined
  try {
    return await repo.eventually(async () => {
      list = undefined
      list = await repo.referrers(subject, options)
      expectHas(list, has)
      return list
    })
  } catch (cause) {
    if (list && cause instanceof Violation) return list
    throw cause
  }
}
