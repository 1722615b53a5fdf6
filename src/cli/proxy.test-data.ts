import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { fake } from './cli.test-data.ts'

/** Deals with a request itself (true), or lets it through (false). */
export type Intercept = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

/** Stands in front of a registry until the end, and may treat some requests badly. Returns its origin. */
export function inFrontOf(url: string, intercept: Intercept): Promise<string> {
  return fake((incoming, outgoing) => {
    if (intercept(incoming, outgoing)) {
      incoming.resume()
      return
    }
    const onward: ClientRequest = request(`${url}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    })
    onward.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 500, response.headers)
      response.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
}

/** Writes to a response for as long as anybody reads; HEAD is answered at once, it has no body to write. */
export function endlessly(outgoing: ServerResponse): void {
  if (outgoing.req.method === 'HEAD') {
    outgoing.end()
    return
  }
  const chunk = Buffer.alloc(1 << 20, ' ')
  const more = () => {
    while (!outgoing.destroyed && outgoing.write(chunk)) {}
  }
  outgoing.on('drain', more)
  more()
}

/** Writes a space every now and then, and never ends. */
export function trickle(outgoing: ServerResponse): void {
  const timer = setInterval(() => outgoing.write(' '), 20)
  outgoing.on('close', () => clearInterval(timer))
}

/** Answers with half a megabyte of headers. */
export function floodHeaders(outgoing: ServerResponse): void {
  outgoing.socket?.write(`HTTP/1.1 200 OK\r\n${`X-Flood: ${'x'.repeat(1000)}\r\n`.repeat(500)}\r\n`)
}
