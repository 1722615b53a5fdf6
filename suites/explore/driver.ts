import { imageType, indexType } from '../../fixtures/make/manifest.ts'
import {
  blobOf,
  type Command,
  isBySecondAlgorithm,
  type MountBlob,
  manifestOf,
  type Name,
  type OpenUpload,
  type PostBlob,
  tagOf,
} from '../../src/model/index.ts'
import type { MadeContent } from './content.ts'
import type { Port, PortResponse } from './port.ts'

/** Where a history runs: its content, and how its repositories are called on the target. */
export interface Place {
  readonly made: MadeContent
  readonly repositories: ReadonlyMap<Name, string>
}

/** Types that a client accepts when it asks for a manifest: some registries hide types that are not named. */
export const accepted = [
  imageType,
  indexType,
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ')

/** Turns the commands of one history into requests. It remembers where each upload session goes on. */
export class Driver {
  readonly port: Port
  readonly place: Place
  readonly #sessions = new Map<Name, { readonly repository: Name; readonly blob: Name; readonly location: string }>()
  /** Where responses to pushes said that things are, by the paths where they should be. */
  readonly #promised = new Map<string, string>()
  #requests = 0

  constructor(port: Port, place: Place) {
    this.port = port
    this.place = place
  }

  /** Requests sent so far. */
  get requests(): number {
    return this.#requests
  }

  /** The path of something in a repository. */
  pathOf(repository: Name, rest: string): string {
    const name = this.place.repositories.get(repository)
    if (name === undefined) throw new Error(`the history has no repository named ${repository}`)
    return `/v2/${name}/${rest}`
  }

  /** Sends any request to the target. */
  async request(
    method: string,
    to: string,
    headers: Readonly<Record<string, string>> = {},
    body?: Uint8Array,
  ): Promise<PortResponse> {
    this.#requests += 1
    return this.port.send(method, to, headers, body)
  }

  /** Sends a command. Undefined: there is no such upload session, or no such bytes, so nothing was sent. */
  async send(command: Command): Promise<PortResponse | undefined> {
    const { content, manifests, blobs } = this.place.made
    switch (command.op) {
      case 'push': {
        const manifest = manifestOf(content, command.manifest)
        const tags = command.tags.map((tag) => tagOf(content, tag))
        const query = tags.map((tag) => `tag=${encodeURIComponent(tag)}`).join('&')
        const reference = command.by === 'tag' ? tags[0]! : `${manifest.digest}${query === '' ? '' : `?${query}`}`
        const headers = { 'content-type': manifest.mediaType }
        const path = this.pathOf(command.repository, `manifests/${reference}`)
        const response = await this.request('PUT', path, headers, manifests.get(command.manifest))
        this.#keepPromise(this.pathOf(command.repository, `manifests/${manifest.digest}`), response, path)
        return response
      }
      case 'delete-manifest':
        return this.#delete(command.repository, `manifests/${manifestOf(content, command.manifest).digest}`)
      case 'delete-tag':
        return this.#delete(command.repository, `manifests/${tagOf(content, command.tag)}`)
      case 'delete-blob':
        return this.#delete(command.repository, `blobs/${blobOf(content, command.blob).digest}`)
      case 'open': {
        // The newest text wants to know beforehand, and the others pay no attention to it.
        const isLong = isBySecondAlgorithm(blobOf(content, command.blob).digest)
        const path = this.pathOf(command.repository, `blobs/uploads/${isLong ? '?digest-algorithm=sha512' : ''}`)
        return this.#open(command, path, new Uint8Array())
      }
      case 'post': {
        const { digest } = blobOf(content, command.digest)
        const path = this.pathOf(command.repository, `blobs/uploads/?digest=${encodeURIComponent(digest)}`)
        return this.#open(command, path, blobs.get(command.blob)!)
      }
      case 'mount': {
        const from = command.from === undefined ? undefined : this.place.repositories.get(command.from)
        const query = `mount=${encodeURIComponent(blobOf(content, command.blob).digest)}`
        const source = from === undefined ? '' : `&from=${encodeURIComponent(from)}`
        const path = this.pathOf(command.repository, `blobs/uploads/?${query}${source}`)
        return this.#open(command, path, new Uint8Array())
      }
      case 'chunk':
        return this.#goOn(command.session, 'PATCH', (location) => location, command)
      case 'close': {
        const { digest } = blobOf(content, command.digest)
        const response = await this.#goOn(command.session, 'PUT', (location) => withDigest(location, digest), command)
        const session = this.#sessions.get(command.session)
        if (session && response) {
          this.#keepPromise(this.pathOf(session.repository, `blobs/${digest}`), response, session.location)
        }
        return response
      }
      case 'cancel':
        return this.#goOn(command.session, 'DELETE', (location) => location)
    }
  }

  /** Asks how far a session got, and keeps where it goes on. */
  status(session: Name): Promise<PortResponse | undefined> {
    return this.#goOn(session, 'GET', (location) => location)
  }

  #delete(repository: Name, rest: string): Promise<PortResponse> {
    return this.request('DELETE', this.pathOf(repository, rest))
  }

  async #open(command: OpenUpload | PostBlob | MountBlob, path: string, body: Uint8Array) {
    const { repository, session, blob } = command
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(body.length) }
    const response = await this.request('POST', path, headers, body)
    if (response.status === 202) this.#keepLocation(session, { repository, blob }, response, path)
    const { digest } = blobOf(this.place.made.content, command.op === 'post' ? command.digest : blob)
    this.#keepPromise(this.pathOf(repository, `blobs/${digest}`), response, path)
    return response
  }

  async #goOn(name: Name, method: string, url: (location: string) => string, part?: Part) {
    const session = this.#sessions.get(name)
    if (!session) return undefined
    const whole = this.place.made.blobs.get(session.blob)!
    const body = part && whole.slice(part.first, part.first + part.size)
    if (method === 'PATCH' && body?.length === 0) return undefined
    const headers = body ? headersOf(part.first, body.length, method === 'PUT' && body.length === whole.length) : {}
    const response = await this.request(method, url(session.location), headers, body)
    const goesOn = method === 'PATCH' || method === 'GET'
    if (goesOn && response.status < 300) this.#keepLocation(name, session, response, session.location)
    return response
  }

  /** Where the response to a push said that a thing is; undefined: none did. */
  locationOf(path: string): string | undefined {
    return this.#promised.get(path)
  }

  #keepPromise(path: string, response: PortResponse, from: string): void {
    const { location } = response.headers
    const base = new URL(from, this.port.origin).href
    if (response.status === 201 && location !== undefined && URL.canParse(location, base)) {
      this.#promised.set(path, new URL(location, base).href)
    } else this.#promised.delete(path)
  }

  #keepLocation(name: Name, about: { repository: Name; blob: Name }, response: PortResponse, from: string): void {
    const { location } = response.headers
    const base = new URL(from, this.port.origin)
    if (location !== undefined && URL.canParse(location, base.href)) {
      const { href } = withoutFragment(new URL(location, base))
      this.#sessions.set(name, { repository: about.repository, blob: about.blob, location: href })
    }
  }
}

/** Some bytes of a blob. */
interface Part {
  readonly first: number
  readonly size: number
}

/** A blob that comes whole with the closing request is no chunk, so it has no range. */
function headersOf(first: number, size: number, isWhole: boolean): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(size),
    ...(size > 0 && !isWhole && { 'content-range': `${first}-${first + size - 1}` }),
  }
}

/** No request carries a fragment, and what is added to the query would be lost in it. */
function withoutFragment(url: URL): URL {
  url.hash = ''
  return url
}

/** The closing URL of a session: its location may carry state, so the digest is added and nothing else touched. */
function withDigest(location: string, digest: string): string {
  return `${location}${new URL(location).search === '' ? '?' : '&'}digest=${encodeURIComponent(digest)}`
}
