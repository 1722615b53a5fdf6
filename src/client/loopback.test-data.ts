import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer, type Socket, type Server as SocketServer } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Recorder } from './exchange.ts'

/** For exchanges that a test does not look at. */
export const nowhere: Recorder = { record: () => {} }

/** Serves HTTP on this machine until the test is over; returns the origin. */
export async function listen(response: RequestListener): Promise<string> {
  const server = createHttpServer(response)
  onTestFinished(() => {
    server.closeAllConnections()
    return closed(server)
  })
  return opened(server)
}

/** Serves bare sockets on this machine until the test is over; returns the origin that an HTTP client would use. */
export async function listenRaw(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // What clients do to these sockets is the very thing that is tested.
    socket.on('error', () => {})
    onConnection(socket)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    return closed(server)
  })
  return opened(server)
}

/** A socket that says these bytes to each request, then does with it as it is told. */
export function saying(bytes: string, then: 'keep' | 'end' | 'reset' = 'keep'): (socket: Socket) => void {
  return (socket) => {
    socket.on('data', () => {
      if (then === 'end') socket.end(bytes)
      else socket.write(bytes, () => then === 'reset' && socket.resetAndDestroy())
    })
  }
}

function opened(server: Server | SocketServer): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

function closed(server: Server | SocketServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
