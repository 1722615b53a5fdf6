import { paceOf } from '../client/pace.ts'
import type { Connection } from './engine/messages.ts'
import { maxBody, type RunOptions } from './options.ts'

/** The part of the options that says how to reach the target. */
export function connectionOf({ connection: options, judging }: RunOptions): Connection {
  return {
    origin: options.origin,
    timeoutMs: options.timeoutMs,
    concurrency: options.concurrency,
    maxBody,
    insecure: options.insecure,
    ...(options.ca !== undefined && { ca: options.ca }),
    ...(options.identities && { identities: options.identities }),
    ...(options.credentials && { credentials: options.credentials }),
    ...(options.clientCertificate && { clientCertificate: options.clientCertificate }),
    ...(options.proxies && { proxies: options.proxies }),
    ...(options.rps !== undefined && { pace: paceOf(options.rps) }),
    ...(judging.readOnly && { readOnly: true }),
  }
}
