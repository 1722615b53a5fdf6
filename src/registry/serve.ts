import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Registry } from './registry.ts'

/** Where to listen. */
export interface ServeOptions {
  /** 0, the default: any free port. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** PEM texts; given: HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

/** A registry that listens. */
export interface Served {
  /** Origin without a slash at the end, such as http://127.0.0.1:5000. */
  readonly url: string
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/**
 * Serves a registry over HTTP or HTTPS, from memory.
 * @throws Error when it cannot listen there, such as EADDRINUSE where the port is taken
 * @example
 * const served = await serveRegistry(createRegistry())
 * console.log(served.url) // http://127.0.0.1:43210
 * await served.close()
 */
export function serveRegistry(registry: Pick<Registry, 'fetch'>, options: ServeOptions = {}): Promise<Served> {
  const { port = 0, host = '127.0.0.1', tls } = options
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: registry.fetch,
        port,
        hostname: host,
        // The process around us keeps its own Request and Response.
        overrideGlobalObjects: false,
        ...(tls ? { createServer: createTlsServer, serverOptions: tls } : { createServer }),
      },
      (info: AddressInfo) => {
        const shown = host.includes(':') ? `[${host}]` : host
        resolve({ url: `${tls ? 'https' : 'http'}://${shown}:${info.port}`, close })
      },
    )
    server.once('error', reject)

    function close(): Promise<void> {
      return new Promise((done, failed) => {
        server.close((error) => (error ? failed(error) : done()))
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    }
  })
}
