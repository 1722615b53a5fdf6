import { expect, test } from 'vitest'
import { Breakdowns, isBreakdown } from './breakdowns.ts'
import type { WireRequest, WireResponse } from './wire.ts'

const request = (method: string, path: string, headers = {}): WireRequest => ({
  method,
  origin: 'http://r',
  path,
  headers,
})
const status = (code: number, headers = {}): WireResponse => ({ status: code, headers, body: Buffer.of() })
const manifest = request('PUT', '/v2/a/manifests/t')

test('an error of the server is a breakdown, unless it announces its end', () => {
  expect([500, 502, 503, 504, 501, 404, 200].map((code) => isBreakdown(status(code)))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  expect(isBreakdown(status(503, { 'retry-after': ['1'] }))).toBe(false)
})

test('the second response counts', () => {
  const breakdowns = new Breakdowns()
  expect(breakdowns.settle(manifest, status(502), status(201)).status).toBe(201)
  expect(breakdowns.settle(manifest, status(502), status(400)).status).toBe(400)
  expect(breakdowns.settle(manifest, status(502), status(500)).status).toBe(500)
})

test('what may have been done at first is not said to be refused', () => {
  const breakdowns = new Breakdowns()
  const gone = request('DELETE', '/v2/a/manifests/t')
  const chunk = request('PATCH', '/v2/a/blobs/uploads/1', { 'Content-Range': '0-9' })
  expect(breakdowns.settle(gone, status(502), status(404)).status).toBe(502)
  expect(breakdowns.settle(chunk, status(500), status(416)).status).toBe(500)
  expect(breakdowns.settle(gone, status(502), status(202)).status).toBe(202)
})

test('a stream whose place is not said is not sent twice', () => {
  const breakdowns = new Breakdowns()
  expect(breakdowns.mayBeChance(request('PATCH', '/v2/a/blobs/uploads/1'))).toBe(false)
  expect(breakdowns.mayBeChance(request('PATCH', '/v2/a/blobs/uploads/1', { 'content-range': '0-9' }))).toBe(true)
})

test('what breaks down each time is not sent twice any more', () => {
  const breakdowns = new Breakdowns()
  for (let time = 0; time < 2; time++) breakdowns.settle(manifest, status(500), status(500))
  expect(breakdowns.mayBeChance(request('PUT', '/v2/b/manifests/u'))).toBe(false)
  expect(breakdowns.mayBeChance(request('GET', '/v2/b/manifests/u'))).toBe(true)
  breakdowns.settle(manifest, status(500), status(201))
  expect(breakdowns.mayBeChance(manifest)).toBe(true)
})
