import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const decisions = readdirSync(join(root, 'docs', 'decisions')).map((name) => join('docs', 'decisions', name))
const guides = ['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md', ...decisions]
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Files that a page links to and that are not there; links to elsewhere and within the page aside. */
function deadLinks(page: string, markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !existsSync(join(root, dirname(page), link)))
}

test('links of the guides lead to files', () => {
  expect(guides.flatMap((page) => deadLinks(page, read(page)))).toEqual([])
})

test('a dead link is found from the folder of its page', () => {
  const links = '[a](../../README.md) [b](README.md#words) [c](none.md) [d](https://example.org/x) [e](#words)'
  expect(deadLinks('docs/decisions/README.md', links)).toEqual(['none.md'])
})

test('the architecture names every room', () => {
  const rooms = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const architecture = read('ARCHITECTURE.md')
  expect(rooms.map(({ name }) => `\`src/${name}/\``).filter((room) => !architecture.includes(room))).toEqual([])
})

test('the list of decisions has every page', () => {
  const list = read('docs/decisions/README.md')
  const pages = decisions.map((path) => path.slice('docs/decisions/'.length)).filter((name) => name !== 'README.md')
  expect(pages.length).toBeGreaterThan(4)
  expect(pages.filter((name) => !list.includes(`(${name})`))).toEqual([])
})
