import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { pageOf } from './pages.ts'

/** Where a link leads: to a page of the site, to a file of the repository that is not on it, or out of both. */
export type Target =
  | { readonly kind: 'page'; readonly link: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'elsewhere' }

/**
 * Resolves a link of a page, by the path of the page in the repository: on the site it has another.
 * @throws Error for a file that the repository does not have
 * @example targetOf('docs/options.md', '../src/model', root) // { kind: 'file', path: 'src/model' }
 */
export function targetOf(page: string, href: string, root: string): Target {
  if (/^([a-z]+:|#|\/)/i.test(href)) return { kind: 'elsewhere' }
  const [, to = '', fragment = ''] = /^([^?#]*)(.*)$/s.exec(href) ?? []
  const path = normalize(join(dirname(page), decodeURI(to)))
  if (path.startsWith('..') || !existsSync(join(root, path))) throw new Error(`dead link in ${page}: ${href}`)
  const onSite = pageOf(path)
  return onSite === undefined ? { kind: 'file', path } : { kind: 'page', link: `/${onSite}${fragment}` }
}
