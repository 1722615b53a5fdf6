import { Client } from '../client/client.ts'
import { Redactor } from '../client/redact.ts'
import type { Transport, WireRequest } from '../client/wire.ts'
import type { Exchange } from '../outcome/exchange.ts'
import type { Note } from '../outcome/outcome.ts'
import type { DeclaredIdentity } from './declared.ts'
import { createIdentityClients } from './identity.ts'
import type { Pushed } from './journal.ts'
import { Patience } from './patience.ts'
import { Refusals } from './refusals.ts'
import { type Notebook, Repository } from './repository.ts'
import { type Feature, features, type Session } from './session.ts'

export const origin = 'http://registry.example'

/** What a fake target answers; a string is a body, an error stands for no response at all. */
export interface Reply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: unknown
}

/** A transport that ends in a function, such as a registry's, without a socket. */
export function throughFetch(fetch: (request: Request) => Promise<Response>): Transport {
  return async ({ method, origin, path, headers, body }) => {
    const response = await fetch(
      new Request(origin + path, { method, headers, ...(body && { body: new Uint8Array(body) }) }),
    )
    return {
      status: response.status,
      headers: Object.fromEntries([...response.headers].map(([name, value]) => [name, [value]])),
      body: new Uint8Array(await response.arrayBuffer()),
    }
  }
}

/** A transport that answers what a function says. Bodies that are no strings are sent as JSON. */
export function replying(reply: (request: WireRequest) => Reply | Error): Transport {
  return async (request) => {
    const result = reply(request)
    if (result instanceof Error) throw result
    const { status = 200, headers = {}, body = '' } = result
    return {
      status,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
      body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    }
  }
}

/** A session with everything in place and nothing to wait for; `sent` and `pushed` tell what went through it. */
export function sessionOver(
  transport: Transport,
  {
    identities = [],
    settleMs = 0,
    ...options
  }: Partial<Pick<Session, 'features' | 'seed' | 'signal' | 'spec'>> & {
    settleMs?: number
    identities?: readonly DeclaredIdentity[]
  } = {},
): Session & { readonly sent: WireRequest[]; readonly pushed: Pushed[] } {
  const sent: WireRequest[] = []
  const pushed: Pushed[] = []
  const common = {
    transport: (request: WireRequest) => {
      sent.push(request)
      return transport(request)
    },
    origin,
    redactor: new Redactor(),
  }
  return {
    client: new Client(common),
    identityClients: createIdentityClients(common, identities),
    journal: { pushed: (item) => pushed.push(item) },
    spec: 'main',
    features: new Set(Object.keys(features) as Feature[]),
    seed: 'a seed',
    patience: new Patience(settleMs),
    signal: new AbortController().signal,
    refusals: new Refusals(),
    present: new Map(),
    ...options,
    sent,
    pushed,
  }
}

/** A notebook that keeps what it is told. */
export function notebook(): Notebook & { readonly exchanges: Exchange[]; readonly notes: Note[] } {
  const exchanges: Exchange[] = []
  const notes: Note[] = []
  return {
    exchanges,
    notes,
    record: (exchange) => exchanges.push(exchange),
    note: (note) => notes.push(note),
  }
}

/** A repository of a target that answers what a function says. */
export function repositoryOver(reply: (request: WireRequest) => Reply | Error, name = 'a'): Repository {
  return new Repository(sessionOver(replying(reply)), name, notebook())
}
