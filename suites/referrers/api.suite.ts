import { type Check, check } from '../../src/check/define.ts'
import { expectApi } from './expect-api.ts'

/** Whether the referrers API is there at all. Where it is not, all else about it is skipped under this one finding. */
export const api: readonly Check[] = [
  check('referrers/api', async ({ repo, make, has }) => {
    // The repository must exist before the answer can be about the API.
    const image = await repo.push(make.image())
    expectApi(await repo.askReferrers(image), has('referrers'))
  }),
]
