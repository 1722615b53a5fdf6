import { expect, request } from '../../src/check/expect.ts'
import type { Answer } from '../../src/client/client.ts'

/** Fails unless a list was answered at all: with 200, and not with a web page. @param found whether asking found the API */
export function expectApi(answer: Answer, found: boolean): void {
  const html = answer.header('content-type')?.toLowerCase().includes('html')
  expect(found && answer.status === 200 && !html, {
    summary: `the referrers API is not there: ${request(answer)} answered ${answer.status}${html ? ' with a web page' : ''}`,
    expected: 'status 200 and an image index, for every digest in a repository that exists',
    actual: `status ${answer.status}`,
    at: answer,
  })
}
