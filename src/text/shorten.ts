/** Cuts a text to a number of characters (UTF-16 units), never through a surrogate pair, and says how long it was. */
export function shorten(text: string, max = 300): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  const head = text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
  return `${head}… (${text.length} characters)`
}

/** A digest as people recognise it: the algorithm and the first twelve digits. */
export function short(digest: string): string {
  return digest.replace(/^([a-z0-9]+:[0-9a-f]{12})[0-9a-f]+$/, '$1…')
}

/**
 * A request in a sentence: digests in its path are shortened, and so is all of a long path.
 * @example requestLine('GET', '/v2/team/a/tags/list') // 'GET /v2/team/a/tags/list'
 */
export function requestLine(method: string, path: string, max = 160): string {
  return `${method} ${shorten(path.replace(/[a-z0-9]+:[0-9a-f]{32,}/g, short), max)}`
}

/** "a, b and 3 more" */
export function few(items: readonly string[], max = 5): string {
  return items.length <= max ? items.join(', ') : `${items.slice(0, max).join(', ')} and ${items.length - max} more`
}
