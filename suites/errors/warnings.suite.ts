import { type Check, check, given, scenario } from '../../src/check/define.ts'
import { expect, request } from '../../src/check/expect.ts'
import { NotApplicable } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { shorten } from '../../src/text/shorten.ts'

/** One request of each sort: a registry may warn wherever it likes. */
const warned = scenario('answers that may carry warnings', async ({ repo, make, has }) => {
  const image = make.image()
  const tag = make.tag()
  const responses: RegistryResponse[] = [await repo.put(image, { tag })]
  responses.push(
    await repo.send('GET', '/v2/'),
    await repo.get(tag),
    await repo.get(image.digest, 'HEAD'),
    await repo.getBlob(image.blobs[0]!.digest),
    await repo.send('GET', 'tags/list?n=10'),
    await repo.get(make.digest()),
    ...(has('referrers') ? [await repo.askReferrers(image)] : []),
  )
  const carrying = responses.filter((response) => response.header('warning') !== undefined)
  if (carrying.length === 0) throw new NotApplicable('no answer carried a Warning')
  return carrying
})

/** One value of a Warning header: code, agent, text, and a date that must not be there. */
const warningValue = /^\s*(\d{3}) (\S+) "((?:[^"\\]|\\.)*)"( "[^"]*")?\s*(,|$)/

/** Why a header is not of the form; undefined: it is. */
function mistake(header: string): string | undefined {
  for (let rest = header; rest !== ''; ) {
    const match = warningValue.exec(rest)
    if (!match) return `cannot be read: ${shorten(rest, 120)}`
    const [whole, code, agent, , date] = match
    if (code !== '299') return `the code ${code}`
    if (agent !== '-') return `the agent ${agent}`
    if (date !== undefined) return `the date${date}`
    rest = rest.slice(whole.length)
  }
  return undefined
}

export const warnings: readonly Check[] = given({ needs: ['manifests/push-by-tag'] }, [
  check('warnings/form', warned, (responses) => {
    for (const response of responses) {
      const wrong = mistake(response.header('warning')!)
      expect(wrong === undefined, {
        summary: `the answer to ${request(response)} has a Warning of another form`,
        expected: 'Warning: 299 - "text"',
        actual: wrong ?? '',
        at: response,
        problem: 'warning-form',
      })
    }
  }),
  check('warnings/size', warned, (responses) => {
    for (const response of responses) {
      const bytes = response.headerLines('warning').reduce((sum, line) => sum + Buffer.byteLength(line), 0)
      expect(bytes <= 4096, {
        summary: `the answer to ${request(response)} has ${bytes} bytes of warnings`,
        expected: '4096 bytes at most',
        actual: `${bytes} bytes`,
        at: response,
        problem: 'warnings-too-long',
      })
    }
  }),
])
