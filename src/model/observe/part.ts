import { blobOf } from '../content.ts'
import type { Comparison } from '../outcome.ts'
import { boundsOf, type PartFacts, type PartQuery } from '../query.ts'
import { repositoryOf, type State } from '../state.ts'
import { observeBlob } from './blob.ts'
import { Differences } from './disagree.ts'

/**
 * Specification: Pulling blobs, of a part. Whoever does not send parts sends the whole, which is compared as such; a
 * part has to be the one that was asked for, and to say so.
 */
export function observePart(state: State, query: PartQuery, { range, isExact, ...facts }: PartFacts): Comparison {
  const { repository, blob } = query
  const isThere = repositoryOf(state, repository).blobs.has(blob)
  const isAboutPart = facts.status === 206 || facts.status === 416
  if (!isThere || !isAboutPart) {
    const status = facts.status === 206 ? 200 : facts.status
    return observeBlob(state, { read: 'blob', method: 'GET', repository, blob }, { ...facts, status })
  }
  const { size } = blobOf(state.content, blob)
  const bounds = boundsOf(query, size)
  const differences = new Differences(repository, `part of blob ${blob}`)
  if (!bounds) differences.same('part', 416, facts.status)
  else if (facts.status === 416) differences.add('part', 206, 416)
  else {
    const named = `bytes ${bounds[0]}-${bounds[1]}`
    if (range !== `${named}/${size}` && range !== `${named}/*`)
      differences.add('part', `${named}/${size}`, range ?? null)
    if (facts.digest !== undefined)
      differences.same('blob-digest-header', blobOf(state.content, blob).digest, facts.digest)
    if (!isExact) differences.add('part', `the bytes ${bounds.join(' to ')}`, 'other bytes')
  }
  return { state, disagreements: differences.found }
}
