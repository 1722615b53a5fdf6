import { expect, test } from 'vitest'
import { har } from './har.ts'
import { hostileSample, sample } from './sample-outcome.test-data.ts'

interface Entry {
  readonly startedDateTime: string
  readonly comment: string
  readonly response: { readonly content: unknown }
}

const read = (text: string) => JSON.parse(text) as { log: { version: string; entries: Entry[] } }

test('every exchange is an entry, with the checks that rest on it', () => {
  const { log } = read(har(sample))
  expect(log.version).toBe('1.2')
  expect(log.entries).toHaveLength(sample.exchanges.length)
  for (const [at, exchange] of sample.exchanges.entries()) {
    const entry = log.entries[at]!
    expect(entry).toMatchObject({
      request: { method: exchange.method, url: exchange.url, bodySize: exchange.request.body?.bytes ?? 0 },
      response: { status: exchange.response?.status ?? 0 },
      time: exchange.ms,
    })
    for (const { id } of sample.checks.filter(({ exchanges }) => exchanges.includes(exchange.id)))
      expect(entry.comment).toContain(`${id}: `)
    expect(Date.parse(entry.startedDateTime)).toBe(Math.trunc(Date.parse(sample.started) + exchange.at))
  }
})

test('an exchange without a response says why', () => {
  const [first] = sample.exchanges
  const { response: _, ...silent } = { ...first!, error: 'the connection was refused' }
  const { entries } = read(har({ ...sample, exchanges: [silent] })).log
  expect(entries[0]).toMatchObject({ response: { status: 0, comment: 'the connection was refused' } })
})

test('bodies that were cut, or are no text, say so', () => {
  const [first] = sample.exchanges
  const { entries } = read(
    har({
      ...sample,
      exchanges: [
        { ...first!, response: { status: 200, headers: {}, body: { bytes: 9000, text: 'begin', cut: true } } },
        { ...first!, response: { status: 200, headers: {}, body: { bytes: 12 } } },
      ],
    }),
  ).log
  expect(entries.map(({ response }) => response.content)).toEqual([
    { size: 9000, mimeType: '', text: 'begin', comment: 'the beginning of 9000 bytes' },
    { size: 12, mimeType: '', text: '', comment: '12 bytes that are no text' },
  ])
})

test('hostile text stays JSON', () => {
  expect(() => read(har(hostileSample()))).not.toThrow()
})
