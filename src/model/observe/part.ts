import { blobOf } from '../content.ts'
import type { Comparison } from '../outcome.ts'
import { boundsOf, type PartFacts, type PartQuery } from '../query.ts'
import { repositoryOf, type State } from '../state.ts'
import { observeBlob } from './blob.ts'
import { Differences } from './disagree.ts'

/**
 * Specification: Pulling blobs, of a part. Whoever does not send parts sends the whole, which is compared as such; a
 * part has to be the one that was asked for, and to say so. That parts can be had is recommended, so whatever else a
 * registry responds differs from that alone.
 */
export function observePart(state: State, query: PartQuery, { range, isExact, ...facts }: PartFacts): Comparison {
  const { repository, blob } = query
  const isThere = repositoryOf(state, repository).blobs.has(blob)
  const whole = { read: 'blob', method: 'GET', repository, blob } as const
  if (facts.status === 200) return observeBlob(state, whole, facts)
  if (!isThere && facts.status === 206) return observeBlob(state, whole, { ...facts, status: 200 })
  const differences = new Differences(repository, `part of blob ${blob}`)
  const { size, digest } = blobOf(state.content, blob)
  const bounds = boundsOf(query, size)
  if (!isThere) differences.same('part', 404, facts.status)
  else if (!bounds) differences.same('part', 416, facts.status)
  else if (facts.status !== 206) differences.add('part', 206, facts.status)
  else {
    const named = `bytes ${bounds[0]}-${bounds[1]}`
    if (range !== `${named}/${size}` && range !== `${named}/*`)
      differences.add('part', `${named}/${size}`, range ?? null)
    if (facts.digest !== undefined) differences.same('blob-digest-header', digest, facts.digest)
    if (!isExact) differences.add('part', `the bytes ${bounds.join(' to ')}`, 'other bytes')
  }
  return { state, disagreements: differences.found }
}
