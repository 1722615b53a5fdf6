import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Markdown files at the root that are pages, besides README. */
const rootPages = ['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md']

/** Folders of pages, and what they are called on the site. */
const folders = [
  ['docs/', ''],
  ['reports/published/', 'published/'],
] as const

/** Globs of all files that are no pages: the builder of the site can only be told what to leave out. */
export function withoutPages(root: string): string[] {
  const other = (name: string) => !folders.some(([folder]) => folder.startsWith(`${name}/`))
  const rooms = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && other(entry.name))
  return [...rooms.map(({ name }) => `${name}/**`), 'reports/*.md', 'reports/!(published)/**']
}

/**
 * Where a file of the repository is on the site; undefined where it is not a page.
 * @example pageOf('docs/decisions/README.md') // 'decisions/index.md'
 */
export function pageOf(path: string): string | undefined {
  if (path === 'README.md') return 'index.md'
  if (rootPages.includes(path)) return path.toLowerCase()
  const folder = path.endsWith('.md') ? folders.find(([from]) => path.startsWith(from)) : undefined
  if (!folder) return undefined
  const [from, to] = folder
  return `${to}${path.slice(from.length)}`.replace(/(^|\/)README\.md$/, '$1index.md')
}

export interface Link {
  readonly text: string
  /** Path on the site. */
  readonly link: string
}

export interface Section {
  readonly text: string
  readonly collapsed?: boolean
  readonly items: readonly Link[]
}

/** Guides in the order in which they are read; one that is not named here comes last. */
const guides = [
  'vendors',
  'everyday',
  'private-registries',
  'identities',
  'parts',
  'explore',
  'verdicts',
  'specification',
  'contributors',
  'library',
  'speed',
]

/** The first heading of a page. */
function titleOf(markdown: string): string {
  const title = /^# (.+)$/m.exec(markdown)?.[1]
  if (title === undefined) throw new Error(`a page has no first heading: ${markdown.slice(0, 60)}`)
  return title.replaceAll('`', '')
}

/** Every page of the site by section: a new file becomes an entry by itself. */
export function navigation(root: string): Section[] {
  const link = (path: string): Link => ({
    text: titleOf(readFileSync(join(root, path), 'utf8')),
    link: `/${pageOf(path)!.replace(/(index)?\.md$/, '')}`,
  })
  const files = (folder: string) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .sort(new Intl.Collator('en', { numeric: true }).compare)
  const place = (name: string) => {
    const at = guides.indexOf(name.slice(0, -'.md'.length))
    return at < 0 ? guides.length : at
  }
  const pages = (folder: string, names: readonly string[]) => names.map((name) => link(`${folder}/${name}`))
  const readmeFirst = (names: readonly string[]) => ['README.md', ...names.filter((name) => name !== 'README.md')]
  return [
    { text: 'Start', items: [{ text: 'What it is', link: '/' }] },
    {
      text: 'Guides',
      items: pages(
        'docs/guides',
        files('docs/guides').sort((a, b) => place(a) - place(b)),
      ),
    },
    { text: 'Reference', items: pages('docs', files('docs')) },
    {
      text: 'Results of real registries',
      collapsed: true,
      items: pages('reports/published', readmeFirst(files('reports/published'))),
    },
    { text: 'Decisions', collapsed: true, items: pages('docs/decisions', readmeFirst(files('docs/decisions'))) },
    { text: 'The project', items: rootPages.map(link) },
  ]
}
