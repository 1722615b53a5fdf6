import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { targetOf } from './links.ts'
import { navigation, pageOf, withoutPages } from './pages.ts'
import { slug } from './slug.ts'

const root = join(import.meta.dirname, '..', '..')

test('a file becomes a page of the site by where it lies', () => {
  expect(
    ['README.md', 'SECURITY.md', 'docs/checks.md', 'docs/decisions/README.md', 'reports/published/x.md'].map(pageOf),
  ).toEqual(['index.md', 'security.md', 'checks.md', 'decisions/index.md', 'published/x.md'])
  expect(['reports/README.md', 'src/model', 'docs/report.svg', 'LICENSE'].map(pageOf)).toEqual(
    Array.from({ length: 4 }),
  )
})

test('every page of the repository is in the navigation, once', () => {
  const links = navigation(root).flatMap(({ items }) => items.map(({ link }) => link))
  const files = ['docs', 'reports/published'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => pageOf(`${folder}/${name}`)!.replace(/(index)?\.md$/, '')),
  )
  expect(files.filter((file) => !links.includes(`/${file}`))).toEqual([])
  expect(new Set(links).size).toBe(links.length)
})

test('what has no pages is left out of the site', () => {
  const globs = withoutPages(root)
  expect(globs).toContain('src/**')
  expect(globs.filter((glob) => /^(docs|reports)\/\*\*/.test(glob))).toEqual([])
})

test('links lead to pages of the site, or to files of the repository', () => {
  expect(targetOf('docs/guides/vendors.md', '../options.md#credentials', root)).toEqual({
    kind: 'page',
    link: '/options.md#credentials',
  })
  expect(targetOf('README.md', 'src/model', root)).toEqual({ kind: 'file', path: 'src/model' })
  expect(targetOf('README.md', '#words', root)).toEqual({ kind: 'elsewhere' })
  expect(targetOf('README.md', 'https://example.org/x', root)).toEqual({ kind: 'elsewhere' })
})

test('a dead link fails the build of the site', () => {
  for (const href of ['none.md', '../outside.md', 'src/none']) {
    expect(() => targetOf('README.md', href, root)).toThrow(`dead link in README.md: ${href}`)
  }
})

test('anchors are those that hosts of repositories make', () => {
  expect(['Who may attach what?', '`--read-only`', 'listing-tags/found'].map(slug)).toEqual([
    'who-may-attach-what',
    '--read-only',
    'listing-tagsfound',
  ])
})

test('the site is built where neither git nor the package takes it up', () => {
  expect(readFileSync(join(root, '.gitignore'), 'utf8').split('\n')).toContain('/site/')
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] }
  expect(files.filter((name) => /^(site|docs)/.test(name))).toEqual([])
  expect(existsSync(join(root, 'docs', '.vitepress', 'config.ts'))).toBe(true)
})
