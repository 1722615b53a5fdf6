import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { codesSaid, expectCodeForm, expectForm } from './expect-errors.ts'
import { errorsIn, jsonIn } from './read-errors.ts'

/** What the table of the text lists, and two older ones that it tells clients to expect. */
const known = new Set([
  'BLOB_UNKNOWN',
  'BLOB_UPLOAD_INVALID',
  'BLOB_UPLOAD_UNKNOWN',
  'DIGEST_INVALID',
  'MANIFEST_BLOB_UNKNOWN',
  'MANIFEST_INVALID',
  'MANIFEST_UNKNOWN',
  'NAME_INVALID',
  'NAME_UNKNOWN',
  'SIZE_INVALID',
  'UNAUTHORIZED',
  'DENIED',
  'UNSUPPORTED',
  'TOOMANYREQUESTS',
  'TAG_INVALID',
  'MANIFEST_UNVERIFIED',
])

/** Requests that registries refuse, of each sort one. Only refusals that have a JSON body are judged. */
const refusals = scenario('requests that are refused', async ({ repo, make }) => {
  const image = await repo.push(make.image())
  const responses = await Promise.all([
    repo.get(make.digest()),
    repo.get(make.tag()),
    repo.getBlob(make.digest()),
    repo.send('PUT', `manifests/${make.tag()}`, {
      headers: { 'content-type': image.mediaType },
      body: Buffer.from('this is no manifest'),
    }),
    repo.send('PUT', `manifests/${make.digest()}`, {
      headers: { 'content-type': image.mediaType },
      body: image.bytes,
    }),
    repo.delete(make.digest()),
    repo.send('DELETE', `blobs/${make.digest()}`),
    repo.askReferrers('sha256:this-is-no-digest'),
  ])
  return responses.filter(({ status }) => status >= 400 && status < 500)
})

const inJson = scenario('refusals in JSON', async (context) => {
  const responses = (await context.use(refusals)).filter(jsonIn)
  if (responses.length === 0) throw new NotApplicable('no refusal has a body in JSON')
  return responses
})

export const errors: readonly Check[] = [
  check('errors/form', inJson, expectForm),
  ...given({ needs: ['errors/form'] }, [
    check('errors/code-form', inJson, expectCodeForm),
    ...given({ needs: ['errors/code-form'] }, [
      check('errors/code-known', inJson, (responses) => {
        for (const response of responses) {
          const odd = codesSaid(response).filter((code) => !known.has(code))
          expect(odd.length === 0, {
            summary: `${request(response)} was refused with a code that the text does not have`,
            expected: 'one of the codes that the text lists',
            actual: few(odd),
            at: response,
          })
        }
      }),
    ]),
    check('errors/message-text', inJson, (responses) => {
      for (const response of responses) {
        const odd = (errorsIn(response) ?? []).filter(
          ({ message }) => message !== undefined && typeof message !== 'string',
        )
        expect(odd.length === 0, {
          summary: `${request(response)} was refused with a message that is no text`,
          expected: 'a text, or no message',
          actual: shorten(JSON.stringify(odd), 200),
          at: response,
        })
      }
    }),
  ]),
]
