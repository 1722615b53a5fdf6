import type { Names } from './print.ts'

/** Text between double quotes of a shell script, taken literally. Control characters are left out: no shell needs them. */
export function literal(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f]/g, '').replace(/[\\"$`]/g, '\\$&')
}

/** A word of a script with the names of this run replaced by variables: the registry, and the two repositories. */
export function word(text: string, names: Names): string {
  return `"${inWord(text, names)}"`
}

/** The same without the quotes around it. */
export function inWord(text: string, { origin, a, b }: Names): string {
  const pairs: [name: string, variable: string][] = [
    [a, 'REPO_A'],
    [b, 'REPO_B'],
  ]
  // One name may begin with the other one.
  pairs.sort(([one], [other]) => other.length - one.length)
  let rest = literal(text)
  if (origin !== '' && rest.startsWith(origin)) rest = `$REGISTRY${rest.slice(origin.length)}`
  for (const [name, variable] of pairs) {
    rest = rest.replaceAll(`/v2/${name}`, () => `/v2/\${${variable}}`)
    rest = rest.replaceAll(`from=${name}`, () => `from=\${${variable}}`)
    rest = rest.replaceAll(`from=${encodeURIComponent(name)}`, () => `from=$(in_query "$${variable}")`)
  }
  return rest
}
