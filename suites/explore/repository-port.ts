import { digestOf } from '../../fixtures/make/digest.ts'
import type { Repository } from '../../src/check/repository.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import { NoResponse } from '../../src/client/wire.ts'
import type { Exchange } from '../../src/outcome/exchange.ts'
import type { NoResponseKind } from '../../src/outcome/no-response.ts'
import { nothingCame, type Port, type PortResponse } from './port.ts'

/**
 * A port to the target of a run: credentials, redirects, waits and records are those of all checks. What a request may
 * leave behind is noted before it is sent, so that it is removed at the end.
 */
export function repositoryPort(repositories: readonly Repository[], listener?: Listener): Port {
  const [first] = repositories
  if (!first) throw new Error('a port needs a repository')
  return {
    origin: first.origin,
    async send(method, to, headers, body) {
      const url = new URL(to, first.origin)
      const repository = repositoryOf(repositories, url.pathname) ?? first
      noteContent(repository, method, url, body)
      try {
        const response = await repository.send(method, to, { headers, ...(body && { body }) })
        const plain = portResponse(response)
        listener?.(response.exchange, plain)
        return plain
      } catch (cause) {
        if (!(cause instanceof NoResponse && mayBeItsFault.has(cause.kind) && cause.exchange)) throw cause
        const plain = { status: nothingCame, headers: {}, body: new Uint8Array() }
        listener?.(cause.exchange, plain)
        return plain
      }
    },
  }
}

/** A target that goes away responds to nothing any more; one that drops this request may have stumbled over it. */
const mayBeItsFault: ReadonlySet<NoResponseKind> = new Set(['closed', 'not-http', 'malformed', 'too-large'])

/** Is shown each exchange, and what leaves the port. */
export type Listener = (exchange: Exchange, plain: PortResponse) => void

/** The repository that a path is in; of two whose names begin alike the one with the longer name. */
function repositoryOf(repositories: readonly Repository[], path: string): Repository | undefined {
  const fitting = repositories.filter(({ name }) => path.startsWith(`/v2/${name}/`))
  return fitting.sort((one, other) => other.name.length - one.name.length)[0]
}

function noteContent(repository: Repository, method: string, { pathname, searchParams }: URL, body?: Uint8Array): void {
  const blob = searchParams.get('mount') ?? searchParams.get('digest')
  if ((method === 'POST' || method === 'PUT') && blob !== null && !pathname.includes('/manifests/')) {
    repository.willHoldThis({ kind: 'blob', reference: blob })
  }
  const reference = /\/manifests\/([^/]+)$/.exec(pathname)?.[1]
  if (method !== 'PUT' || reference === undefined || !body) return
  const named = decodeURIComponent(reference)
  const digest = named.includes(':') ? named : digestOf(body)
  repository.willHoldThis({ kind: 'manifest', reference: digest, refersTo: refersTo(body) })
  const tags = named.includes(':') ? searchParams.getAll('tag') : [named]
  for (const tag of tags) repository.willHoldThis({ kind: 'tag', reference: tag })
}

/** The manifests that a manifest names: they are removed after it. */
function refersTo(body: Uint8Array): readonly string[] {
  const { subject, manifests = [] } = JSON.parse(new TextDecoder().decode(body)) as {
    readonly subject?: { readonly digest: string }
    readonly manifests?: readonly { readonly digest: string }[]
  }
  return [...manifests, ...(subject ? [subject] : [])].map(({ digest }) => digest)
}

function portResponse(response: RegistryResponse): PortResponse {
  const names = Object.keys(response.exchange.response?.headers ?? {})
  const headers = Object.fromEntries(names.map((name) => [name.toLowerCase(), response.header(name) ?? '']))
  return { status: response.status, headers, body: response.body }
}
