import type { BodyFile } from './steps.ts'

/** Characters of a script that bodies may take: a page shows it, and a person may have to read it. */
const maxInside = 24 * 1024

/**
 * The lines by which a script writes the bodies that it sends, so that it can be copied and handed on; undefined where
 * they are too large: then they lie beside it.
 */
export function bodiesInside(bodies: readonly BodyFile[]): string[] | undefined {
  const lines = bodies.map(({ name, bytes }) => `body ${name} '${printed(bytes)}'`)
  return lines.join('\n').length > maxInside ? undefined : lines
}

/** Bytes as the format of a printf between single quotes: what is no plain character is there by its number. */
function printed(bytes: Uint8Array): string {
  return [...bytes]
    .map((byte, at) => {
      const character = String.fromCharCode(byte)
      // What begins with a hyphen is an option to printf.
      if (/[^ -~\n]/.test(character) || (at === 0 && character === '-')) return `\\${byte.toString(8).padStart(3, '0')}`
      return { "'": "'\\''", '\\': '\\\\', '%': '%%' }[character] ?? character
    })
    .join('')
}
