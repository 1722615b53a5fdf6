/** Longer texts in a document say nothing to people. */
const maxText = 120

/**
 * JSON as people read it: a line for each value, and enormous texts cut. What is there is not parsed, so that what is
 * said twice, numbers of any size, and documents that are cut or malformed stay what they are. What begins like no JSON,
 * or has lines already, stays as it is.
 * @example indented('{"a":[1,2]}') // '{\n  "a": [\n    1,\n    2\n  ]\n}'
 */
export function indented(text: string): string {
  if (!/^\s*[[{]/.test(text) || /\n./.test(text.trim())) return text
  let depth = 0
  const line = () => `\n${'  '.repeat(Math.min(Math.max(depth, 0), 20))}`
  // A text, which may have no end; an empty list or object; a sign; spaces; anything else.
  const tokens = text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"?|\[\s*\]|\{\s*\}|[[\]{},:]|\s+|[^[\]{},:"\s]+/gs)
  let result = ''
  for (const [token] of tokens) {
    if (/^\s/.test(token)) continue
    if (token === '{' || token === '[') {
      depth++
      result += token + line()
    } else if (token === '}' || token === ']') {
      depth--
      result += line() + token
    } else if (token === ',') result += token + line()
    else if (token === ':') result += ': '
    else result += token.startsWith('"') ? shortened(token) : token
  }
  return result
}

function shortened(token: string): string {
  if (token.length <= maxText) return token
  const hasEnd = token.endsWith('"')
  return `${token.slice(0, maxText)}…${hasEnd ? `" (${token.length - 2} characters)` : ''}`
}
