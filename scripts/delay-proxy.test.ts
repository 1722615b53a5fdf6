import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test, vi } from 'vitest'
import { startDelayProxy } from './delay-proxy.ts'
import { ManualClock } from './manual-clock.ts'

const cleanups: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function listen(onConnection: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    cleanups.push(() => socket.destroy())
    onConnection(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => new Promise((resolve) => server.close(resolve)))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

async function startProxy(options: Parameters<typeof startDelayProxy>[0]) {
  const proxy = await startDelayProxy(options)
  cleanups.push(() => proxy.close())
  return proxy
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  cleanups.push(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

const echo = (socket: Socket) => void socket.pipe(socket)

test('bytes come back untouched and in order on each connection', async () => {
  const proxy = await startProxy({ target: await listen(echo), roundTripMs: 4 })
  const sizes = [1, 7, 1024, 65_537, 300_000, 3]
  const size = sizes.reduce((sum, one) => sum + one, 0)
  const talk = async () => {
    const socket = await dial(proxy.port)
    const response = buffer(socket)
    const sent = sizes.map((bytes) => randomBytes(bytes))
    for (const chunk of sent) socket.write(chunk)
    socket.end()
    expect((await response).equals(Buffer.concat(sent))).toBe(true)
  }
  await Promise.all([talk(), talk(), talk()])
  expect(proxy.counters).toMatchObject({ connections: 3, bytesToTarget: 3 * size, bytesToClient: 3 * size })
  await vi.waitFor(() => expect(proxy.counters.open).toBe(0))
})

test('half of the round trip is lost on each way', async () => {
  const clock = new ManualClock()
  const arrivals: { where: string; at: number; text: string }[] = []
  const note = (where: string) => (data: Buffer) => {
    arrivals.push({ where, at: clock.now(), text: data.toString() })
  }
  const target = await listen((socket) => {
    socket.on('data', note('target'))
    echo(socket)
  })
  const proxy = await startProxy({ target, roundTripMs: 100, clock })
  const socket = await dial(proxy.port)
  socket.on('data', note('client'))
  socket.write('ping')
  await vi.waitFor(() => expect(proxy.counters.bytesToTarget).toBe(4))
  clock.advance(49)
  expect(clock.waiting).toBe(1)
  clock.advance(1)
  await vi.waitFor(() => expect(proxy.counters.bytesToClient).toBe(4))
  clock.advance(50)
  await vi.waitFor(() => expect(arrivals).toHaveLength(2))
  expect(arrivals).toEqual([
    { where: 'target', at: 50, text: 'ping' },
    { where: 'client', at: 100, text: 'ping' },
  ])
})

test('the end of one side is passed on, and the other side may go on', async () => {
  const target = await listen((socket) => {
    let got = ''
    socket.on('data', (data) => {
      got += data
    })
    socket.on('end', () => socket.end(`got ${got}`))
  })
  const proxy = await startProxy({ target, roundTripMs: 2 })
  const socket = await dial(proxy.port)
  socket.end('12345')
  expect((await buffer(socket)).toString()).toBe('got 12345')
})

test('a connection broken by the target is broken for the client', async () => {
  const target = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()))
  const proxy = await startProxy({ target, roundTripMs: 2 })
  const socket = await dial(proxy.port)
  socket.write('x')
  await expect(buffer(socket)).rejects.toThrow('ECONNRESET')
})

test('close cuts what is on its way and frees the port', async () => {
  const clock = new ManualClock()
  const proxy = await startProxy({ target: await listen(echo), roundTripMs: 100, clock })
  const socket = await dial(proxy.port)
  socket.on('error', () => {})
  socket.write('x')
  await vi.waitFor(() => expect(clock.waiting).toBe(1))
  const closed = once(socket.resume(), 'end')
  await proxy.close()
  await closed
  expect(clock.waiting).toBe(0)
  await expect(dial(proxy.port)).rejects.toThrow('ECONNREFUSED')
  await proxy.close()
})
