import { type Check, check } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'

/** Whether the referrers API is there at all. Where it is not, all else about it is skipped under this one finding. */
export const api: readonly Check[] = [
  check('referrers/api', async ({ repo, make, has }) => {
    // The repository must exist before the answer can be about the API.
    const image = await repo.push(make.image())
    const answer = await repo.askReferrers(image)
    const html = answer.header('content-type')?.toLowerCase().includes('html')
    expect(has('referrers') && answer.status === 200 && !html, {
      summary: `the referrers API is not there: ${request(answer)} answered ${answer.status}${html ? ' with a web page' : ''}`,
      expected: 'status 200 and an image index, for every digest in a repository that exists',
      actual: `status ${answer.status}`,
      at: answer,
    })
  }),
]
