import { observeBlob } from './observe/blob.ts'
import { observeManifest } from './observe/manifest.ts'
import { observePart } from './observe/part.ts'
import { observeReferrers } from './observe/referrers.ts'
import { observeSession } from './observe/session.ts'
import { observeTag } from './observe/tag.ts'
import { observeTags, observeTagsPage } from './observe/tags.ts'
import type { Comparison } from './outcome.ts'
import type { ContentFacts, ContentQuery, Reading } from './query.ts'
import type { State } from './state.ts'

/**
 * Compares what a read said with what it may say. What was in doubt is decided by it: the state that comes back is
 * the one to go on with.
 */
export function observe(state: State, reading: Reading): Comparison {
  switch (reading.of) {
    case 'content':
      return observeContent(state, reading.query, reading.facts)
    case 'part':
      return observePart(state, reading.query, reading.facts)
    case 'tags':
      return reading.query.read === 'tags'
        ? observeTags(state, reading.query, reading.facts)
        : observeTagsPage(state, reading.query, reading.facts)
    case 'referrers':
      return observeReferrers(state, reading.query, reading.facts)
    case 'session':
      return observeSession(state, reading.query, reading.facts)
  }
}

function observeContent(state: State, query: ContentQuery, facts: ContentFacts): Comparison {
  switch (query.read) {
    case 'manifest':
      return observeManifest(state, query, facts)
    case 'tag':
      return observeTag(state, query, facts)
    case 'blob':
      return observeBlob(state, query, facts)
  }
}
