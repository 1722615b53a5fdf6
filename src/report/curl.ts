import type { Exchange } from '../outcome/exchange.ts'

/** Headers that curl sets by itself, or that a record does not carry as they were. */
const left = new Set(['user-agent', 'authorization', 'content-length'])

/**
 * A command that sends the request of an exchange again. Credentials are not in it: `-u` is left to the reader. A
 * body that the record does not hold whole is named as a file.
 */
export function curl(exchange: Exchange): string {
  const parts = ['curl', '-i']
  if (exchange.method === 'HEAD') parts.push('--head')
  else if (exchange.method !== 'GET') parts.push('-X', exchange.method)
  for (const [name, value] of Object.entries(exchange.request.headers)) {
    if (!left.has(name.toLowerCase())) parts.push('-H', quoted(`${name}: ${value}`))
  }
  const { body } = exchange.request
  if (body && body.bytes > 0) {
    parts.push(
      '--data-binary',
      body.text !== undefined && !body.cut ? quoted(body.text) : `@body-of-${body.bytes}-bytes`,
    )
  }
  // Paths are sent as they are spelled: curl would tidy dot segments.
  if (/\/\.\.?(\/|$)/.test(exchange.url)) parts.push('--path-as-is')
  parts.push(quoted(exchange.url))
  return parts.join(' ')
}

/** Quoted for a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
