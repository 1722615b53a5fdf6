import { expect, test } from 'vitest'
import { NoResponse } from '../client/wire.ts'
import { createRegistry } from '../registry/index.ts'
import { inProcess } from './transport.ts'

const origin = 'http://127.0.0.1:5000'

test('a request reaches the handler, and its response comes back raw', async () => {
  const messages: unknown[] = []
  const send = inProcess(async (request) => {
    messages.push([request.method, request.url, request.headers.get('x-one'), request.headers.get('content-length')])
    messages.push(await request.text())
    const response = new Response(new Uint8Array([0, 255, 10]), { status: 201, headers: { Location: '/a?b=%2B' } })
    for (const value of ['299 - "one"', '299 - "two"']) response.headers.append('Warning', value)
    return response
  })
  const path = '/v2/a/referrers/sha256::x?artifactType=a%2Bb+c'
  const response = await send({ method: 'PUT', origin, path, headers: { 'x-one': '1' }, body: Buffer.from('body') })
  expect(messages).toEqual([['PUT', origin + path, '1', '4'], 'body'])
  expect(response.status).toBe(201)
  expect([...response.body]).toEqual([0, 255, 10])
  expect(response.headers).toMatchObject({ location: ['/a?b=%2B'], warning: ['299 - "one", 299 - "two"'] })
})

test('HEAD has headers and no body, and a redirect is not followed', async () => {
  const { fetch } = createRegistry({ variants: ['blobs-redirected'] })
  const send = inProcess(fetch)
  const ask = (method: string, path: string, body?: Uint8Array) =>
    send({ method, origin, path, headers: {}, ...(body && { body }) })
  const head = await ask('HEAD', '/v2/')
  expect(head.status).toBe(200)
  expect(head.headers['content-type']).toEqual(['application/json'])
  expect(head.body).toHaveLength(0)

  const empty = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  expect((await ask('POST', `/v2/a/blobs/uploads/?digest=${empty}`, new Uint8Array())).status).toBe(201)
  const blob = await ask('GET', `/v2/a/blobs/${empty}`)
  expect(blob.status).toBe(307)
  expect(blob.headers['location']).toEqual([`/v2/a/blobs/${empty}?direct=1`])
})

test('a handler that throws is a server that hangs up', async () => {
  const send = inProcess(() => Promise.reject(new Error('gone')))
  const asking = send({ method: 'GET', origin, path: '/v2/', headers: {} })
  await expect(asking).rejects.toBeInstanceOf(NoResponse)
  await expect(asking).rejects.toMatchObject({ kind: 'closed', message: 'no response: gone' })
})
