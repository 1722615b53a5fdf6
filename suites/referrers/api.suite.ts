import { type Check, check } from '../../src/check/define.ts'
import { there } from '../there.ts'
import { expectApi } from './expect-api.ts'

/** Whether the referrers API is there at all. Where it is not, all else about it is skipped under this one finding. */
export const api: readonly Check[] = [
  check('referrers/api', there, async ({ image }, { repo, has }) => {
    // The repository exists, so that the response is about the API.
    expectApi(await repo.askReferrers(image), has('referrers'))
  }),
]
