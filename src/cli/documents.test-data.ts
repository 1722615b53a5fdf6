import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')

const folder = join('docs', 'guides')

/** Every page that documents the tool by hand, by its path. */
export const documents: ReadonlyMap<string, string> = new Map(
  ['README.md', ...readdirSync(join(root, folder)).map((name) => join(folder, name))].map((path) => [
    path,
    readFileSync(join(root, path), 'utf8'),
  ]),
)

/** The code blocks of a language. */
export function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!)
}
