import { type Exchange, redacted } from '../outcome/exchange.ts'

/** Headers that curl sets by itself, or that a record does not carry as they were. */
const left = new Set(['user-agent', 'authorization', 'content-length'])

/** A request to a session that is over by now. */
const toSession = /\/blobs\/uploads\/[^?#]/
const maxLength = 4000

/**
 * The words of a command that sends the request of an exchange again. Credentials are not in it: `-u` is left to the
 * reader. Undefined where such a command could not be run: its body is not recorded whole, its upload session is over,
 * or there is a secret in it.
 */
export function curl(exchange: Exchange): string[] | undefined {
  const words = ['curl', '-i']
  if (exchange.method === 'HEAD') words.push('--head')
  else if (exchange.method !== 'GET') words.push('-X', exchange.method)
  for (const [name, value] of Object.entries(exchange.request.headers)) {
    if (!left.has(name.toLowerCase())) words.push('-H', `${name}: ${value}`)
  }
  const { body } = exchange.request
  if (body && body.bytes > 0) {
    if (body.text === undefined || body.cut) return undefined
    words.push('--data-binary', body.text)
  }
  // Paths are sent as they are spelled: curl would tidy dot segments.
  if (/\/\.\.?(\/|$)/.test(exchange.url)) words.push('--path-as-is')
  words.push(exchange.url)
  const isLost = toSession.test(exchange.url) || words.some((word) => word.includes(redacted))
  return isLost || words.join(' ').length > maxLength ? undefined : words
}
