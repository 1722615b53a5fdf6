import { imageType } from '../../../fixtures/make/manifest.ts'
import type { Context } from '../../../src/check/define.ts'
import { accepted } from '../../../src/check/repository.ts'
import type { Stock } from '../cast.ts'
import type { Form } from './form.ts'

/** What a form of reading asks for; the plain forms of all of it are one group. */
export type Subject = 'plain' | 'manifests' | 'blobs' | 'tags' | 'lists' | 'pages'

export interface ReadForm extends Form<Stock> {
  readonly about: Subject
}

/** The same forms, as a group of their own. */
const group = (about: Subject, forms: readonly Form<Stock>[]): ReadForm[] => forms.map((form) => ({ ...form, about }))
type Method = 'GET' | 'HEAD'

/** What is not there, and is asked for all the same: an empty list tells that as well. */
const absent = `sha256:${'0'.repeat(64)}`

const manifest = (
  name: string,
  reference: (stock: Stock) => string,
  { method = 'GET', headers = { accept: accepted } }: { method?: Method; headers?: Record<string, string> } = {},
): Form<Stock> => ({
  name: `${method} ${name}`,
  send: (here, stock) => here.send(method, `manifests/${reference(stock)}`, { headers }),
})

/** Manifests by other requests than a plain GET or HEAD of an image. */
const manifestForms = group('manifests', [
  manifest('an index by digest', ({ index }) => index.digest),
  manifest('an index by tag', ({ indexTag }) => indexTag),
  manifest('an index by digest', ({ index }) => index.digest, { method: 'HEAD' }),
  manifest('an index by tag', ({ indexTag }) => indexTag, { method: 'HEAD' }),
  manifest('a referrer by digest', ({ referrer }) => referrer.digest),
  manifest('a referrer by digest', ({ referrer }) => referrer.digest, { method: 'HEAD' }),
  manifest('an image whatever its type is', ({ image }) => image.digest, { headers: { accept: '*/*' } }),
  manifest('an image without Accept', ({ tags }) => tags[0], { headers: {} }),
  manifest('the beginning of an image', ({ image }) => image.digest, {
    headers: { accept: imageType, range: 'bytes=0-9' },
  }),
  {
    name: 'GET an image unless it is what they have',
    send: (here, { image }) =>
      here.send('GET', `manifests/${image.digest}`, {
        headers: { accept: accepted, 'if-none-match': `"${image.digest}"` },
      }),
  },
  manifest('an image with ns', ({ image }) => `${image.digest}?ns=registry.example`),
])

const blob = (name: string, method: Method, headers: Record<string, string> = {}, query = ''): Form<Stock> => ({
  name: `${method} ${name}`,
  send: (here, stock) => here.send(method, `blobs/${stock.blob.digest}${query}`, { headers }),
})

/** Blobs by other requests than a plain GET or HEAD. */
const blobForms = group('blobs', [
  blob('a blob by Range', 'GET', { range: 'bytes=0-7' }),
  blob('the end of a blob by Range', 'GET', { range: 'bytes=-4' }),
  blob('a blob by Range from its second byte', 'GET', { range: 'bytes=1-' }),
  blob('a blob by Range', 'HEAD', { range: 'bytes=0-7' }),
  {
    name: 'GET a blob unless it is what they have',
    send: (here, stock) =>
      here.send('GET', `blobs/${stock.blob.digest}`, {
        headers: { 'if-none-match': `"${stock.blob.digest}"` },
      }),
  },
  blob('a blob with ns', 'GET', {}, '?ns=registry.example'),
  ...(['GET', 'HEAD'] as const).map(
    (method): Form<Stock> => ({
      name: `${method} the config of an image, which is the same in many repositories`,
      send: (here, { image }) => here.getBlob(image.blobs[0]!.digest, method),
    }),
  ),
])

const tags = (name: string, query: string, method: Method = 'GET'): Form<Stock> => ({
  name: `${method} ${name}`,
  send: (here) => here.send(method, `tags/list${query}`),
})

/** Lists of tags by other requests than the plain one. */
const tagForms = group('tags', [
  tags('tags, one at a time', '?n=1'),
  tags('tags, none at a time', '?n=0'),
  tags('many tags', '?n=1000'),
  tags('tags after a name', '?last=0'),
  tags('tags after a name, one at a time', '?n=1&last=0'),
  tags('tags after a name, last before n', '?last=0&n=1'),
  tags('tags with ns', '?ns=registry.example'),
  tags('tags', '', 'HEAD'),
])

const list = (name: string, query: (stock: Stock) => string, method: Method = 'GET'): Form<Stock> => ({
  name: `${method} ${name}`,
  send: (here, stock) => here.askReferrers(stock.image, { query: query(stock) }, method),
})
const byType = ({ referrer }: Stock) => `artifactType=${encodeURIComponent(referrer.artifactType ?? '')}`

/** Lists of referrers by other requests than the plain one. */
const listForms = group('lists', [
  list('referrers of a type', byType),
  list('referrers of a type that none has', () => 'artifactType=application%2Fvnd.none'),
  list('referrers, one at a time', () => 'n=1'),
  list('referrers after a digest', () => `n=1&last=${absent}`),
  list('referrers of a type, after a digest', (stock) => `${byType(stock)}&last=${absent}`),
  list('referrers with ns', () => 'ns=registry.example'),
  list('referrers', () => '', 'HEAD'),
  list('referrers of a type', byType, 'HEAD'),
  { name: 'GET referrers of a referrer', send: (here, { referrer }) => here.askReferrers(referrer) },
  { name: 'GET referrers of what is not there', send: (here) => here.askReferrers(absent) },
])

/** Further pages, by the URLs that a user who may read was given. */
const pageForms = ({ nextPages }: Stock): ReadForm[] =>
  group(
    'pages',
    nextPages.map((path) => ({ name: 'GET a next page', send: (here) => here.send('GET', path) })),
  )

/** The requests that everybody would think of first. */
export const plainReads: readonly ReadForm[] = group(
  'plain',
  (['GET', 'HEAD'] as const).flatMap((method): Form<Stock>[] => [
    manifest('an image by digest', ({ image }) => image.digest, { method }),
    manifest('an image by tag', ({ tags: [tag] }) => tag, { method }),
    { name: `${method} a blob`, send: (here, stock) => here.getBlob(stock.blob.digest, method) },
    ...(method === 'GET' ? [tags('tags', '')] : []),
  ]),
)

/** Every form of every read, the plain ones first. */
export function allReads(context: Context, stock: Stock): ReadForm[] {
  const lists = context.has('referrers') ? [...group('plain', [list('referrers', () => '')]), ...listForms] : []
  return [...plainReads, ...manifestForms, ...blobForms, ...tagForms, ...lists, ...pageForms(stock)]
}
