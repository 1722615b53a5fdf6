export interface Challenge {
  readonly scheme: 'basic' | 'bearer'
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * Reads the challenges of WWW-Authenticate values that a registry client can answer, best first (Bearer, then Basic).
 * Other schemes are passed over.
 */
export function challenges(values: readonly string[]): Challenge[] {
  const found: Challenge[] = []
  for (const value of values) {
    // A scheme is a token followed by parameters; parameters of one challenge and the next one share the comma.
    for (const match of value.matchAll(
      /(?:^|,\s*)(Basic|Bearer)\s+((?:[^",]|"(?:[^"\\]|\\.)*"|,(?!\s*(?:Basic|Bearer)\s))*)/gi,
    )) {
      found.push({ scheme: match[1]!.toLowerCase() as Challenge['scheme'], parameters: parameters(match[2]!) })
    }
    if (/^\s*Basic\s*$/i.test(value)) found.push({ scheme: 'basic', parameters: {} })
  }
  return found.sort((a, b) => Number(b.scheme === 'bearer') - Number(a.scheme === 'bearer'))
}

function parameters(text: string): Record<string, string> {
  const result: Record<string, string> = Object.create(null)
  for (const match of text.matchAll(/(?<![a-z_-])([a-z_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    result[match[1]!.toLowerCase()] = (match[2] ?? match[3] ?? '').replace(/\\(.)/g, '$1')
  }
  return result
}
