import { Authenticator } from '../client/auth/authenticator.ts'
import { Client } from '../client/client.ts'
import type { Redactor } from '../client/redact.ts'
import { httpTransport } from '../client/transport.ts'
import type { Connection } from './engine/messages.ts'

/** A client for a target, with connections of its own; `close` drops them. */
export function connect(
  connection: Connection,
  redactor: Redactor,
  signal?: AbortSignal,
): { client: Client; close(): Promise<void> } {
  const { send, close } = httpTransport({
    connections: connection.concurrency,
    timeoutMs: connection.timeoutMs,
    maxBody: connection.maxBody,
    ...(connection.ca !== undefined && { ca: connection.ca }),
    ...(connection.insecure && { insecure: true }),
  })
  if (connection.credentials) {
    redactor.add(connection.credentials.password)
    redactor.add(`${connection.credentials.username}:${connection.credentials.password}`)
  }
  const authenticator = new Authenticator({ credentials: connection.credentials, transport: send, redactor })
  const client = new Client({
    transport: send,
    origin: connection.origin,
    redactor,
    authenticator,
    ...(connection.readOnly && { readOnly: true }),
    ...(signal && { signal }),
  })
  return { client, close }
}
