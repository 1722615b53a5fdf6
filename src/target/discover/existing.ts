import { type Named, namedIn, pullNamed } from '../../../suites/existing/named.ts'
import { type Existing, nameOf } from '../../check/existing.ts'
import type { Repository } from '../../check/repository.ts'
import type { Feature } from '../../check/session.ts'
import { NoResponse } from '../../client/wire.ts'
import type { FeatureOutcome } from '../../outcome/outcome.ts'
import { CannotJudge } from '../../run/errors.ts'
import { type Discovery, isList, saidByUser } from './discover.ts'

/**
 * Looks whether the content is there that the user named. What is wrong with it otherwise is for the checks to tell.
 * @throws CannotJudge that names the reference, when the target does not have it or does not show it
 */
export async function expectExisting(repo: Repository, existing: readonly Existing[]): Promise<Named[]> {
  const responses = await Promise.all(
    existing.map(async (one) => {
      const response = await unlessSilent(repo, () => pullNamed(repo, one))
      if (typeof response === 'string') return []
      const what = `--existing ${nameOf(one)}: GET responds with ${response.status}`
      if (response.status === 404)
        throw new CannotJudge(`${what}; name content that the registry has, as repo:tag or repo@digest`)
      if (response.status === 401 || response.status === 403)
        throw new CannotJudge(`${what}; give credentials that may read there`)
      return response.status === 200 ? [namedIn(one, response)] : []
    }),
  )
  return responses.flat()
}

/**
 * One endpoint that does not respond is for the checks to tell: then this returns why it did not.
 * @throws NoResponse when `/v2/` does not respond either
 */
async function unlessSilent<T>(repo: Repository, request: () => Promise<T>): Promise<T | string> {
  try {
    return await request()
  } catch (cause) {
    if (!(cause instanceof NoResponse)) throw cause
    await repo.send('GET', '/v2/')
    return cause.message
  }
}

/** That content was named, as a feature that its checks need. */
export function existingFeature(existing: readonly Existing[]): FeatureOutcome[] {
  if (existing.length === 0) return []
  return [
    {
      name: 'existing-content',
      state: 'declared',
      source: 'other-option',
      how: `--existing ${existing.map(nameOf).join(',')}`,
    },
  ]
}

/** Asks what a target has without pushing anything: by the lists of referrers of what is there. */
export async function discoverReadable(
  repo: Repository,
  named: readonly Named[],
  { declared, wanted, referrers }: Required<Pick<Discovery, 'declared' | 'wanted' | 'referrers'>>,
): Promise<FeatureOutcome[]> {
  const ask = (query = '') =>
    Promise.all(named.map(({ repository, digest }) => repo.sibling(repository).askReferrers(digest, { query })))
  const probes: Partial<Record<Feature, () => Promise<readonly [boolean, string]>>> = {
    referrers: async () => {
      const responses = await ask()
      const there = responses.find(isList) ?? responses.find(({ status }) => status >= 500)
      return [there !== undefined, `GET of a list returned ${(there ?? responses[0])?.status ?? 'nothing'}`]
    },
    filter: async () => {
      const responses = await ask(`artifactType=${encodeURIComponent('application/vnd.oci-referee.none')}`)
      const claim = responses.some(
        (response) => isList(response) && response.header('oci-filters-applied') !== undefined,
      )
      return [claim, `OCI-Filters-Applied is ${claim ? '' : 'not '}answered`]
    },
  }
  const found: FeatureOutcome[] = []
  for (const [name, probe] of Object.entries(probes)) {
    if (!wanted.has(name as Feature)) continue
    const claim = declared[name as Feature]
    if (claim !== undefined) found.push(saidByUser(name, claim))
    else if (!referrers)
      found.push({ name, state: 'absent', source: 'probe', how: 'not part of the text that is judged by' })
    else {
      const outcome = named.length === 0 ? 'no content that was named could be pulled' : await unlessSilent(repo, probe)
      if (typeof outcome === 'string') found.push({ name, state: 'unclear', source: 'probe', how: outcome })
      else found.push({ name, state: outcome[0] ? 'found' : 'absent', source: 'probe', how: outcome[1] })
    }
  }
  return found
}
