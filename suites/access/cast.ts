import type { Blob, Manifest } from '../../fixtures/make/manifest.ts'
import { type Context, type Identity, scenario } from '../../src/check/define.ts'
import { nextPage } from '../../src/check/list.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { Right } from '../../src/check/rights.ts'
import { NotApplicable, Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'

/** An identity at a repository where it lacks a right. */
export interface Place {
  readonly identity: Identity
  /** The repository as the identity sees it. */
  readonly here: Repository
  /** The same repository as the user who may do everything sees it. */
  readonly own: Repository
  readonly side: 'a' | 'b'
  /** The other repository as the identity sees it, and what it may do there. */
  readonly elsewhere: Repository
  readonly rightsElsewhere: readonly Right[]
}

const sides = ['a', 'b'] as const

/**
 * Where somebody lacks a right, or has it.
 * @param who users who log in, anonymous who does not, or both
 * @throws NotApplicable when there is no such place
 */
export function places(
  context: Context,
  right: Right,
  { who = 'users', has = false }: { who?: 'users' | 'anonymous' | 'everybody'; has?: boolean } = {},
): Place[] {
  const found = context.identities
    .filter(({ declared: { credentials } }) => who === 'everybody' || (credentials !== undefined) === (who === 'users'))
    .flatMap((identity) =>
      sides
        .filter((side) => identity.declared[side].includes(right) === has)
        .map((side) => placeOf(context, identity, side)),
    )
  if (found.length > 0) return found
  const subject = who === 'anonymous' ? 'anonymous is' : who === 'users' ? 'no user is' : 'nobody is'
  const negated = who === 'anonymous' ? !has : has
  throw new NotApplicable(`${subject} declared ${negated ? 'with' : 'without'} ${right} in either repository`)
}

/** An identity at one of the two repositories. */
export function placeOf(context: Context, identity: Identity, side: Place['side']): Place {
  const [here, elsewhere] = side === 'a' ? [identity.repo, identity.alt] : [identity.alt, identity.repo]
  const own = side === 'a' ? context.repo : context.alt
  const rightsElsewhere = identity.declared[side === 'a' ? 'b' : 'a']
  return { identity, here, own, side, elsewhere, rightsElsewhere }
}

/** Places of users who may not read there, but may write to the other repository. */
export function borders(context: Context): Place[] {
  const found = places(context, 'read').filter(({ rightsElsewhere }) => rightsElsewhere.includes('write'))
  if (found.length > 0) return found
  throw new NotApplicable('no user is declared who may write to one repository and not read the other')
}

/** Does the same with each item at once, to the end of all of them, and fails as the first one does that fails. */
export async function atOnce<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const under = items.map(task)
  await Promise.allSettled(under)
  await Promise.all(under)
}

/** Who did what where, for messages: `vendor in team/a`. */
export function at({ identity, here }: Pick<Place, 'identity' | 'here'>): string {
  return `${identity.declared.name} in ${here.name}`
}

/** What tells a place from the others of a run, whatever the repositories are called: content is derived from it. */
export function labelOf({ identity, side }: Pick<Place, 'identity' | 'side'>): string {
  return `${identity.declared.name} ${side}`
}

/** What a repository holds that not everybody may see. */
export interface Shelf {
  readonly image: Manifest
  readonly tags: readonly [string, string]
  /** In no other repository. */
  readonly blob: Blob
  readonly referrer: Manifest
}

/** A shelf with more on it, for requests of every form. */
export interface Stock extends Shelf {
  readonly index: Manifest
  readonly indexTag: string
  /** Paths of second pages that a user who may read was given. */
  readonly nextPages: readonly string[]
}

/** Fills both repositories with content that is read in many ways, and changed by nobody. */
export const shelves = scenario('content that not everybody may read', async (context) => {
  const { repo, alt, make } = context
  const [a, b] = await Promise.all([stockUp(repo, make.part('a'), context), stockUp(alt, make.part('b'), context)])
  return { a, b }
})

async function stockUp(repository: Repository, make: Context['make'], context: Context): Promise<Stock> {
  const shelf = await fill(repository, make)
  const index = make.index({ children: [shelf.image] })
  const indexTag = make.tag()
  await repository.push(index, { tag: indexTag })
  const firsts = [await repository.send('GET', 'tags/list?n=1')]
  if (context.has('referrers')) firsts.push(await repository.askReferrers(shelf.image, { query: 'n=1' }))
  return { ...shelf, index, indexTag, nextPages: firsts.flatMap(pathOfNextPage) }
}

/** A Link that cannot be read is judged elsewhere: here there is one page less to ask for. */
function pathOfNextPage(page: RegistryResponse): string[] {
  try {
    const next = nextPage(page)
    return next ? [next.pathname + next.search] : []
  } catch (cause) {
    if (cause instanceof Violation) return []
    throw cause
  }
}

/** Puts an image with two tags, a referrer and a blob of its own into a repository. */
export async function fill(repository: Repository, make: Context['make']): Promise<Shelf> {
  const [image, blob] = [make.image(), make.blob()]
  const tags = [make.tag(), make.tag()] as const
  const referrer = make.artifact({ subject: image })
  await repository.ensureBlob(blob)
  for (const tag of tags) await repository.push(image, { tag })
  await repository.push(image)
  await repository.push(referrer)
  return { image, tags, blob, referrer }
}

/** A blob that is in one repository, for a check that tries to get it into another one. */
export async function hide(place: Place, make: Context['make']): Promise<Blob> {
  const blob = make.part(labelOf(place)).blob()
  await place.own.ensureBlob(blob)
  place.elsewhere.willHold(blob)
  return blob
}
