import { type Check, given, type Look, monitor, scenario } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { few, shorten } from '../../src/text/shorten.ts'
import { isDirect } from '../monitors/asked.ts'
import { there } from '../there.ts'
import { codesSaid, expectCodeForm, expectForm } from './expect-errors.ts'
import { codesOfTable, errorsIn, jsonIn } from './read-errors.ts'

function expectKnownCode(responses: readonly RegistryResponse[]): void {
  for (const response of responses) {
    const odd = codesSaid(response).filter((code) => !codesOfTable.has(code))
    expect(odd.length === 0, {
      problem: 'code-unknown',
      expected: 'one of the codes that the text lists',
      actual: few(odd),
      at: response,
      mistake: 'code-unknown',
    })
  }
}

function expectMessages(responses: readonly RegistryResponse[]): void {
  for (const response of responses) {
    const odd = (errorsIn(response) ?? []).filter(({ message }) => message !== undefined && typeof message !== 'string')
    expect(odd.length === 0, {
      problem: 'message-no-text',
      expected: 'a text, or no message',
      actual: shorten(JSON.stringify(odd), 200),
      at: response,
      mistake: 'error-message',
    })
  }
}

/** Requests that registries refuse, of each sort one. */
const refusals = scenario('requests that are refused', async ({ repo, make, use }) => {
  const { image } = await use(there)
  await Promise.all([
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
})

/** Looks at each refusal in JSON. A store that the target redirects to is not bound by the form. */
function ofRefusals(expectation: (refusals: readonly RegistryResponse[]) => void): () => Look {
  return () => (response) => {
    const isRefusal = response.status >= 400 && response.status < 500
    if (!isRefusal || !isDirect(response) || !jsonIn(response)) return false
    expectation([response])
    return true
  }
}

export const errors: readonly Check[] = [
  monitor('errors/form', ofRefusals(expectForm), refusals),
  ...given({ needs: ['errors/form'] }, [
    monitor('errors/code-form', ofRefusals(expectCodeForm), refusals),
    ...given({ needs: ['errors/code-form'] }, [monitor('errors/code-known', ofRefusals(expectKnownCode), refusals)]),
    monitor('errors/message-text', ofRefusals(expectMessages), refusals),
  ]),
]
