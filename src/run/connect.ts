import { createIdentityClients, type IdentityClients } from '../check/identity.ts'
import { Authenticator } from '../client/auth/authenticator.ts'
import { Client } from '../client/client.ts'
import { paced } from '../client/pace.ts'
import { proxySecretsIn } from '../client/proxy.ts'
import type { Redactor } from '../client/redact.ts'
import { httpTransport } from '../client/transport.ts'
import type { Connection } from './engine/messages.ts'

/** A client for a target, with connections of its own; `close` drops them. */
export function connect(
  connection: Connection,
  redactor: Redactor,
  signal?: AbortSignal,
): { client: Client; identityClients: IdentityClients; close(): Promise<void> } {
  const { origin, pace, proxies, clientCertificate } = connection
  const { send: unhurried, close } = httpTransport({
    connections: connection.concurrency,
    timeoutMs: connection.timeoutMs,
    maxBody: connection.maxBody,
    ...(connection.ca !== undefined && { ca: connection.ca }),
    ...(connection.insecure && { insecure: true }),
    ...(clientCertificate && { identity: { origin, ...clientCertificate } }),
    ...(proxies && { proxies }),
  })
  for (const secret of proxySecretsIn(proxies)) redactor.add(secret)
  const send = pace ? paced(unhurried, { origin, pace, signal }) : unhurried
  const authenticator = new Authenticator({ credentials: connection.credentials, transport: send, redactor, signal })
  const common = {
    transport: send,
    origin,
    redactor,
    ...(connection.readOnly && { readOnly: true }),
    ...(signal && { signal }),
  }
  const client = new Client({ ...common, authenticator })
  return { client, identityClients: createIdentityClients(common, connection.identities ?? []), close }
}
