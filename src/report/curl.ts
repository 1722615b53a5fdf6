import type { Exchange } from '../outcome/exchange.ts'

/** Headers that curl sets by itself, or that a record does not carry as they were. */
const left = new Set(['user-agent', 'authorization', 'content-length'])

/**
 * The words of a command that sends the request of an exchange again. Credentials are not in it: `-u` is left to the
 * reader. A body that the record does not hold whole is named as a file.
 */
export function curl(exchange: Exchange): string[] {
  const words = ['curl', '-i']
  if (exchange.method === 'HEAD') words.push('--head')
  else if (exchange.method !== 'GET') words.push('-X', exchange.method)
  for (const [name, value] of Object.entries(exchange.request.headers)) {
    if (!left.has(name.toLowerCase())) words.push('-H', `${name}: ${value}`)
  }
  const { body } = exchange.request
  if (body && body.bytes > 0) {
    words.push('--data-binary', body.text !== undefined && !body.cut ? body.text : `@body-of-${body.bytes}-bytes`)
  }
  // Paths are sent as they are spelled: curl would tidy dot segments.
  if (/\/\.\.?(\/|$)/.test(exchange.url)) words.push('--path-as-is')
  return [...words, exchange.url]
}
