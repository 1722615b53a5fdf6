import type { Content, ManifestContent } from './content.ts'
import type { Reply } from './outcome.ts'
import { emptyState, type State } from './state.ts'

const image = (name: string, rest: Partial<ManifestContent> = {}): [string, ManifestContent] => [
  name,
  {
    kind: 'image',
    digest: `sha256:${name}`,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    size: 100,
    blobs: ['b1'],
    children: [],
    artifactType: `type of ${name}`,
    annotations: {},
    ...rest,
  },
]

/** An image, two referrers of it, one that refers to a referrer, an index that lists the image, a docker image. */
export const content: Content = {
  manifests: new Map([
    image('m1'),
    image('r1', { subject: 'm1', annotations: { key: 'value' } }),
    image('r2', { subject: 'm1' }),
    image('rr', { subject: 'r1' }),
    image('list', { kind: 'index', mediaType: 'application/vnd.oci.image.index.v1+json', blobs: [], children: ['m1'] }),
    image('second', { digest: 'sha512:second', blobs: ['b3'] }),
    image('old', { kind: 'docker-image' }),
  ]),
  blobs: new Map([
    ['b1', { digest: 'sha256:b1', size: 10 }],
    ['b2', { digest: 'sha256:b2', size: 10 }],
    ['b3', { digest: 'sha512:b3', size: 10 }],
    ['empty', { digest: 'sha256:empty', size: 0 }],
  ]),
  tags: new Map([
    ['a', 'a-1'],
    ['B', 'B-1'],
    ['c', 'c-1'],
  ]),
}

/** Two repositories, nothing in them. */
export const nothing: State = emptyState(content, ['A', 'B'])

export function reply(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers: { location: '/somewhere', ...headers } }
}
