import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Agent } from 'undici'
import { Client } from '../../src/client/client.ts'
import { Redactor } from '../../src/client/redact.ts'
import { httpTransport } from '../../src/client/transport.ts'

const requests = 8_000
const connections = 64

/** Microseconds that this tool's client takes for one request, and bare undici for the same one. */
export async function measureOverhead(): Promise<{ bare: number; client: number }> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end('{"errors":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    // Each twice, the first time for the compiler.
    const samples = { bare: [] as number[], client: [] as number[] }
    for (let round = 0; round < 3; round++) {
      samples.bare.push(await bare(origin))
      samples.client.push(await recorded(origin))
    }
    return { bare: Math.min(...samples.bare), client: Math.min(...samples.client) }
  } finally {
    server.close()
  }
}

async function bare(origin: string): Promise<number> {
  const agent = new Agent({ connections, pipelining: 1 })
  const each = await timed(async () => {
    const response = await agent.request({ origin, method: 'GET', path: '/v2/' })
    await response.body.arrayBuffer()
  })
  await agent.destroy()
  return each
}

async function recorded(origin: string): Promise<number> {
  const { send, close } = httpTransport({ connections, timeoutMs: 30_000, maxBody: 1 << 20 })
  const client = new Client({ transport: send, origin, redactor: new Redactor() })
  const records: unknown[] = []
  const recorder = { record: (exchange: unknown) => void records.push(exchange) }
  const each = await timed(async () => {
    await client.send({ method: 'GET', to: '/v2/', access: { action: 'pull' } }, recorder)
  })
  await close()
  return each
}

async function timed(one: () => Promise<void>): Promise<number> {
  const start = performance.now()
  let left = requests
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) await one()
    }),
  )
  return ((performance.now() - start) * 1000) / requests
}
