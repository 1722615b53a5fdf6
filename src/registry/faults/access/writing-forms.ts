import type { Bytes } from '../../body.ts'
import type { Call } from '../../contract.ts'
import { looksLikeDigest } from '../../grammar.ts'
import { mediaTypes, parseManifest } from '../../manifest.ts'
import { asks, paths } from '../change-response.ts'
import { manifestOf, open, type Wrong, weakened } from './wrong.ts'

const breaks = 'access/writing'
const isPush = ({ request, resource }: Call) => request.method === 'PUT' && resource === 'manifests'
const isSession = ({ resource, reference }: Call) => resource === 'uploads' && reference !== ''
const opensUpload = ({ resource, reference }: Call) => resource === 'uploads' && reference === ''

/** A manifest in the body of a request, and the same request to be read again. */
async function opened(request: Request): Promise<{ hasSubject: boolean; again: Request; bytes: Bytes }> {
  const bytes = new Uint8Array(await request.arrayBuffer())
  const again = new Request(request.url, { method: request.method, headers: request.headers, body: bytes })
  return { hasSubject: /"subject"/.test(new TextDecoder().decode(bytes)), again, bytes }
}

/** A push with a subject is asked for another right than other pushes. */
function attachingTakes({
  name,
  description,
  action,
}: {
  readonly name: string
  readonly description: string
  readonly action: 'pull'
}): Wrong {
  const attaching = new WeakSet<Request>()
  return {
    ...weakened({ name, breaks, description }, action, ({ request }) => attaching.has(request)),
    wrap: (handler) => async (request) => {
      if (!asks(request, 'PUT', paths.manifest)) return handler(request)
      const { hasSubject, again } = await opened(request)
      if (hasSubject) attaching.add(again)
      return handler(again)
    },
  }
}

/** Faults in who may write that show in some forms of a request alone. */
export const writingForms: readonly Wrong[] = [
  attachingTakes({
    name: 'attaching-takes-pull',
    description: 'To push a manifest with a subject takes the right to read',
    action: 'pull',
  }),
  weakened(
    { name: 'pushing-indexes-takes-pull', breaks, description: 'To push an index takes the right to read' },
    'pull',
    (call) => isPush(call) && call.request.headers.get('Content-Type') === mediaTypes.index,
  ),
  weakened(
    { name: 'pushing-docker-takes-pull', breaks, description: 'To push a docker image takes the right to read' },
    'pull',
    (call) => isPush(call) && call.request.headers.get('Content-Type') === mediaTypes.dockerImage,
  ),
  weakened(
    { name: 'tagging-takes-pull', breaks, description: 'To push by a tag that is new takes the right to read' },
    'pull',
    (call) => isPush(call) && !looksLikeDigest(call.reference) && !manifestOf(call),
  ),
  open(
    { name: 'pushing-again-open', breaks, description: 'A push of what is there is not held against rights' },
    (call) => isPush(call) && looksLikeDigest(call.reference) && manifestOf(call) !== undefined,
  ),
  open(
    { name: 'tag-parameters-open', breaks, description: 'A push with a tag as a parameter is not held against rights' },
    (call) => isPush(call) && call.query.has('tag'),
  ),
  {
    name: 'refused-referrers-kept',
    breaks,
    description: 'A manifest with a subject is kept although its push was refused',
    wrap: (handler, core) => async (request) => {
      if (!asks(request, 'PUT', paths.manifestByDigest)) return handler(request)
      const { hasSubject, again, bytes } = await opened(request)
      const response = await handler(again)
      if (!hasSubject || ![401, 403].includes(response.status)) return response
      const [, name = '', digest = ''] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(new URL(request.url).pathname) ?? []
      const parsed = parseManifest(bytes, request.headers.get('Content-Type'))
      core.store.find(name)?.putManifest({ digest, bytes, pushedAt: core.now(), ...parsed })
      return response
    },
  },
  weakened(
    { name: 'mounting-takes-pull', breaks, description: 'To mount into a repository takes the right to read it' },
    'pull',
    (call) => opensUpload(call) && call.query.has('mount'),
  ),
  open(
    { name: 'mounts-open', breaks, description: 'A mount is not held against rights on its target' },
    (call) => opensUpload(call) && call.query.has('from'),
  ),
  open(
    { name: 'single-posts-open', breaks, description: 'An upload in one request is not held against rights' },
    (call) => opensUpload(call) && call.query.has('digest'),
  ),
  open(
    { name: 'uploads-of-algorithms-open', breaks, description: 'An upload by an algorithm of choice is open to all' },
    (call) => opensUpload(call) && call.query.has('digest-algorithm'),
  ),
  open(
    { name: 'session-status-open', breaks, description: 'How far an upload got is told to everybody' },
    (call) => isSession(call) && call.request.method === 'GET',
  ),
  open(
    { name: 'session-heads-open', breaks, description: 'HEAD of an upload is not held against rights' },
    (call) => isSession(call) && call.request.method === 'HEAD',
  ),
  open(
    { name: 'session-cancel-open', breaks, description: 'Everybody may cancel an upload' },
    (call) => isSession(call) && call.request.method === 'DELETE',
  ),
  open(
    { name: 'chunks-open', breaks, description: 'A chunk with Content-Range is not held against rights' },
    (call) => isSession(call) && call.request.method === 'PATCH' && call.request.headers.has('Content-Range'),
  ),
  open(
    { name: 'empty-finish-open', breaks, description: 'To finish an upload without a body takes no right' },
    (call) => isSession(call) && call.request.method === 'PUT' && !call.request.headers.has('Content-Type'),
  ),
]
