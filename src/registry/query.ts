/** Query parameters, in order; a name may come more than once. */
export interface Query {
  get(name: string): string | undefined
  getAll(name: string): readonly string[]
  has(name: string): boolean
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * Reads a query string as RFC 3986 does: `+` is a plus. URLSearchParams would make it a space, and most media types
 * that clients filter by end in `+json`.
 */
export function parseQuery(search: string): Query {
  const pairs = search
    .replace(/^\?/, '')
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      return at < 0 ? [decode(part), ''] : [decode(part.slice(0, at)), decode(part.slice(at + 1))]
    })
  const getAll = (name: string) => pairs.filter(([key]) => key === name).map(([, value]) => value ?? '')
  return { getAll, get: (name) => getAll(name)[0], has: (name) => getAll(name).length > 0 }
}
