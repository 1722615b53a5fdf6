import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccessTable } from './rights.ts'

const hash = (text: string) => createHash('sha256').update(text).digest()

/** Name and password of a user. */
export interface Login {
  readonly name: string
  readonly password: string
}

/** What `Authorization: Basic` carries (RFC 7617); undefined for anything else. */
export function basicLogin(authorization: string | null): Login | undefined {
  const [, encoded] = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const [name = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { name, password: password.join(':') }
}

/** Whether such a user is known. Hashes are compared, in constant time: neither length nor content shows in the time. */
export function isUser(table: AccessTable, { name, password }: Login): boolean {
  const known = Object.hasOwn(table.users, name) ? table.users[name]! : undefined
  return timingSafeEqual(hash(password), hash(known?.password ?? '')) && known !== undefined
}
