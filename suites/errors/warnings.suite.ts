import { type Check, given, type Look, monitor, scenario } from '../../src/check/define.ts'
import { expect } from '../../src/check/expect.ts'
import { shorten } from '../../src/text/shorten.ts'
import { there } from '../there.ts'

/** One request of each sort: a registry may warn wherever it likes. */
const warned = scenario('responses that may carry warnings', async ({ repo, make, has, use }) => {
  const { image, tag } = await use(there)
  await repo.send('GET', '/v2/')
  await repo.get(tag)
  await repo.get(image.digest, 'HEAD')
  await repo.getBlob(image.blobs[0]!.digest)
  await repo.send('GET', 'tags/list?n=10')
  await repo.get(make.digest())
  if (has('referrers')) await repo.askReferrers(image)
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

const form: Look = (response) => {
  const header = response.header('warning')
  if (header === undefined) return false
  const wrong = mistake(header)
  expect(wrong === undefined, {
    problem: 'warning-form',
    expected: 'Warning: 299 - "text"',
    actual: wrong ?? '',
    at: response,
    mistake: 'warning-form',
  })
  return true
}

const size: Look = (response) => {
  if (response.header('warning') === undefined) return false
  const bytes = response.headerLines('warning').reduce((sum, line) => sum + Buffer.byteLength(line), 0)
  expect(bytes <= 4096, {
    problem: 'warnings-too-long',
    parts: [String(bytes)],
    expected: 'no more than 4096 bytes',
    actual: `${bytes} bytes`,
    at: response,
    mistake: 'warnings-too-long',
  })
  return true
}

/** Warnings of every response. */
export const warnings: readonly Check[] = given({ needs: ['manifests/push-by-tag'] }, [
  monitor('warnings/form', () => form, warned),
  monitor('warnings/size', () => size, warned),
])
