import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { Exchange } from '../../outcome/exchange.ts'
import type { RecordedExchange, Recording } from '../../outcome/recording.ts'
import type { ViolationFacts } from '../../outcome/violation.ts'
import { sample, sampleCheck } from '../sample-outcome.test-data.ts'
import { cksum } from './cksum.ts'
import { scriptName } from './file-name.ts'
import { scriptOf } from './script.ts'

const origin = sample.target.url
const digest = `sha256:${'0a'.repeat(32)}`

function exchange(id: number, method: string, to: string, more: Partial<RecordedExchange> = {}): RecordedExchange {
  const record: Exchange = {
    id,
    at: id * 10,
    ms: 5,
    method,
    url: to.startsWith('/') ? origin + to : to,
    request: { headers: { ...more.headers } },
    events: [],
  }
  return { exchange: record, sender: 'user', to, headers: {}, ...more }
}

const response = (status: number, headers: Record<string, string[]> = {}, body = '') => ({
  response: { status, headers, body: Buffer.from(body), url: `${origin}/v2/` },
})

function made(exchanges: RecordedExchange[], facts: ViolationFacts): string {
  const shown = exchanges.at(-1)!.exchange
  const recording: Recording = { exchanges, violation: { facts, exchange: shown.id } }
  return scriptOf(recording, sampleCheck('blobs/pull', 'fail'), sample, 'blobs-pull').text
}

const session = `${origin}/v2/team/a/blobs/uploads/7f?state=x`
const upload = [
  exchange(0, 'POST', '/v2/team/a/blobs/uploads/?mount=x&from=team%2Fb', response(202, { location: [session] })),
  exchange(1, 'PUT', `${session}&digest=${digest}`, { body: Buffer.from('{}'), ...response(201) }),
  exchange(2, 'GET', `/v2/team/a/blobs/${digest}`, response(404)),
]
const facts: ViolationFacts = { kind: 'status', expected: [200], actual: 404 }

function parses(text: string): boolean {
  execFileSync('sh', ['-n'], { input: text })
  return true
}

test('a session is taken from the response, and names are variables', () => {
  const text = made(upload, facts)
  expect(parses(text)).toBe(true)
  expect(text).not.toContain('uploads/7f')
  expect(text).not.toContain('team/')
  expect(text).toContain(`"$(follow 1 Location "&digest=${digest}")"`)
  expect(text).toContain('from=$(in_query "$REPO_B")')
  expect(text).toContain('@"$BODIES/002.bin"')
  expect(text).toContain('wrong() { unchanged && ! one_of "$(status 3)" 200; }')
})

test('what a target says is quoted', () => {
  const evil = '\u001b[31m$(touch x)`touch y`\'"\\\n exit 0'
  const text = made(
    [exchange(0, 'GET', `/v2/team/a/manifests/$(id)`, { headers: { 'if-match': evil }, ...response(200) })],
    { kind: 'header', name: evil, expected: evil, actual: evil },
  )
  expect(parses(text)).toBe(true)
  expect(text).not.toContain('\u001b')
  // In single quotes, or with a backslash before it.
  for (const line of text.split('\n').filter((one) => one.includes('touch x')))
    expect(line).toMatch(/\\\$\(touch x\)|^\w+='[^\n]*'$/)
})

test('credentials make no script', () => {
  const secret = exchange(0, 'GET', '/v2/', { headers: { Authorization: 'Basic eDp5' }, ...response(200) })
  const redacted = { ...secret.exchange, request: { headers: { Authorization: '[redacted]' } } }
  expect(() => made([{ ...secret, exchange: redacted }], facts)).toThrow('carries a credential')
  expect(() => made([exchange(0, 'GET', '/v2/', { sender: 'identity', ...response(200) })], facts)).toThrow(
    'users with rights of their own',
  )
})

test('a script says how it is used, and what is missing', () => {
  const run = (args: string[], path = process.env['PATH']) => {
    try {
      return [
        0,
        execFileSync('/bin/sh', ['-s', ...args], {
          input: made(upload, facts),
          env: { PATH: path },
          stdio: 'pipe',
        }).toString(),
      ]
    } catch (cause) {
      const { status, stdout, stderr } = cause as { status: number; stdout: Buffer; stderr: Buffer }
      return [status, `${stdout}${stderr}`]
    }
  }
  expect(run([])).toEqual([2, expect.stringContaining('usage: ')])
  expect(run(['http://127.0.0.1:1'], '/nowhere')).toEqual([2, expect.stringContaining('curl is not installed')])
  // Nothing listens there.
  expect(run(['http://127.0.0.1:1'])).toEqual([2, expect.stringContaining('cannot be tried: step 1: no response')])
})

test('the sum is that of cksum', () => {
  for (const text of ['', 'abc', 'x'.repeat(70_000)]) {
    const [sum, length] = execFileSync('cksum', { input: text }).toString().split(/\s+/)
    expect(cksum(Buffer.from(text))).toBe(`${sum}-${length}`)
  }
})

test('names of files are safe', () => {
  expect(scriptName('referrers/listed')).toBe('referrers-listed')
  expect(scriptName('../../x y')).not.toMatch(/^[.-]|[/ ]/)
})

test('the digest of a part is that of the whole blob', () => {
  const wrong: ViolationFacts = { kind: 'header', name: 'Docker-Content-Digest', expected: digest, actual: 'sha256:00' }
  const pulled = (status: number) => [exchange(0, 'GET', `/v2/team/a/blobs/${digest}`, response(status, {}, '{}'))]
  expect(made(pulled(200), wrong)).toContain('digest_of 1 256')
  expect(made(pulled(206), wrong)).toContain(`[ "$(header 1 Docker-Content-Digest)" != "${digest}" ]`)
})
