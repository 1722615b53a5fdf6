import { createHash, timingSafeEqual } from 'node:crypto'
import { refuse } from './errors.ts'
import type { BasicAuth } from './options.ts'

const hash = (text: string) => createHash('sha256').update(text).digest()

/**
 * Checks HTTP Basic credentials (RFC 7617). Throws 401 UNAUTHORIZED with WWW-Authenticate for missing or wrong ones.
 * Hashes are compared, in constant time, so that neither length nor content can be guessed from the time it takes.
 */
export function checkBasicAuth(request: Request, { username, password }: BasicAuth): void {
  const [, encoded = ''] = /^basic\s+([A-Za-z0-9+/=]+)\s*$/i.exec(request.headers.get('Authorization') ?? '') ?? []
  const given = Buffer.from(encoded, 'base64').toString('utf8')
  if (timingSafeEqual(hash(given), hash(`${username}:${password}`))) return
  throw refuse(401, 'UNAUTHORIZED', 'authentication required', undefined, {
    'WWW-Authenticate': 'Basic realm="registry", charset="UTF-8"',
  })
}
