import { commonBlobs } from '../../../fixtures/make/common.ts'
import type { Access } from '../../client/auth/authenticator.ts'
import type { Client } from '../../client/client.ts'
import { NoResponse } from '../../client/wire.ts'
import { CannotJudge } from '../../run/errors.ts'

/** Something in a repository that a run must leave alone: it was there before. */
export interface Present {
  readonly repository: string
  readonly reference: string
}

/**
 * Looks at repositories that the user named before anything is pushed there.
 * @returns blobs that are there already although this suite pushes them too, such as the empty config: somebody else
 *   may need them
 * @throws CannotJudge when a repository holds tags, unless `allowed`
 * @throws NoResponse when the target does not respond
 */
export async function lookAround(
  client: Client,
  repositories: readonly string[],
  allowed: boolean,
): Promise<Present[]> {
  const found = await Promise.all(
    repositories.map(async (repository) => {
      if (!allowed) await expectNoTags(client, repository)
      return await blobsIn(client, repository)
    }),
  )
  return found.flat()
}

async function expectNoTags(client: Client, repository: string): Promise<void> {
  const holds = await ask(client, repository, 'GET', 'tags/list?n=3').then(
    (response) => (response.status === 200 ? tagsIn(response.text()) : []),
    (cause: unknown) => {
      // A repository whose list is too long to be read holds something.
      if (cause instanceof NoResponse && cause.kind === 'too-large') return ['more tags than can be read']
      throw cause
    },
  )
  if (holds.length === 0) return
  const some = holds.slice(0, 3).join(', ') + (holds.length > 2 ? ', ...' : '')
  throw new CannotJudge(
    `${repository} holds content already (${some}): name an empty repository, or say --allow-content to judge it all the same`,
  )
}

/** Tags in the body of a list; what no tag can look like is shown to nobody. */
function tagsIn(text: string): string[] {
  try {
    const { tags } = JSON.parse(text) as { tags?: unknown }
    if (!Array.isArray(tags)) return []
    return tags.map((tag) => (typeof tag === 'string' && /^\w[\w.-]{0,127}$/.test(tag) ? tag : 'a malformed tag'))
  } catch {
    return []
  }
}

async function blobsIn(client: Client, repository: string): Promise<Present[]> {
  const found = await Promise.all(
    commonBlobs.map(async (digest) => {
      const { status } = await ask(client, repository, 'HEAD', `blobs/${digest}`)
      return status === 200 ? [{ repository, reference: digest }] : []
    }),
  )
  return found.flat()
}

function ask(client: Client, repository: string, method: 'GET' | 'HEAD', path: string) {
  const access: Access = { repository, action: 'pull' }
  return client.send({ method, to: `/v2/${repository}/${path}`, access }, { record: () => {} })
}
