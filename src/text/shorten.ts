/** A value cut to a length that a message can bear. */
export function shorten(text: string, most = 300): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`
}

/** A digest as people recognise it: the algorithm and the first twelve digits. */
export function short(digest: string): string {
  return digest.replace(/^([a-z0-9]+:[0-9a-f]{12})[0-9a-f]+$/, '$1…')
}

/** "a, b and 3 more" */
export function few(items: readonly string[], most = 5): string {
  return items.length <= most ? items.join(', ') : `${items.slice(0, most).join(', ')} and ${items.length - most} more`
}
