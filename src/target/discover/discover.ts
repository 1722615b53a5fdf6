import { setTimeout as wait } from 'node:timers/promises'
import type { Maker } from '../../../fixtures/make/maker.ts'
import type { Role } from '../../check/identity.ts'
import { isObject } from '../../check/list.ts'
import type { Repository } from '../../check/repository.ts'
import { type Feature, features } from '../../check/session.ts'
import { StepFailed, Violation } from '../../check/violation.ts'
import type { RegistryResponse } from '../../client/client.ts'
import { NoResponse } from '../../client/wire.ts'
import type { FeatureOutcome } from '../../outcome/outcome.ts'
import { CannotJudge } from '../../run/errors.ts'
import { inBrief } from '../in-brief.ts'

/** Unclear: the response is neither a yes nor a no that the text allows. */
type Found = readonly [present: boolean | 'unclear', how: string]

export interface Discovery {
  readonly repo: Repository
  readonly alt: Repository
  readonly make: Maker
  /** What the user said about features: not asked for. */
  readonly declared: Readonly<Partial<Record<Feature, boolean>>>
  /** Whether the text that is judged by has referrers. */
  readonly referrers: boolean
  /** What is asked for; absent: everything. */
  readonly wanted?: ReadonlySet<Feature>
  /**
   * True: the user names pushes as claimed. False: the registry does not claim to take them, they are only what the
   * rest needs. Absent: nobody said.
   */
  readonly claimsPush?: boolean
}

/**
 * Asks a target what it has, by small pushes of its own. Where the response is neither yes nor a proper no, the feature
 * counts as there, so that its checks run and say what is wrong.
 * @throws CannotJudge when nothing can be pushed for lack of rights
 * @throws NoResponse when the target as a whole stops answering
 */
export async function discover(discovery: Discovery): Promise<FeatureOutcome[]> {
  const { declared, wanted } = discovery
  const chosen = Object.entries(probes).filter(([name]) => wanted?.has(name as Feature) ?? true)
  const asked = chosen.map(async ([name, probe]): Promise<FeatureOutcome> => {
    const claim = declared[name as Feature]
    if (claim !== undefined) return saidByUser(name, claim)
    return { name, source: 'probe', ...(await clear(probe, discovery)) }
  })
  await all<unknown>([expectRights(discovery), ...asked])
  if (discovery.claimsPush === false) await expectPushes(discovery)
  return await Promise.all(asked)
}

/** A feature that the user declared or declined. */
export function saidByUser(name: string, offered: boolean): FeatureOutcome {
  return { name, state: offered ? 'declared' : 'declined', source: 'feature-option', how: 'declared by the user' }
}

/** Waits for all, also where one fails: what is still being pushed could not be removed afterwards. */
async function all<T>(under: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(under)
  return await Promise.all(under)
}

/** So often is asked before an unclear feature counts as there, so that its checks say what is wrong. */
const maxAsked = 3
/** Milliseconds between two tries: what was unclear once may have been busy. */
const pauseMs = 200

async function clear(
  probe: (discovery: Discovery) => Promise<Found>,
  discovery: Discovery,
): Promise<Pick<FeatureOutcome, 'state' | 'how'>> {
  for (let asked = 1; ; asked++) {
    const [present, how] = await tolerant(probe, { ...discovery, make: discovery.make.part(`asked ${asked}`) })
    if (present !== 'unclear') return { state: present ? 'found' : 'absent', how }
    if (asked === maxAsked) return { state: 'unclear', how }
    await wait(pauseMs)
  }
}

/** A probe that fails says nothing against the feature. */
async function tolerant(probe: (discovery: Discovery) => Promise<Found>, discovery: Discovery): Promise<Found> {
  try {
    return await probe(discovery)
  } catch (cause) {
    const violation = cause instanceof StepFailed ? cause.violation : cause
    if (violation instanceof Violation) return ['unclear', inBrief(violation)]
    await expectAlive(cause, discovery)
    return ['unclear', (cause as NoResponse).message]
  }
}

/**
 * One endpoint that does not respond is for the checks to tell; a target that does not is for nobody to judge.
 * @throws what was caught, unless it is a NoResponse; that when `/v2/` gets no response either
 */
async function expectAlive(caught: unknown, { repo }: Discovery): Promise<void> {
  if (!(caught instanceof NoResponse)) throw caught
  await repo.send('GET', '/v2/')
}

async function expectRights(discovery: Discovery): Promise<void> {
  await all(
    [discovery.repo, discovery.alt].map(async (one) => {
      const response = await one
        .send('POST', 'blobs/uploads/', { body: new Uint8Array() })
        .catch((cause: unknown) => expectAlive(cause, discovery))
      if (!response) return
      await cancel(one, response)
      if (response.status === 401 || response.status === 403) {
        throw new CannotJudge(
          `${one.name}: starting a push responds with ${response.status}; give credentials that may write there, or other names with --repo and --alt-repo`,
        )
      }
      if (response.status === 405 && discovery.claimsPush !== true) {
        throw new CannotJudge(
          `${one.name}: pushes are not offered (starting one returned 405); judge what is there with --read-only --existing repo:tag`,
        )
      }
      if (response.status === 404) {
        throw new CannotJudge(
          `${one.name}: starting a push responds with 404; create the repository first, or name another with --repo and --alt-repo`,
        )
      }
    }),
  )
}

/** A registry that does not claim to take pushes is judged by what was pushed all the same, where it takes that. */
async function expectPushes({ repo, make }: Discovery): Promise<void> {
  try {
    await repo.push(make.part('set-up').image())
  } catch (cause) {
    if (!(cause instanceof StepFailed)) throw cause
    throw new CannotJudge(
      `${repo.name}: what is judged has to be pushed, but ${inBrief(cause.violation)}; where nothing can be, name what is there with --read-only --existing repo:tag`,
    )
  }
}

/** What nobody is asked for: the user says it. */
type Given = Role | 'existing-content' | 'upgrade-seed'

const probes: Readonly<Record<Exclude<Feature, Given>, (discovery: Discovery) => Promise<Found>>> = {
  referrers: async ({ repo, make, referrers }) => {
    if (!referrers) return [false, 'not part of the text that is judged by']
    const subject = await repo.push(make.part('referrers').image())
    const put = await repo.put(make.part('referrers-artifact').artifact({ subject }))
    // A registry may respond only where there is something to list, or only where there is nothing: either is an API.
    const responses = await Promise.all([repo.askReferrers(subject), repo.askReferrers(make.digest())])
    if (responses.some(isList)) return [true, 'GET of a list returned one']
    const how = `GET of a list returned ${responses[0].status}`
    if (put.header('oci-subject') !== undefined) return [true, `${how}, though OCI-Subject says that the API is there`]
    return [responses.some(({ status }) => status >= 500) ? 'unclear' : false, how]
  },
  filter: async ({ repo, make, referrers }) => {
    if (!referrers) return [false, 'not part of the text that is judged by']
    const own = make.part('filter')
    const subject = own.absent()
    const [one, other] = [own.artifact({ subject }), own.artifact({ subject })]
    await repo.push(one)
    await repo.push(other)
    // Before the whole list was read: a response that is kept for both could be told from neither.
    const cold = await repo.askReferrers(subject, { artifactType: one.artifactType! })
    if (!isList(cold)) return [false, 'there is no list to filter']
    if (cold.header('oci-filters-applied') !== undefined) return [true, 'OCI-Filters-Applied is answered']
    await repo.settled(subject, { has: [one, other] })
    const list = await repo.referrers(subject, { artifactType: one.artifactType! })
    const claim = list.pages.some((page) => page.header('oci-filters-applied') !== undefined)
    const whole = list.digests.includes(other.digest)
    if (claim) return [true, 'OCI-Filters-Applied is answered']
    return whole ? [false, 'the whole list is answered to a filter'] : [true, 'a filter changes the list']
  },
  'delete-manifest': async ({ repo, make }) => {
    const image = await repo.push(make.part('delete-manifest').image())
    return allowed(await repo.delete(image.digest), 'DELETE of a manifest')
  },
  'delete-tag': async ({ repo, make }) => {
    const own = make.part('delete-tag')
    const tag = own.tag()
    await repo.push(own.image(), { tag })
    return allowed(await repo.delete(tag), 'DELETE of a tag')
  },
  'delete-blob': async ({ repo, make }) => {
    const blob = make.part('delete-blob').blob()
    await repo.ensureBlob(blob)
    return allowed(await repo.send('DELETE', `blobs/${blob.digest}`), 'DELETE of a blob')
  },
  sha512: async ({ repo, make }) => {
    const image = make.part('sha512').image({ algorithm: 'sha512' })
    const put = await repo.put(image)
    if (!isSuccess(put)) return [unlessBroken(put, false), `PUT by sha512 digest returned ${put.status}`]
    const get = await repo.get(image.digest)
    // A registry that accepts it has to have it: where it is not found, the checks say so.
    return [true, `GET by sha512 digest returned ${get.status}`]
  },
  'sha512-subject': async ({ repo, make, referrers }) => {
    if (!referrers) return [false, 'not part of the text that is judged by']
    const own = make.part('sha512-subject')
    const subject = own.absent('sha512')
    const put = await repo.put(own.artifact({ subject }))
    if (!isSuccess(put)) {
      // A registry that takes a manifest by such a digest knows the algorithm,
      // and has no reason to refuse it in a subject.
      const known = await repo.put(own.part('known').image({ algorithm: 'sha512' }))
      return [unlessBroken(put, isSuccess(known)), `PUT with a sha512 subject returned ${put.status}`]
    }
    const list = await repo.askReferrers(subject)
    const how = `GET of the list of a sha512 digest returned ${list.status}`
    if (isList(list)) return [true, how]
    // A registry that says that the subject was processed has to list what names it.
    return [put.header('oci-subject') !== undefined, how]
  },
  'sibling-repositories': async ({ alt }) => {
    const start = async (name: string) => {
      const sibling = alt.sibling(name)
      const response = await sibling.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
      await cancel(sibling, response)
      return response
    }
    // Some registries take no repository within another: the one that is wanted has to be there first.
    await start(alt.name)
    const responses = await Promise.all([`${alt.name}/inner`, `${alt.name}x`].map(start))
    const refused = responses.find((response) => !isSuccess(response))
    return [
      refused ? unlessBroken(refused, false) : true,
      refused ? `starting a push returned ${refused.status}` : 'starting a push was accepted',
    ]
  },
  'referrers-head': async ({ repo, make, referrers }) => {
    if (!referrers) return [false, 'not part of the text that is judged by']
    const response = await repo.askReferrers(make.digest(), {}, 'HEAD')
    return [response.status === 200, `HEAD of a list returned ${response.status}`]
  },
  'tags-list': async ({ repo, make }) => {
    const own = make.part('tags-list')
    await repo.push(own.image(), { tag: own.tag() })
    const { status } = await repo.send('GET', 'tags/list')
    // A list that is broken in another way is there, and judged.
    return [![404, 405, 501].includes(status), `GET of a list of tags returned ${status}`]
  },
  namespaces: async ({ repo, make }) => {
    const own = make.part('namespaces')
    const tag = own.tag()
    await repo.push(own.image(), { tag })
    const response = await repo.send('GET', `manifests/${tag}?ns=registry.example`)
    const claim = response.header('oci-namespace') !== undefined
    return [claim, claim ? 'OCI-Namespace is answered' : 'no OCI-Namespace is answered']
  },
}

/** Every name a user may declare. */
export const featureNames = Object.keys(features).filter((name) => Object.hasOwn(probes, name))

/** A delete that is refused as the text says, or for lack of rights, is not offered. */
function allowed({ status }: RegistryResponse, what: string): Found {
  const refused = [400, 401, 403, 405].includes(status)
  return [status >= 500 ? 'unclear' : !refused, `${what} returned ${status}`]
}

/** What a response says of a feature, unless it is one that says nothing. */
function unlessBroken({ status }: RegistryResponse, present: boolean): Found[0] {
  return status >= 500 ? 'unclear' : present
}

/** Whether a push was taken: with which status that is said is for the checks to judge. */
function isSuccess({ status }: RegistryResponse): boolean {
  return status >= 200 && status < 300
}

/** Whether a response is what the referrers API returns, as far as anybody need look to find it there. */
export function isList(response: RegistryResponse): boolean {
  if (response.status !== 200 || response.header('content-type')?.toLowerCase().includes('html')) return false
  try {
    return isObject(JSON.parse(response.text()))
  } catch {
    return false
  }
}

/** Gives an upload session back that was only asked for to see whether it is given. */
async function cancel(repo: Repository, response: RegistryResponse): Promise<void> {
  const url = response.location()
  if (url?.origin === new URL(response.url).origin) await repo.send('DELETE', url.href)
}
