import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Exchange } from '../outcome/exchange.ts'
import { curl } from './curl.ts'

const exchange = (
  more: Partial<Exchange> & { headers?: Record<string, string>; body?: Exchange['request']['body'] },
) => {
  const { headers = {}, body, ...rest } = more
  const request = { headers, ...(body && { body }) }
  return { id: 1, at: 0, ms: 0, method: 'GET', url: 'http://r/v2/', request, notes: [], ...rest } satisfies Exchange
}

/** The words that a shell makes of a command. */
const words = (command: string) =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${command.replace(/^curl /, '')}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n')

test('a read', () => {
  expect(curl(exchange({ headers: { accept: 'a/b', 'user-agent': 'x', authorization: '[redacted]' } }))).toBe(
    "curl -i -H 'accept: a/b' 'http://r/v2/'",
  )
  expect(curl(exchange({ method: 'HEAD' }))).toBe("curl -i --head 'http://r/v2/'")
})

test('a push, whole or as a file', () => {
  const put = { method: 'PUT', headers: { 'content-type': 'a/b' } }
  expect(curl(exchange({ ...put, body: { bytes: 2, text: '{}' } }))).toBe(
    "curl -i -X PUT -H 'content-type: a/b' --data-binary '{}' 'http://r/v2/'",
  )
  expect(curl(exchange({ ...put, body: { bytes: 9000, text: '{', cut: true } }))).toContain(
    '--data-binary @body-of-9000-bytes ',
  )
  expect(curl(exchange({ ...put, body: { bytes: 0 } }))).not.toContain('--data-binary')
})

test('a shell gets every character back as it was', () => {
  const odd = `it's "$HOME" \`id\` \\ ; & | * ? ~ #`
  const command = curl(exchange({ method: 'PUT', url: `http://r/v2/${odd}`, body: { bytes: 9, text: odd } }))
  expect(words(command)).toEqual(['-i', '-X', 'PUT', '--data-binary', odd, `http://r/v2/${odd}`])
})

test('dot segments stay as they are', () => {
  expect(curl(exchange({ url: 'http://r/v2/a/../b' }))).toContain(' --path-as-is ')
  expect(curl(exchange({ url: 'http://r/v2/a..b/c' }))).not.toContain('--path-as-is')
})
