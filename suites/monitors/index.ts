import type { Check } from '../../src/check/define.ts'
import { codeFits } from './code-fits.suite.ts'
import { contentDigest } from './content-digest.suite.ts'
import { contentLength } from './content-length.suite.ts'
import { contentType } from './content-type.suite.ts'
import { filters } from './filters.suite.ts'
import { httpResponses } from './http.suite.ts'
import { link } from './link.suite.ts'
import { location } from './location.suite.ts'
import { partial } from './partial.suite.ts'
import { sessionRange } from './session-range.suite.ts'
import { subject } from './subject.suite.ts'
import { tagHeader } from './tag-header.suite.ts'
import { tagLists } from './tag-lists.suite.ts'

/** Checks that look at every response of a run. */
export const monitors: readonly Check[] = [
  ...contentDigest,
  ...contentLength,
  ...contentType,
  ...location,
  ...link,
  ...sessionRange,
  ...subject,
  ...filters,
  ...tagHeader,
  ...tagLists,
  ...partial,
  ...httpResponses,
  ...codeFits,
]
