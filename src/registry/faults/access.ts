import { decodeJwt } from 'jose'
import { rightsIn } from '../access/rights.ts'
import type { Grant } from '../access/scope.ts'
import type { Fault } from '../change.ts'
import type { Call, Core } from '../contract.ts'
import { refuse } from '../errors.ts'
import { looksLikeDigest } from '../grammar.ts'
import type { Repository } from '../repository.ts'
import { emptyResponse } from '../respond.ts'
import { altered, asks, paths } from './change-response.ts'

/** All of these need a registry with users; where nothing is said, they log in by Basic. */
type Wrong = Omit<Fault, 'told'> & { readonly scheme?: 'basic' | 'bearer' }
const withUsers = ({ scheme = 'basic', ...fault }: Wrong): Fault => ({ ...fault, told: { users: { scheme } } })

/** A fault that asks for no right where a request is of some sort. */
function open(name: string, breaks: string, description: string, when: (call: Call) => boolean): Wrong {
  return {
    name,
    breaks,
    description,
    change: (rules) => ({ access: { needed: (call) => (when(call) ? undefined : rules.access.needed(call)) } }),
  }
}

/** A fault that understands a request in another way than it was checked: what it makes of it is let through. */
function misread(name: string, description: string, read: (request: Request, url: URL) => Request | undefined): Wrong {
  const admitted = new WeakSet<Request>()
  return {
    name,
    breaks: 'access/spelling',
    description,
    change: (rules) => ({
      access: {
        // To be let through it must not be held up by who sends it either.
        caller: (request, access) =>
          admitted.has(request)
            ? { known: true, may: () => true, mayAskFor: () => false }
            : rules.access.caller(request, access),
      },
    }),
    wrap: (handler) => async (request) => {
      const other = read(request, new URL(request.url))
      if (other) admitted.add(other)
      return handler(other ?? request)
    },
  }
}

const isRead = ({ request }: Call) => ['GET', 'HEAD'].includes(request.method)
const repositories = (core: Core): Repository[] => [...core.store.repositories.values()]

/** Whether a caller may read a repository, by the table: a token may be about another one. */
const mayRead = ({ core, caller }: Call, repository: string) =>
  !core.access || !caller || rightsIn(core.access.table, caller.user, repository).has('pull')

/** What a request is about, where it is there: for refusals that tell too much. */
const contentOf = ({ core, name, reference, resource }: Call) => {
  const repository = core.store.find(name)
  if (resource === 'blobs') return repository?.blob(reference)
  const digest = looksLikeDigest(reference) ? reference : (repository?.tags.get(reference) ?? '')
  return repository?.manifests.get(digest)?.bytes
}

const granted: readonly Wrong[] = [
  {
    name: 'reading-needs-push',
    breaks: 'access/granted',
    description: 'Users who may only read are refused',
    change: (rules) => ({
      access: {
        may: (caller, repository, action, call) =>
          rules.access.may(caller, repository, action, call) &&
          (action !== 'pull' || rules.access.may(caller, repository, 'push', call)),
      },
    }),
  },
  {
    name: 'pushing-needs-delete',
    breaks: 'access/granted',
    description: 'Users who may push and not delete are refused to push',
    change: (rules) => ({
      access: {
        may: (caller, repository, action, call) =>
          rules.access.may(caller, repository, action, call) &&
          (action !== 'push' || rules.access.may(caller, repository, 'delete', call)),
      },
    }),
  },
  {
    name: 'deleting-needs-everything',
    breaks: 'access/granted',
    description: 'Deleting is refused to users who may not delete in every repository',
    change: (rules) => ({
      access: {
        may: (caller, repository, action, call) =>
          rules.access.may(caller, repository, action, call) &&
          (action !== 'delete' || rules.access.may(caller, 'some/other/name', 'delete', call)),
      },
    }),
  },
]

const attaching: readonly Wrong[] = [
  {
    name: 'attaching-needs-rights-on-subject',
    breaks: 'access/attaching',
    description: 'A referrer is refused to whoever may not read the repository that its subject is in',
    change: (rules, core) => ({
      manifests: {
        checkSubject: (push) => {
          const digest = push.manifest.content.subject?.digest ?? ''
          const hidden = repositories(core).some(
            ({ name, manifests }) => manifests.has(digest) && !mayRead(push.call, name),
          )
          if (hidden) throw refuse(403, 'DENIED', 'you may not attach to this')
          return rules.manifests.checkSubject(push)
        },
      },
    }),
  },
  {
    name: 'attached-hidden-with-subject',
    breaks: 'access/attaching',
    description: 'A list is empty to whoever may not read the repository that the subject is in',
    change: (rules, core) => ({
      referrers: {
        listed: (call, repository) =>
          repositories(core).some(({ name, manifests }) => manifests.has(call.reference) && !mayRead(call, name))
            ? []
            : rules.referrers.listed(call, repository),
      },
    }),
  },
  {
    name: 'attached-copied-to-subject',
    breaks: 'access/attaching',
    description: 'A referrer is copied to the repository of its subject, whoever pushes it',
    change: (rules, core) => ({
      manifests: {
        keep: async (push) => {
          await rules.manifests.keep(push)
          const digest = push.manifest.content.subject?.digest ?? ''
          for (const other of repositories(core)) {
            if (!other.manifests.has(digest) || mayRead(push.call, other.name)) continue
            other.putManifest(push.manifest)
            await rules.referrers.record(other, push.manifest)
          }
        },
      },
    }),
  },
]

const reading: readonly Wrong[] = [
  open(
    'pulling-open',
    'access/reading',
    'Everybody may pull manifests',
    (call) => isRead(call) && call.resource === 'manifests',
  ),
  open('heads-open', 'access/reading', 'HEAD is not held against rights', ({ request }) => request.method === 'HEAD'),
  open('blobs-open', 'access/reading', 'Everybody may pull blobs', (call) => isRead(call) && call.resource === 'blobs'),
  open('tags-open', 'access/reading', 'Everybody may list tags', ({ resource }) => resource === 'tags'),
  open('lists-open', 'access/reading', 'Everybody may list referrers', ({ resource }) => resource === 'referrers'),
  open('next-pages-open', 'access/reading', 'Pages after the first are not held against rights', ({ query }) =>
    query.has('last'),
  ),
  open(
    'lists-open-to-readers-of-subject',
    'access/reading',
    'Who may read a subject somewhere may list its referrers everywhere',
    (call) =>
      call.resource === 'referrers' &&
      repositories(call.core).some(({ name, manifests }) => manifests.has(call.reference) && mayRead(call, name)),
  ),
  {
    name: 'mounting-needs-no-pull',
    breaks: 'access/reading',
    description: 'A blob is mounted from a repository that the user may not read',
    change: (rules) => ({
      uploads: { mayMountFrom: (call, from) => call.query.has('from') || rules.uploads.mayMountFrom(call, from) },
    }),
  },
]

const writing: readonly Wrong[] = [
  open(
    'pushing-open',
    'access/writing',
    'Everybody may push manifests',
    ({ request, resource }) => request.method === 'PUT' && resource === 'manifests',
  ),
  open(
    'uploads-open',
    'access/writing',
    'Everybody may begin uploads',
    ({ resource, reference }) => resource === 'uploads' && reference === '',
  ),
  open(
    'upload-sessions-open',
    'access/writing',
    'Whoever knows an upload session may use it',
    ({ resource, reference }) => resource === 'uploads' && reference !== '',
  ),
  {
    name: 'upload-sessions-shared',
    breaks: 'access/writing',
    description: 'An upload session that was opened in one repository goes on in any other',
    change: (_rules, core) => ({ uploads: { find: ({ reference }) => core.store.uploads.get(reference) } }),
  },
  open(
    'tag-schema-open',
    'access/writing',
    'Everybody may push under referrers tags',
    ({ request, reference }) => request.method === 'PUT' && /^sha256-[0-9a-f]{64}$/.test(reference),
  ),
  open(
    'deleting-manifests-open',
    'access/deleting',
    'Everybody may delete manifests',
    ({ request, resource }) => request.method === 'DELETE' && resource === 'manifests',
  ),
  open(
    'deleting-blobs-open',
    'access/deleting',
    'Everybody may delete blobs',
    ({ request, resource }) => request.method === 'DELETE' && resource === 'blobs',
  ),
]

/** A fault that lets in whoever does not log in. */
const letsIn = (name: string, description: string, what: readonly string[]): Wrong => ({
  name,
  breaks: 'access/anonymous',
  description,
  change: (rules) => ({
    access: {
      may: (caller, repository, action, call) =>
        (!caller.known && what.includes(action)) || rules.access.may(caller, repository, action, call),
    },
  }),
})

const anonymous: readonly Wrong[] = [
  letsIn('anonymous-reads', 'Without a login everything may be read', ['pull']),
  letsIn('anonymous-writes', 'Without a login everything may be pushed and deleted', ['push', 'delete']),
]

const traces: readonly Wrong[] = [
  {
    name: 'refusal-shows-content',
    breaks: 'access/traces',
    description: 'A refusal comes with the tags of the repository',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) => {
          const { status, headers } = rules.access.refusal(call, caller, need, access)
          const tags = [...(call.core.store.find(call.name)?.tags.keys() ?? [])]
          return refuse(status, 'DENIED', 'you may not do this here', { tags }, headers)
        },
      },
    }),
  },
  {
    name: 'existence-in-status',
    breaks: 'access/traces',
    description: 'What does not exist is answered with 404, what does with a refusal',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) =>
          caller.known && ['manifests', 'blobs'].includes(call.resource) && !contentOf(call)
            ? rules.manifests.unknown(call)
            : rules.access.refusal(call, caller, need, access),
      },
    }),
  },
  {
    name: 'existence-in-body',
    breaks: 'access/traces',
    description: 'The body of a refusal tells the size of what it is about',
    change: (rules) => ({
      access: {
        refusal: (call, caller, need, access) => {
          const { status, headers } = rules.access.refusal(call, caller, need, access)
          const detail = { size: contentOf(call)?.byteLength }
          return refuse(status, 'DENIED', 'you may not do this here', detail, headers)
        },
      },
    }),
  },
  {
    name: 'existence-in-mount',
    breaks: 'access/traces',
    description: 'A mount is refused for a blob that is there, and opens a session for one that is not',
    change: (rules, core) => ({
      uploads: {
        mount: (call, digest, from) => {
          const bytes = rules.uploads.mount(call, digest, from)
          if (bytes || from === undefined || !core.store.find(from)?.blob(digest)) return bytes
          throw refuse(403, 'DENIED', 'you may not mount this blob')
        },
      },
    }),
  },
]

const digests: readonly Wrong[] = [
  {
    name: 'digest-pulls-manifests',
    breaks: 'access/digests',
    description: 'A manifest is pulled by its digest in whatever repository',
    change: (rules, core) => ({
      manifests: {
        find: async (call, repository) =>
          (await rules.manifests.find(call, repository)) ??
          repositories(core)
            .find(({ manifests }) => manifests.has(call.reference))
            ?.manifests.get(call.reference),
      },
    }),
  },
  {
    name: 'digest-pulls-blobs',
    breaks: 'access/digests',
    description: 'A blob is pulled by its digest in whatever repository',
    change: (rules, core) => ({
      blobs: {
        find: async (call, repository) =>
          (await rules.blobs.find(call, repository)) ?? blobAnywhere(core, call.reference),
      },
    }),
  },
  {
    name: 'digest-lists-everything',
    breaks: 'access/digests',
    description: 'A list holds the referrers of every repository, readable or not',
    change: (rules, core) => ({
      referrers: {
        listed: async (call) =>
          (await Promise.all(repositories(core).map((one) => rules.referrers.listed(call, one)))).flat(),
      },
    }),
  },
  {
    name: 'digest-closes-uploads',
    breaks: 'access/digests',
    description: 'An upload without bytes is taken for the blob that its digest names in another repository',
    wrap: (handler, core) => async (request) => {
      const url = new URL(request.url)
      const digest = url.searchParams.get('digest') ?? ''
      const response = await handler(request)
      const bytes = response.status === 400 && asks(request, 'PUT', paths.session) && blobAnywhere(core, digest)
      if (!bytes) return response
      core.store.open(/^\/v2\/(.+)\/blobs\//.exec(url.pathname)![1]!).putBlob(digest, bytes)
      return emptyResponse(201, { Location: `${url.pathname.replace(/uploads\/.*$/, '')}${digest}` })
    },
  },
  {
    name: 'digest-mounts-anything',
    breaks: 'access/digests',
    description: 'Without a source a blob is mounted from repositories that the user may not read',
    change: (rules) => ({
      uploads: { mayMountFrom: (call, from) => !call.query.has('from') || rules.uploads.mayMountFrom(call, from) },
    }),
  },
  {
    name: 'reference-grants-blobs',
    breaks: 'access/digests',
    description: 'A blob that a manifest of the repository names can be pulled, though it was never pushed there',
    features: { checkReferences: false },
    change: (rules, core) => ({
      blobs: {
        find: async (call, repository) => {
          const own = await rules.blobs.find(call, repository)
          const named = [...repository.manifests.values()].some(({ content }) =>
            content.blobs.some(({ digest }) => digest === call.reference),
          )
          return own ?? (named ? blobAnywhere(core, call.reference) : undefined)
        },
      },
    }),
  },
]

const blobAnywhere = (core: Core, digest: string) =>
  repositories(core)
    .map((one) => one.blob(digest))
    .find((bytes) => bytes !== undefined)

const spelling: readonly Wrong[] = [
  {
    ...open(
      'encoded-paths-open',
      'access/spelling',
      'Slashes that are percent-encoded are not seen by the check of rights',
      ({ url }) => /%2f/i.test(url.pathname),
    ),
  },
  misread('doubled-slashes-open', 'Doubled slashes are made one after the check of rights', (request, url) =>
    url.pathname.includes('//')
      ? new Request(url.origin + url.pathname.replace(/\/+/g, '/') + url.search, request)
      : undefined,
  ),
  misread('dot-segments-open', 'Encoded dot segments are taken away after the check of rights', (request, url) =>
    /\.\.%2f/i.test(url.pathname)
      ? new Request(new URL(url.pathname.replace(/%2f/gi, '/') + url.search, url.origin), request)
      : undefined,
  ),
  misread(
    'method-override-open',
    'A header that overrides the method is followed after the check of rights',
    (request) => {
      const method = request.headers.get('X-HTTP-Method-Override')
      return method === null ? undefined : new Request(request.url, { method, headers: request.headers })
    },
  ),
]

const tokens: readonly Wrong[] = [
  {
    name: 'tokens-good-anywhere',
    scheme: 'bearer',
    breaks: 'access/tokens',
    description: 'A token that allows something in one repository allows it in every other',
    change: (rules, core) => ({
      access: {
        may: (caller, repository, action, call) =>
          [repository, ...core.store.repositories.keys()].some((name) => rules.access.may(caller, name, action, call)),
      },
    }),
  },
  {
    name: 'token-signature-ignored',
    scheme: 'bearer',
    breaks: 'access/tokens',
    description: 'The signature of a token is not checked',
    change: (rules) => ({
      access: {
        caller: (request, access) => {
          const token = /^Bearer (.+)$/.exec(request.headers.get('Authorization') ?? '')?.[1]
          if (token === undefined) return rules.access.caller(request, access)
          const claims = (decodeJwt(token)['access'] ?? []) as readonly Grant[]
          const grantsIn = (repository: string) => claims.filter(({ name }) => name === repository)
          return {
            known: true,
            may: (repository, action) => grantsIn(repository).some((one) => one.actions.includes(action)),
            mayAskFor: (repository) => grantsIn(repository).length === 0,
          }
        },
      },
    }),
  },
  {
    name: 'challenge-missing',
    breaks: 'access/challenge',
    description: 'Below /v2/ a 401 comes without WWW-Authenticate',
    wrap: (handler) => async (request) => {
      const response = await handler(request)
      const bare = response.status === 401 && new URL(request.url).pathname !== '/v2/'
      return bare ? altered(response, { headers: { 'WWW-Authenticate': null } }) : response
    },
  },
]

/** Faults in who may do what where. */
export const accessFaults: readonly Fault[] = [
  ...granted,
  ...attaching,
  ...reading,
  ...writing,
  ...anonymous,
  ...traces,
  ...digests,
  ...spelling,
  ...tokens,
].map(withUsers)
