import type { Pushed } from '../check/journal.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import type { Client, RegistryResponse } from '../client/client.ts'
import { NoResponse } from '../client/wire.ts'
import type { Leftover } from '../outcome/outcome.ts'

/** So many manifests are asked for: a registry that keeps what it says is deleted keeps most of it. */
const sampleSize = 16

/**
 * Looks whether what was deleted is gone: tags by the lists of tags, manifests by asking for a sample of them.
 * @param stuck what could not be deleted, and is known to be there
 */
export async function stillThere(
  client: Client,
  items: readonly Pushed[],
  stuck: readonly Leftover[],
): Promise<Leftover[]> {
  const known = new Set(stuck.map(({ repository, reference }) => `${repository} ${reference}`))
  const deleted = items.filter(({ repository, reference }) => !known.has(`${repository} ${reference}`))
  const repositories = [...new Set(deleted.map(({ repository }) => repository))]
  const found = await Promise.all(
    repositories.map((repository) => {
      const own = deleted.filter((item) => item.repository === repository)
      return tagsLeft(client, repository, own)
    }),
  )
  return [...found.flat(), ...(await manifestsLeft(client, deleted))]
}

async function tagsLeft(client: Client, repository: string, items: readonly Pushed[]): Promise<Leftover[]> {
  const tags = items.filter(({ kind }) => kind === 'tag')
  if (tags.length === 0) return []
  const response = await ask(client, 'GET', repository, 'tags/list')
  if (response?.status !== 200) return []
  const listed = new Set(tagsIn(response.text()))
  return tags
    .filter(({ reference }) => listed.has(reference))
    .map(({ reference }) => ({ kind: 'tag', repository, reference, why: 'deleted, and still listed' }))
}

async function manifestsLeft(client: Client, items: readonly Pushed[]): Promise<Leftover[]> {
  const all = items.filter(({ kind }) => kind === 'manifest')
  // From the last one on at even distances: some registries tire of deleting.
  const distance = Math.max(1, Math.floor(all.length / sampleSize))
  const manifests = all
    .toReversed()
    .filter((_, at) => at % distance === 0)
    .slice(0, sampleSize)
  const found = await Promise.all(
    manifests.map(async ({ repository, reference }): Promise<Leftover[]> => {
      const response = await ask(client, 'HEAD', repository, `manifests/${reference}`)
      return response?.status === 200
        ? [{ kind: 'manifest', repository, reference, why: 'deleted, and still there' }]
        : []
    }),
  )
  return found.flat()
}

function tagsIn(text: string): string[] {
  try {
    const { tags } = JSON.parse(text) as { tags?: unknown }
    return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
  } catch {
    return []
  }
}

/** A target that does not respond here has nothing that could be named. */
async function ask(
  client: Client,
  method: 'GET' | 'HEAD',
  repository: string,
  path: string,
): Promise<RegistryResponse | undefined> {
  try {
    const to = `/v2/${repository}/${path}`
    return await client.send({ method, to, access: { repository, action: 'pull' } }, { record: () => {} })
  } catch (cause) {
    if (cause instanceof NoResponse || cause instanceof AccessRefused) return undefined
    throw cause
  }
}
