import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { parseArgs } from 'node:util'
import { type Clock, DelayLine, realClock } from './delay-line.ts'
import { isMain } from './main-module.ts'

/** What has passed through a proxy so far. Bytes count when they arrive at the proxy, before their delay. */
export interface DelayProxyCounters {
  /** Connections accepted since the start. */
  connections: number
  /** Connections that are open now. */
  open: number
  bytesToTarget: number
  bytesToClient: number
}

export interface DelayProxy {
  /** The loopback port to use instead of the target. */
  readonly port: number
  readonly counters: Readonly<DelayProxyCounters>
  /** Cuts every connection, whatever is on its way, and resolves when the port is free. */
  close(): Promise<void>
}

export interface DelayProxyOptions {
  readonly target: { readonly host: string; readonly port: number }
  /** Milliseconds that a request and its response lose together: half of it on each way. */
  readonly roundTripMs: number
  /** The port to listen on; a free one if left out. */
  readonly port?: number
  readonly clock?: Clock
}

/** Passes on what `from` sends, and that it has finished sending, `delayMs` later. */
function pipeLate(from: Socket, to: Socket, delayMs: number, clock: Clock, count: (bytes: number) => void): void {
  const line = new DelayLine<Buffer | 'end'>(
    delayMs,
    (item) => {
      if (to.destroyed) return
      if (item === 'end') to.end()
      else if (!to.write(item)) from.pause()
    },
    clock,
  )
  from.on('data', (chunk: Buffer) => {
    count(chunk.length)
    line.put(chunk)
  })
  from.on('end', () => line.put('end'))
  // A slow reader holds back the sender instead of filling the memory of the proxy.
  to.on('drain', () => from.resume())
  // A connection that breaks, breaks on both sides; a regular end goes through the line like the bytes before it.
  for (const socket of [from, to]) {
    socket.on('error', () => {
      line.clear()
      // Reset, not ended: half a response must not look like a whole one.
      from.resetAndDestroy()
      to.resetAndDestroy()
    })
  }
  to.on('close', () => line.clear())
}

/**
 * Puts a distance between a client and a server: bytes pass untouched and in order, each `roundTripMs / 2` late on
 * either way. Only what is sent is delayed: a new connection costs the client nothing by itself.
 */
export async function startDelayProxy(options: DelayProxyOptions): Promise<DelayProxy> {
  const { target, roundTripMs, port = 0, clock = realClock } = options
  const counters: DelayProxyCounters = { connections: 0, open: 0, bytesToTarget: 0, bytesToClient: 0 }
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true })
    counters.connections++
    counters.open++
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('close', () => {
      counters.open--
    })
    pipeLate(client, upstream, roundTripMs / 2, clock, (bytes) => {
      counters.bytesToTarget += bytes
    })
    pipeLate(upstream, client, roundTripMs / 2, clock, (bytes) => {
      counters.bytesToClient += bytes
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    counters,
    async close() {
      if (!server.listening) return
      const closed = [server, ...sockets].map((one) => new Promise((resolve) => one.once('close', resolve)))
      server.close()
      for (const socket of sockets) socket.destroy()
      await Promise.all(closed)
    },
  }
}

const USAGE = 'usage: delay-proxy.js <host:port> --round-trip <ms> [--port <port>]'

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'round-trip': { type: 'string' }, port: { type: 'string', default: '0' } },
  })
  const target = /^(?<host>[^:/]+):(?<port>\d+)$/.exec(positionals[0] ?? '')?.groups
  const roundTripMs = Number(values['round-trip'] ?? Number.NaN)
  if (positionals.length !== 1 || target === undefined || !(roundTripMs >= 0)) throw new Error(USAGE)
  const proxy = await startDelayProxy({
    target: { host: target.host!, port: Number(target.port) },
    roundTripMs,
    port: Number(values.port),
  })
  console.log(`127.0.0.1:${proxy.port}`)
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  await proxy.close()
  console.log(JSON.stringify(proxy.counters))
  return 0
}

if (isMain(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message)
    return 2
  })
}
