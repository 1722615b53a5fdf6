import { randomUUID } from 'node:crypto'
import { type Bytes, concat } from './body.ts'
import type { Budget } from './budget.ts'
import type { Algorithm } from './digest.ts'
import { refuse } from './errors.ts'

/** An upload session: what has arrived of one blob. */
export interface Upload {
  readonly id: string
  readonly repository: string
  readonly algorithm: Algorithm
  readonly size: number
}

interface Session {
  readonly id: string
  readonly repository: string
  readonly algorithm: Algorithm
  size: number
  usedAt: number
  readonly chunks: Bytes[]
}

/** Every open upload session; the ones nobody uses are forgotten after a while ("Cancel a blob upload"). */
export class Uploads {
  readonly #sessions = new Map<string, Session>()
  readonly #budget: Budget
  readonly #limit: number
  readonly #age: number
  readonly #now: () => number

  constructor(budget: Budget, limit: number, age: number, now: () => number) {
    this.#budget = budget
    this.#limit = limit
    this.#age = age
    this.#now = now
  }

  get count(): number {
    this.#forgetOld()
    return this.#sessions.size
  }

  /** Opens a session; 429 when too many are open. */
  open(repository: string, algorithm: Algorithm): Upload {
    this.#forgetOld()
    if (this.#sessions.size >= this.#limit) {
      throw refuse(429, 'TOOMANYREQUESTS', 'too many upload sessions are open', undefined, { 'Retry-After': '5' })
    }
    const session = { id: randomUUID(), repository, algorithm, size: 0, usedAt: this.#now(), chunks: [] }
    this.#sessions.set(session.id, session)
    return session
  }

  get(id: string): Upload | undefined {
    this.#forgetOld()
    const session = this.#sessions.get(id)
    if (session) session.usedAt = this.#now()
    return session
  }

  /** Adds bytes at the end. */
  append(id: string, bytes: Bytes): void {
    const session = this.#sessions.get(id)
    if (!session) return
    this.#budget.take(bytes.byteLength)
    session.chunks.push(bytes)
    session.size += bytes.byteLength
    session.usedAt = this.#now()
  }

  /** Everything that has arrived. */
  bytes(id: string): Bytes {
    return concat(this.#sessions.get(id)?.chunks ?? [])
  }

  /** Forgets a session and gives its room back. */
  close(id: string): void {
    const session = this.#sessions.get(id)
    if (!session) return
    this.#sessions.delete(id)
    this.#budget.give(session.size)
  }

  #forgetOld(): void {
    const oldest = this.#now() - this.#age
    for (const session of this.#sessions.values()) if (session.usedAt < oldest) this.close(session.id)
  }
}
