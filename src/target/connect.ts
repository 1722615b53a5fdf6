import { createIdentityClients, type IdentityClients } from '../check/identity.ts'
import { Authenticator } from '../client/auth/authenticator.ts'
import { Breakdowns } from '../client/breakdowns.ts'
import { Client } from '../client/client.ts'
import { Gate } from '../client/gate.ts'
import { paced, paceOf } from '../client/pace.ts'
import { proxySecretsIn } from '../client/proxy.ts'
import { Redactor } from '../client/redact.ts'
import { httpTransport } from '../client/transport.ts'
import { type ConnectionOptions, maxBody } from './options.ts'

/** Clients of one target: of the user who runs all checks, and of the declared identities. */
export interface Clients {
  readonly client: Client
  readonly identityClients: IdentityClients
  readonly redactor: Redactor
  /** Says how many requests may be under way. */
  readonly gate: Gate
  /** Drops the connections. */
  close(): Promise<void>
}

/**
 * Clients that share connections to a target.
 * @param options.readOnly nothing that could change the target is sent
 * @param options.signal ends waits, and refuses new requests once aborted
 */
export function connect(
  connection: ConnectionOptions,
  { readOnly = false, signal }: { readonly readOnly?: boolean; readonly signal?: AbortSignal } = {},
): Clients {
  const { origin, rps, proxies, clientCertificate, ca, insecure, credentials, identities = [] } = connection
  const redactor = new Redactor()
  const { send: unhurried, close } = httpTransport({
    connections: connection.concurrency,
    timeoutMs: connection.timeoutMs,
    maxBody,
    insecure,
    ...(ca !== undefined && { ca }),
    ...(clientCertificate && { identity: { origin, ...clientCertificate } }),
    ...(proxies && { proxies }),
  })
  for (const secret of proxySecretsIn(proxies)) redactor.add(secret)
  const gate = new Gate({ max: connection.concurrency })
  const own = rps === undefined ? unhurried : paced(unhurried, { origin, pace: paceOf(rps), signal })
  const transport = gate.through(own)
  const breakdowns = new Breakdowns()
  const common = { transport, origin, redactor, readOnly, breakdowns, ...(signal && { signal }) }
  const authenticator = new Authenticator({ credentials, transport, redactor, signal })
  const client = new Client({ ...common, authenticator })
  return { client, identityClients: createIdentityClients(common, identities), redactor, gate, close }
}
