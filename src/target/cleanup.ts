import type { Pushed } from '../check/journal.ts'
import { AccessRefused } from '../client/auth/authenticator.ts'
import type { Client } from '../client/client.ts'
import { NoResponse } from '../client/wire.ts'
import type { Leftover } from '../outcome/outcome.ts'

/** Everything that was pushed in a run, each thing once. */
export class Ledger {
  readonly #items = new Map<string, Pushed>()

  readonly #spared = new Set<string>()
  readonly #isShared: (item: Pushed) => boolean
  readonly #shared = new Map<string, Pushed>()

  /** @param isShared whether others may need it that is pushed here: it is not removed */
  constructor(isShared: (item: Pushed) => boolean = () => false) {
    this.#isShared = isShared
  }

  add(items: readonly Pushed[]): void {
    for (const item of items) {
      if (this.#spared.has(keyOf(item))) continue
      // A blob may have the bytes, and so the digest, of a manifest.
      const key = `${item.kind} ${keyOf(item)}`
      if (this.#isShared(item)) this.#shared.set(key, item)
      else this.#items.set(key, item)
    }
  }

  /** What was pushed and stays, because others may need it. */
  get shared(): Pushed[] {
    return [...this.#shared.values()]
  }

  /** Leaves alone what was there before the run. To be said before anything is pushed. */
  spare(items: readonly Pick<Pushed, 'repository' | 'reference'>[]): void {
    for (const item of items) this.#spared.add(keyOf(item))
  }

  get items(): Pushed[] {
    return [...this.#items.values()]
  }

  /** Everything so far. From here on it counts as not pushed. */
  take(): Pushed[] {
    const items = this.items
    this.#items.clear()
    return items
  }
}

const keyOf = ({ repository, reference }: Pick<Pushed, 'repository' | 'reference'>) => `${repository} ${reference}`

type Deletion = { readonly gone: true } | { readonly gone: false; readonly why: string; readonly refused: boolean }

/**
 * Removes what a run pushed: manifests before what they refer to, so that no registry need refuse; then tags that are
 * left, then blobs. Where deleting is refused altogether, the rest of that kind is not tried.
 * @returns what could not be removed, and why
 */
export async function cleanUp(client: Client, items: readonly Pushed[]): Promise<Leftover[]> {
  const leftovers: Leftover[] = []
  const manifests = items.filter(({ kind }) => kind === 'manifest')
  let stuck: { item: Pushed; why: string }[] = []
  let refused: string | undefined
  for (const layer of layersOf(manifests)) {
    const left = await removeAll(client, layer, refused)
    stuck.push(...left.stuck)
    refused ??= left.refused
  }
  // What was held by something else may be free now.
  if (!refused && stuck.length > 0)
    stuck = (
      await removeAll(
        client,
        stuck.map(({ item }) => item),
      )
    ).stuck
  const tags = items.filter(({ kind }) => kind === 'tag')
  // A deleted manifest takes its tags along; only where none could be deleted are tags worth a request each.
  if (refused) stuck.push(...(await removeAll(client, tags)).stuck)
  stuck.push(
    ...(
      await removeAll(
        client,
        items.filter(({ kind }) => kind === 'blob'),
      )
    ).stuck,
  )
  for (const { item, why } of stuck) {
    const { kind, repository, reference } = item
    leftovers.push({ kind, repository, reference, why })
  }
  return leftovers
}

/** Manifests in the order in which to delete them: whatever refers to another one comes in an earlier layer. */
export function layersOf(manifests: readonly Pushed[]): Pushed[][] {
  const byKey = new Map(manifests.map((one) => [`${one.repository} ${one.reference}`, one]))
  const heights = new Map<string, number>()
  const heightOf = (one: Pushed): number => {
    const key = `${one.repository} ${one.reference}`
    const known = heights.get(key)
    if (known !== undefined) return known
    // Set first: digests cannot form a circle, but this must end whatever it is given.
    heights.set(key, 0)
    const below = (one.refersTo ?? [])
      .map((digest) => byKey.get(`${one.repository} ${digest}`))
      .filter((other) => other !== undefined)
    const height = below.length === 0 ? 0 : 1 + Math.max(...below.map(heightOf))
    heights.set(key, height)
    return height
  }
  const layers: Pushed[][] = []
  for (const one of manifests) {
    const height = heightOf(one)
    layers[height] ??= []
    layers[height].push(one)
  }
  return layers.filter((layer) => layer !== undefined).reverse()
}

async function removeAll(
  client: Client,
  items: readonly Pushed[],
  before?: string,
): Promise<{ stuck: { item: Pushed; why: string }[]; refused?: string }> {
  const stuck: { item: Pushed; why: string }[] = []
  let refused = before
  const [probe, ...rest] = items
  if (!probe) return { stuck, ...(refused !== undefined && { refused }) }
  const remove = async (item: Pushed) => {
    if (refused !== undefined) {
      stuck.push({ item, why: refused })
      return
    }
    const result = await removeOne(client, item)
    if (result.gone) return
    stuck.push({ item, why: result.why })
    if (result.refused) refused ??= result.why
  }
  // One first: where deletes are off, a thousand refusals would tell no more.
  await remove(probe)
  await Promise.all(rest.map(remove))
  return { stuck, ...(refused !== undefined && { refused }) }
}

async function removeOne(client: Client, item: Pushed): Promise<Deletion> {
  const folder = item.kind === 'blob' ? 'blobs' : 'manifests'
  const remove = () =>
    client.send(
      {
        method: 'DELETE',
        to: `/v2/${item.repository}/${folder}/${item.reference}`,
        access: { repository: item.repository, action: 'delete' },
      },
      { record: () => {} },
    )
  try {
    let response = await remove()
    // What broke down may have been done all the same.
    if (response.exchange.events.some(({ type }) => type === 'broke-down')) response = await remove()
    if (response.status === 404 || (response.status >= 200 && response.status < 300)) return { gone: true }
    const refused = [400, 401, 403, 405, 501].includes(response.status)
    return { gone: false, why: `DELETE answered ${response.status}`, refused }
  } catch (cause) {
    if (cause instanceof NoResponse || cause instanceof AccessRefused)
      return { gone: false, why: cause.message, refused: true }
    throw cause
  }
}
