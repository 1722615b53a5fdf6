import type { Query, Reading } from '../../src/model/index.ts'
import type { Driver } from './driver.ts'
import type { PortResponse } from './port.ts'
import { readContent, readPart } from './read-content.ts'
import { readReferrers, readTags } from './read-lists.ts'

/** What was read, and the last response that it is from. */
export interface Read {
  readonly reading: Reading
  readonly shown: PortResponse
}

/** Reads one thing from the target. Undefined: no response said where it is, so it cannot be read. */
export async function read(driver: Driver, query: Query): Promise<Read | undefined> {
  switch (query.read) {
    case 'manifest':
    case 'tag':
    case 'blob': {
      const content = await readContent(driver, query)
      return content && { reading: { of: 'content', query, facts: content.facts }, shown: content.shown }
    }
    case 'part': {
      const { facts, shown } = await readPart(driver, query)
      return { reading: { of: 'part', query, facts }, shown }
    }
    case 'tags':
    case 'tags-page': {
      const { facts, shown } = await readTags(driver, query)
      return { reading: { of: 'tags', query, facts }, shown }
    }
    case 'referrers': {
      const { facts, shown } = await readReferrers(driver, query)
      return { reading: { of: 'referrers', query, facts }, shown }
    }
    case 'session': {
      const shown = await driver.status(query.session)
      if (!shown) return undefined
      const { location, range } = shown.headers
      const facts = { status: shown.status, location: location !== undefined, ...(range !== undefined && { range }) }
      return { reading: { of: 'session', query, facts }, shown }
    }
  }
}
