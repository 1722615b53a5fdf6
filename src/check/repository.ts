import { setTimeout as wait } from 'node:timers/promises'
import { type Blob, type Descriptor, imageType, indexType, type Manifest } from '../../fixtures/make/manifest.ts'
import type { CheckId } from '../catalogue/index.ts'
import type { Access } from '../client/auth/authenticator.ts'
import type { ClientRequest, RegistryResponse } from '../client/client.ts'
import type { Recorder, Watcher } from '../client/exchange.ts'
import type { Note } from '../outcome/outcome.ts'
import { expectStatus } from './expect.ts'
import type { Pushed } from './journal.ts'
import { expectHas, expectLacks, expectOnly, type ReferrersList, readList } from './list.ts'
import type { Session } from './session.ts'
import { asStep, NotApplicable, Violation } from './violation.ts'

/** Collects what one scenario or check did. */
export interface Notebook extends Recorder, Watcher<RegistryResponse> {
  note(note: Note): void
}

/** How often a change that was late has to show again. */
const confirmations = 3

export interface PushOptions {
  /** Push by this tag; absent: by digest. */
  readonly tag?: string
  readonly contentType?: string
  /** Pushed together with others, which is what is judged: an error of the server counts at once. */
  readonly besideOthers?: boolean
}

export interface ListOptions {
  /** Ask for this artifactType alone. */
  readonly artifactType?: string
  /** The query as it is to be sent, for odd spellings; instead of `artifactType`. */
  readonly query?: string
}

/** Types that a client accepts when it asks for a manifest: some registries hide types that are not named. */
export const accepted = [imageType, indexType].join(', ')

/** One repository of the target, seen by one scenario or check: every request it sends is noted there. */
export class Repository {
  readonly name: string
  readonly #session: Session
  readonly #notebook: Notebook
  readonly #headers: Readonly<Record<string, string>>

  constructor(session: Session, name: string, notebook: Notebook, headers: Readonly<Record<string, string>> = {}) {
    this.#session = session
    this.name = name
    this.#notebook = notebook
    this.#headers = headers
  }

  /** The same repository, where each request carries these headers besides its own. */
  withHeaders(headers: Readonly<Record<string, string>>): Repository {
    return new Repository(this.#session, this.name, this.#notebook, headers)
  }

  /** Another repository of the same target. */
  sibling(name: string): Repository {
    return new Repository(this.#session, name, this.#notebook)
  }

  /** Sends any request below `/v2/<name>/` (or to a URL that a response named) and returns the response, whatever it is. */
  async send(
    method: string,
    to: string,
    options: Partial<Pick<ClientRequest, 'headers' | 'body' | 'content' | 'besideOthers'>> = {},
  ): Promise<RegistryResponse> {
    const { signal } = this.#session
    // A run that was interrupted sends nothing more: what it pushed is being removed.
    signal.throwIfAborted()
    const path = /^(\/|[a-z]+:\/\/)/.test(to) ? to : `/v2/${this.name}/${to}`
    const action: Access['action'] =
      method === 'GET' || method === 'HEAD' ? 'pull' : method === 'DELETE' ? 'delete' : 'push'
    return this.#session.client.send(
      {
        method,
        to: path,
        access: { repository: this.name, action, ...mountedFrom(path) },
        signal,
        ...options,
        headers: { ...this.#headers, ...options.headers },
      },
      this.#notebook,
    )
  }

  /** Asks for a manifest by tag or digest. */
  get(reference: string, method: 'GET' | 'HEAD' = 'GET'): Promise<RegistryResponse> {
    return this.send(method, `manifests/${reference}`, { headers: { accept: accepted } })
  }

  getBlob(digest: string, method: 'GET' | 'HEAD' = 'GET'): Promise<RegistryResponse> {
    return this.send(method, `blobs/${digest}`)
  }

  delete(reference: string): Promise<RegistryResponse> {
    return this.send('DELETE', `manifests/${reference}`)
  }

  /** Puts what a manifest refers to into the repository, then the manifest, and returns the response to that PUT. */
  async put(manifest: Manifest, options: PushOptions = {}): Promise<RegistryResponse> {
    await this.bring(manifest)
    return this.putManifestOnly(manifest, options)
  }

  /**
   * Puts what a manifest refers to into the repository first, so that pushes of manifests afterwards really overlap.
   * @throws StepFailed when it is not accepted
   */
  async bring(manifest: Manifest): Promise<void> {
    await Promise.all([
      ...manifest.blobs.map((blob) => this.ensureBlob(blob)),
      ...manifest.children.map((child) => (child.common ? this.ensureManifest(child) : this.push(child))),
    ])
  }

  /** Puts a manifest without what it refers to: that is there, or is not to be. */
  async putManifestOnly(manifest: Manifest, options: PushOptions = {}): Promise<RegistryResponse> {
    const refersTo = [
      ...manifest.children.map(({ digest }) => digest),
      ...(manifest.subject ? [manifest.subject.digest] : []),
    ]
    const { journal, refusals } = this.#session
    journal.pushed({ repository: this.name, reference: manifest.digest, kind: 'manifest', refersTo })
    if (options.tag !== undefined) journal.pushed({ repository: this.name, reference: options.tag, kind: 'tag' })
    const response = await this.send('PUT', `manifests/${options.tag ?? manifest.digest}`, {
      ...(options.besideOthers && { besideOthers: true }),
      headers: { 'content-type': options.contentType ?? manifest.mediaType },
      body: manifest.bytes,
      content: {
        manifest: manifest.kind,
        reference: options.tag === undefined ? 'digest' : 'tag',
        subject: manifest.subject !== undefined,
      },
    })
    refusals.note(this.name, [manifest.digest, ...(options.tag === undefined ? [] : [options.tag])], response)
    return response
  }

  /**
   * Pushes a manifest as a step towards something else.
   * @throws StepFailed when it is not accepted
   */
  async push<M extends Manifest>(manifest: M, options: PushOptions = {}): Promise<M> {
    const response = await this.put(manifest, options)
    asStep(() => expectStatus(response, 201))
    return manifest
  }

  /**
   * Deletes a manifest (by digest) or a tag as a step towards something else.
   * @throws NotApplicable when the target refuses it as the text lets it, though it deletes others: it may protect some
   * @throws StepFailed when it is refused otherwise
   */
  async remove(reference: string): Promise<void> {
    const response = await this.delete(reference)
    expectNotRefused(response)
    asStep(() => expectStatus(response, 202))
  }

  /** Puts a blob into the repository unless that was done before. @throws StepFailed when it is not accepted */
  async ensureBlob(blob: Blob): Promise<void> {
    await this.#once(blob.digest, () => this.#pushBlob(blob))
  }

  /** Pushes a manifest that many use unless that was done before. @throws StepFailed when it is not accepted */
  async ensureManifest(manifest: Manifest): Promise<void> {
    await this.#once(manifest.digest, () => this.push(manifest))
  }

  #once(digest: string, push: () => Promise<unknown>): Promise<unknown> {
    const key = `${this.name}@${digest}`
    const known = this.#session.present.get(key)
    if (known) return known
    const pushing = push()
    this.#session.present.set(key, pushing)
    return pushing
  }

  async #pushBlob(blob: Blob): Promise<void> {
    const { start, close } = await this.putBlob(blob)
    asStep(() => expectUploaded(start, close))
  }

  /** Uploads a blob, POST then PUT, and returns both responses; `close` is absent when the POST gave no session. */
  async putBlob(blob: Blob): Promise<{ start: RegistryResponse; close?: RegistryResponse }> {
    this.#session.journal.pushed({ repository: this.name, reference: blob.digest, kind: 'blob' })
    const start = await this.send('POST', 'blobs/uploads/', { body: new Uint8Array() })
    const session = start.location()
    if (start.status !== 202 || !session) return { start }
    // The location may carry state in its query: the digest is added to it, nothing else is touched.
    const query = `${session.search ? `${session.search}&` : '?'}digest=${encodeURIComponent(blob.digest)}`
    const close = await this.send('PUT', `${session.origin}${session.pathname}${query}`, {
      headers: { 'content-type': 'application/octet-stream' },
      body: blob.bytes,
    })
    this.#session.refusals.note(this.name, [blob.digest], close)
    return { start, close }
  }

  /** Notes content that may come here in another way than by `put` or `putBlob`, so that it is removed at the end. */
  willHold(content: Blob | Manifest): void {
    const kind = 'children' in content ? 'manifest' : 'blob'
    this.#session.journal.pushed({ repository: this.name, reference: content.digest, kind })
  }

  /** Asks for a list of referrers, first page only, and returns the response, whatever it is. */
  askReferrers(
    subject: { digest: string } | string,
    options: ListOptions = {},
    method = 'GET',
  ): Promise<RegistryResponse> {
    const digest = typeof subject === 'string' ? subject : subject.digest
    const query =
      options.query ??
      (options.artifactType === undefined ? '' : `artifactType=${encodeURIComponent(options.artifactType)}`)
    return this.send(method, `referrers/${digest}${query && `?${query}`}`)
  }

  /**
   * The whole list of referrers, all pages.
   * @throws Violation when it is not 200 with an index, or its pages cannot be followed
   */
  async referrers(subject: { digest: string } | string, options: ListOptions = {}): Promise<ReferrersList> {
    return readList(await this.askReferrers(subject, options), (path) => this.send('GET', path))
  }

  /**
   * The list once it has some manifests and lacks others. Asks again until then, within the time that changes may
   * take to become visible (`--settle`), and notes how long it took.
   * @throws Violation when it does not come to that in time
   */
  async settled(
    subject: Descriptor | Manifest | { digest: string },
    wanted: { has?: readonly { digest: string }[]; lacks?: readonly { digest: string }[] } & ListOptions,
  ): Promise<ReferrersList> {
    const { has = [], lacks = [], ...options } = wanted
    return this.eventually(async () => {
      const list = await this.referrers(subject, options)
      expectHas(list, has)
      expectLacks(list, lacks, 'that was removed')
      return list
    })
  }

  /** scheme://host[:port] of the target. */
  get origin(): string {
    return this.#session.client.origin
  }

  /** Notes something that is about to come here by a request that is sent as it is, so that it is removed at the end. */
  willHoldThis(item: Omit<Pushed, 'repository'>): void {
    this.#session.journal.pushed({ repository: this.name, ...item })
  }

  /**
   * Waits before something is asked again that may change yet.
   * @param since when the change was made, by `performance.now()`
   * @returns false: `--settle` is over, so that what was found counts
   */
  async mayChange(since: number, tries: number): Promise<boolean> {
    const { patience, signal } = this.#session
    const pause = Math.min(20 * 1.7 ** (tries - 1), 500)
    if (performance.now() - since + pause > patience.ms) {
      patience.gaveUp()
      return false
    }
    await wait(pause, undefined, { signal })
    return true
  }

  /** Notes that a change became visible after it was waited for. */
  hasChanged(since: number, at = performance.now()): void {
    const took = at - since
    this.#session.patience.sawAfter(took)
    this.#notebook.note({ type: 'visible-after', ms: Math.round(took) })
  }

  /**
   * Tries until it does not fail any more, or until `--settle` is over; then the last failure counts.
   * Only expectations that time may meet are tried again. A change that was late has to stay: where several servers
   * answer, one that never comes to know it would show with every other request.
   */
  async eventually<T>(attempt: () => Promise<T>): Promise<T> {
    const start = performance.now()
    for (let tries = 1; ; tries++) {
      try {
        const result = await attempt()
        if (tries === 1) return result
        const changed = performance.now()
        for (let time = 0; time < confirmations; time++) await attempt()
        this.hasChanged(start, changed)
        return result
      } catch (cause) {
        // A malformed response is no question of time.
        if (!(cause instanceof Violation && isTimely(cause))) throw cause
        if (!(await this.mayChange(start, tries))) throw cause
      }
    }
  }
}

/** Fails unless a session was opened, with a location, and took its blob. */
export function expectUploaded(start: RegistryResponse, close: RegistryResponse | undefined): void {
  expectStatus(start, 202)
  const expected = 'the URL of the upload session, absolute or relative'
  if (!close) throw new Violation({ kind: 'header', name: 'Location', expected, inWords: true }, start)
  expectStatus(close, 201)
}

/** Statuses that refuse to delete what is in use: deletion as a whole is not disabled, so the text names none. */
const protectedStatuses: readonly number[] = [400, 403, 405, 409]

/** Whether a registry refused to delete something because it protects it. */
export function isProtected(response: RegistryResponse): boolean {
  return protectedStatuses.includes(response.status)
}

/**
 * Fails unless the list of a subject comes to hold exactly these manifests, within the time that changes may take.
 * @example await expectReferrers(repo, subject, [sbom, signature])
 */
export async function expectReferrers(
  repository: Repository,
  subject: Descriptor | Manifest | { readonly digest: string },
  referrers: readonly { readonly digest: string }[],
): Promise<void> {
  expectOnly(await repository.settled(subject, { has: referrers }), referrers)
}

/** A registry may refuse to delete what it protects. @throws NotApplicable when the response says so */
export function expectNotRefused(response: RegistryResponse): void {
  if (!isProtected(response)) return
  throw new NotApplicable(`the target refuses to delete what is in use (status ${response.status})`)
}

/** A step that must be accepted before anything after it can be judged. @throws StepFailed when it is not */
export function expectAccepted(by: CheckId, response: RegistryResponse): void {
  asStep(() => expectStatus(response, 201), by)
}

/** Whether time may mend it: a malformed response stays malformed. */
function isTimely({ facts }: Violation): boolean {
  if (facts.kind === 'state') return facts.mistake === undefined
  return facts.kind !== 'body' && facts.kind !== 'link'
}

/** A mount reads another repository as well. */
function mountedFrom(path: string): Pick<Access, 'reads'> {
  if (!path.includes('?mount=')) return {}
  const source = new URL(path, 'http://target').searchParams.get('from')
  return source ? { reads: [source] } : {}
}
