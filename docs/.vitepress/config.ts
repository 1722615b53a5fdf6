import { join, relative, sep } from 'node:path'
import { defineConfig, type MarkdownOptions } from 'vitepress'
import { targetOf } from '../../scripts/site/links.ts'
import { navigation, pageOf, withoutPages } from '../../scripts/site/pages.ts'
import { slug } from '../../scripts/site/slug.ts'

const root = join(import.meta.dirname, '..', '..')

/** Where the sources are to be read, when a workflow builds the site; elsewhere nothing knows. */
const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
const sources = server && repository ? `${server}/${repository}` : undefined

/** Links are those of the repository: to pages they become those of the site, to other files those of the sources. */
const linksOfTheSite: NonNullable<MarkdownOptions['config']> = (md) => {
  const open = md.renderer.rules.link_open!
  md.renderer.rules.link_open = (tokens, at, options, env, self) => {
    const token = tokens[at]!
    const page = relative(root, env.realPath ?? env.path).replaceAll(sep, '/')
    const target = targetOf(page, token.attrGet('href') ?? '#', root)
    if (target.kind === 'page') token.attrSet('href', target.link)
    if (target.kind !== 'file') return open(tokens, at, options, env, self)
    if (sources) token.attrSet('href', `${sources}/blob/main/${target.path}`)
    else {
      // Nobody knows where the sources are to be read: the text of the link is all there is.
      token.attrs = null
      for (const one of [token, tokens.slice(at).find(({ type }) => type === 'link_close')!]) one.tag = 'span'
    }
    return self.renderToken(tokens, at, options)
  }
}

export default defineConfig({
  title: 'oci-referee',
  description: 'A conformance test suite for container registries, with the referrers API at its heart.',
  lang: 'en',
  // Without one, browsers ask for an icon that is not there.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  base: process.env['SITE_BASE'] ?? '/',
  srcDir: '..',
  srcExclude: withoutPages(root),
  rewrites: (path) => pageOf(path) ?? path,
  outDir: '../site',
  cacheDir: '../.cache/vitepress',
  cleanUrls: true,
  markdown: { anchor: { slugify: slug }, config: linksOfTheSite },
  themeConfig: {
    sidebar: navigation(root).map((section) => ({ ...section, items: [...section.items] })),
    nav: [
      { text: 'Guides', link: '/guides/vendors' },
      { text: 'Requirements and checks', link: '/checks' },
      { text: 'Results', link: '/published/' },
    ],
    outline: [2, 3],
    search: { provider: 'local' },
    ...(sources ? { socialLinks: [{ icon: 'github', link: sources }] } : {}),
  },
})
