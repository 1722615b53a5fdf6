import type { SpecVersion } from '../../catalogue/types.ts'
import type { Existing } from '../../check/existing.ts'
import type { DeclaredIdentity } from '../../check/identity.ts'
import type { Pushed } from '../../check/journal.ts'
import type { CheckResult } from '../../check/runtime.ts'
import type { Feature } from '../../check/session.ts'
import type { Login } from '../../client/auth/authenticator.ts'
import type { Exchange } from '../../client/exchange.ts'
import type { Pace } from '../../client/pace.ts'
import type { Proxies } from '../../client/proxy.ts'

/** How to reach the target. Plain data: it crosses to the worker. */
export interface Connection {
  readonly origin: string
  readonly timeoutMs: number
  readonly concurrency: number
  readonly maxBody: number
  readonly ca?: string
  readonly insecure?: boolean
  readonly clientCertificate?: { readonly cert: string; readonly key: string }
  readonly proxies?: Proxies
  /** Its memory is shared with the worker. */
  readonly pace?: Pace
  readonly credentials?: Login
  readonly identities?: readonly DeclaredIdentity[]
  /** Nothing that could change the target is sent. */
  readonly readOnly?: boolean
}

/** What the worker is to do, as far as it is known when it starts. */
export interface Job {
  /** Name of the channel over which both sides talk while it runs. */
  readonly channel: string
  readonly connection: Connection
  readonly repository: string
  readonly alternateRepository: string
  readonly spec: SpecVersion
  readonly seed: string
  readonly settleMs: number
  readonly upgradeSeed?: string
  readonly existing: readonly Existing[]
  /** Ids of the checks that may run. */
  readonly checks: readonly string[]
}

/** What is known once the target was asked. */
export interface Start {
  readonly features: readonly Feature[]
  /** Ids of the checks that run. */
  readonly checks: readonly string[]
}

/** What the worker tells. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'pushed'; readonly items: readonly Pushed[] }
  | { readonly type: 'result'; readonly result: CheckResult; readonly exchanges: readonly Exchange[] }
  | { readonly type: 'end'; readonly requests: number }

/** What the worker is told. */
export type ToWorker = { readonly type: 'stop' } | ({ readonly type: 'start' } & Start)

declare module 'vitest' {
  interface ProvidedContext {
    job: Job
  }
}
