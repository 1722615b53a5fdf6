import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { slug } from '../scripts/site/slug.ts'

const root = join(import.meta.dirname, '..')
const pagesIn = (...folder: string[]) => readdirSync(join(root, ...folder)).map((name) => join(...folder, name))
const decisions = pagesIn('docs', 'decisions')
const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  ...decisions,
  ...pagesIn('docs', 'guides'),
]
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Files that a page links to and that are not there; links to elsewhere and within the page aside. */
function deadLinks(page: string, markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !existsSync(join(root, dirname(page), link)))
}

/** Links of a page to anchors that the page they lead to does not have. */
function deadAnchors(page: string, markdown: string): string[] {
  return [...markdown.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)]
    .filter(([, link]) => link === '' || link!.endsWith('.md'))
    .filter(([, link, anchor]) => {
      const text = link === '' ? markdown : read(join(dirname(page), link!))
      return ![...text.matchAll(/^#+ (.+)$/gm)].some(([, heading]) => slug(heading!) === anchor)
    })
    .map(([, link, anchor]) => `${link}#${anchor}`)
}

test('links of the guides lead to files', () => {
  expect(guides.flatMap((page) => deadLinks(page, read(page)))).toEqual([])
})

test('a dead link is found from the folder of its page', () => {
  const links = '[a](../../README.md) [b](README.md#words) [c](none.md) [d](https://example.org/x) [e](#words)'
  expect(deadLinks('docs/decisions/README.md', links)).toEqual(['none.md'])
})

test('anchors in the guides lead to headings', () => {
  expect(guides.flatMap((page) => deadAnchors(page, read(page)))).toEqual([])
})

test('a dead anchor is found, in the page itself and in others', () => {
  const links = '# One two\n[a](#one-two) [b](#three) [c](CONTRIBUTING.md#words) [d](CONTRIBUTING.md#none)'
  expect(deadAnchors('README.md', links)).toEqual(['#three', 'CONTRIBUTING.md#none'])
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
