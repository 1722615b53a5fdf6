import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { digestOf, referrersTag } from '../../fixtures/make/digest.ts'
import { Maker } from '../../fixtures/make/maker.ts'
import { imageType, indexType, type Kind } from '../../fixtures/make/manifest.ts'
import { NoResponse, type WireRequest } from '../client/wire.ts'
import { createRegistry } from '../registry/index.ts'
import { notebook, origin, type Reply, replying, sessionOver, throughFetch } from './in-process.test-data.ts'
import { Repository } from './repository.ts'
import { NotApplicable, recordOf, StepFailed, Violation } from './violation.ts'

const make = new Maker('a seed', 'repository.test')

function beforeRegistry(options: Parameters<typeof createRegistry>[0] = {}) {
  const session = sessionOver(throughFetch(createRegistry(options).fetch))
  const book = notebook()
  return { session, book, repo: new Repository(session, 'demo/a', book) }
}

function before(reply: (request: WireRequest) => Reply | Error, options: Parameters<typeof sessionOver>[1] = {}) {
  const session = sessionOver(replying(reply), options)
  const book = notebook()
  return { session, book, repo: new Repository(session, 'demo/a', book) }
}

async function thrownBy(doing: Promise<unknown>): Promise<unknown> {
  return doing.then(
    () => undefined,
    (cause: unknown) => cause,
  )
}

describe('against a registry', () => {
  test('a manifest is pushed after what it refers to', async () => {
    const { repo, session, book } = beforeRegistry()
    const tag = make.tag()
    const index = make.index({ children: [make.image({ layers: 2 }), make.artifact()] })
    expect(await repo.push(index, { tag })).toBe(index)
    for (const reference of [index.digest, tag]) {
      const response = await repo.get(reference)
      expect([response.status, response.header('content-type'), digestOf(response.body)]).toEqual([
        200,
        indexType,
        index.digest,
      ])
    }
    for (const child of index.children) expect((await repo.get(child.digest, 'HEAD')).status).toBe(200)
    const { blobs } = index.children[0]!
    expect(Buffer.compare((await repo.getBlob(blobs[0]!.digest)).body, blobs[0]!.bytes)).toBe(0)
    expect(book.exchanges).toHaveLength(session.sent.length)
    // What is pushed is told before it is sent, with what has to be removed after it.
    expect(session.pushed.slice(-2)).toEqual([
      {
        repository: 'demo/a',
        reference: index.digest,
        kind: 'manifest',
        refersTo: index.children.map(({ digest }) => digest),
      },
      { repository: 'demo/a', reference: tag, kind: 'tag' },
    ])
    const calls = new Set(session.pushed.map(({ reference }) => reference))
    for (const { digest } of [...index.children, ...index.children.flatMap(({ blobs }) => blobs)]) {
      expect(calls).toContain(digest)
    }
  })

  test('a subject is named to the journal, and is not pushed', async () => {
    const { repo, session } = beforeRegistry()
    const subject = make.absent()
    await repo.push(make.artifact({ subject }))
    expect(session.pushed.find(({ kind }) => kind === 'manifest')?.refersTo).toEqual([subject.digest])
    expect((await repo.get(subject.digest)).status).toBe(404)
  })

  test('a blob is pushed once, however many manifests need it at once', async () => {
    const { repo, session } = beforeRegistry()
    const blob = make.blob()
    const elsewhere = repo.withHeaders({})
    await Promise.all([repo.ensureBlob(blob), repo.ensureBlob(blob), elsewhere.ensureBlob(blob)])
    expect(session.sent).toHaveLength(2)
    await repo.sibling('demo/b').ensureBlob(blob)
    expect(session.sent.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toContain(
      'POST /v2/demo/b/blobs/uploads/',
    )
    expect(session.sent).toHaveLength(4)
  })

  test('lists: whole, filtered, over pages, and once something was removed', async () => {
    const { repo, book } = beforeRegistry({ limits: { referrersPageEntries: 2 } })
    const subject = make.absent()
    const artifactType = make.mediaType('+json')
    const typed = make.artifact({ subject, artifactType })
    const others = Array.from({ length: 4 }, () => make.artifact({ subject }))
    for (const one of [typed, ...others]) await repo.push(one)
    const list = await repo.settled(subject, { has: [typed, ...others] })
    expect([list.pages.length, list.digests.length]).toEqual([3, 5])
    expect((await repo.referrers(subject.digest, { artifactType })).digests).toEqual([typed.digest])
    expect((await repo.referrers(subject, { query: 'artifactType=' })).digests).toHaveLength(5)
    await repo.remove(typed.digest)
    expect((await repo.settled(subject, { has: others, lacks: [typed] })).digests).toHaveLength(4)
    expect(book.notes).toEqual([])
    const first = await repo.askReferrers(subject)
    expect(JSON.parse(first.text()).manifests).toHaveLength(2)
  })
})

describe('what it sends', () => {
  test('names, paths, queries and headers', async () => {
    const { repo, session } = before(({ path }) =>
      path.endsWith('/uploads/') ? { status: 202, headers: { location: '/up' } } : { status: 201 },
    )
    const image = make.image({ layers: 1 })
    await repo.put(image, { contentType: 'application/x' })
    await repo.get('latest', 'HEAD')
    await repo.delete(image.digest)
    await repo.askReferrers({ digest: 'sha256:x' }, { artifactType: 'a/b+c;d="e"' }, 'HEAD')
    await repo.askReferrers('no-digest', { query: 'artifactType=a+b&artifactType' })
    await repo.send('GET', '/v2/')
    await repo.send('GET', `${origin}/elsewhere?x=y`)
    await repo.sibling('b').send('GET', 'tags/list')
    const sent = session.sent.slice(-8).map(({ method, path, headers }) => [method, path, { ...headers }] as const)
    expect(sent.map(([method, path]) => `${method} ${path}`)).toEqual([
      `PUT /v2/demo/a/manifests/${image.digest}`,
      'HEAD /v2/demo/a/manifests/latest',
      `DELETE /v2/demo/a/manifests/${image.digest}`,
      'HEAD /v2/demo/a/referrers/sha256:x?artifactType=a%2Fb%2Bc%3Bd%3D%22e%22',
      'GET /v2/demo/a/referrers/no-digest?artifactType=a+b&artifactType',
      'GET /v2/',
      'GET /elsewhere?x=y',
      'GET /v2/b/tags/list',
    ])
    expect(sent[0]![2]).toMatchObject({ 'content-type': 'application/x' })
    expect(sent[1]![2]).toMatchObject({ accept: `${imageType}, ${indexType}` })
  })

  test('each request carries the access that tokens are asked for by', async () => {
    const { repo, session } = before(() => ({ status: 200 }))
    const calls = vi.spyOn(session.client, 'send')
    await repo.get('latest')
    await repo.send('POST', 'blobs/uploads/')
    await repo.delete('latest')
    await repo.send('POST', 'blobs/uploads/?mount=sha256%3Ax&from=demo%2Fb')
    await repo.send('POST', 'blobs/uploads/?mount=sha256%3Ax')
    expect(calls.mock.calls.map(([{ access }]) => access)).toEqual([
      { repository: 'demo/a', action: 'pull' },
      { repository: 'demo/a', action: 'push' },
      { repository: 'demo/a', action: 'delete' },
      { repository: 'demo/a', action: 'push', reads: ['demo/b'] },
      { repository: 'demo/a', action: 'push' },
    ])
  })

  test('an upload goes where the session lies, with the state that it carries', async () => {
    const blob = make.blob(20)
    const closing = async (location: string) => {
      const { repo, session } = before(({ method }) =>
        method === 'POST' ? { status: 202, headers: { location } } : { status: 201 },
      )
      await repo.ensureBlob(blob)
      const [post, put] = session.sent
      expect([post!.method, post!.path, post!.body?.length]).toEqual(['POST', '/v2/demo/a/blobs/uploads/', 0])
      expect(Buffer.compare(put!.body!, blob.bytes)).toBe(0)
      return `${put!.method} ${put!.origin}${put!.path}`
    }
    const digest = `digest=${encodeURIComponent(blob.digest)}`
    expect(await closing(`${origin}/up/1`)).toBe(`PUT ${origin}/up/1?${digest}`)
    expect(await closing('/up/1?_state=a%3D%2F%2B&b')).toBe(`PUT ${origin}/up/1?_state=a%3D%2F%2B&b&${digest}`)
    expect(await closing('1')).toBe(`PUT ${origin}/v2/demo/a/blobs/uploads/1?${digest}`)
    expect(await closing('http://storage.example/x')).toBe(`PUT http://storage.example/x?${digest}`)
  })
})

describe('a step that does not work', () => {
  /** What a failed step says. */
  const failedStep = async (doing: Promise<unknown>) => {
    const thrown = await thrownBy(doing)
    expect(thrown).toBeInstanceOf(StepFailed)
    return recordOf((thrown as StepFailed).violation)
  }

  test.each(['image', 'artifact', 'index'] as const)('tells of a push what was pushed: an %s', async (kind: Kind) => {
    for (const [reference, options] of [
      ['digest', {}],
      ['tag', { tag: 'x' }],
    ] as const) {
      for (const subject of [undefined, make.absent()]) {
        const { repo, session } = before(({ method }) => (method === 'PUT' ? { status: 405 } : {}))
        const manifest = make.of(kind, subject && { subject })
        for (const { digest } of [manifest, ...manifest.children].flatMap(({ blobs }) => blobs)) {
          session.present.set(`demo/a@${digest}`, Promise.resolve())
        }
        expect(await failedStep(repo.push({ ...manifest, children: [] }, options))).toEqual({
          facts: { kind: 'status', expected: [201], actual: 405 },
          request: {
            method: 'PUT',
            path: `/v2/demo/a/manifests/${options.tag ?? manifest.digest}`,
            endpoint: 'manifests',
            status: 405,
            content: { manifest: kind, reference, subject: subject !== undefined },
          },
          exchange: 0,
        })
      }
    }
  })

  test.each([make.digest(), 'latest'])('tells of a removal: %s', async (reference) => {
    const { repo } = before(() => ({ status: 500 }))
    expect(await failedStep(repo.remove(reference))).toMatchObject({
      facts: { kind: 'status', expected: [202], actual: 500 },
      request: { method: 'DELETE', endpoint: 'manifests' },
    })
  })

  test('a removal that is refused as the text lets it skips the check', async () => {
    for (const status of [400, 405]) {
      expect(await thrownBy(before(() => ({ status })).repo.remove(make.digest()))).toBeInstanceOf(NotApplicable)
    }
  })

  test.each<[string, Reply, Reply, object, object]>([
    ['no session', { status: 403 }, {}, { expected: [202], actual: 403 }, { method: 'POST', endpoint: 'uploads' }],
    [
      'a refused end',
      { status: 202, headers: { location: '/v2/demo/a/blobs/uploads/1' } },
      { status: 400 },
      { expected: [201], actual: 400 },
      { method: 'PUT', endpoint: 'uploads' },
    ],
  ])('tells of an upload: %s', async (_, post, put, facts, request) => {
    const { repo } = before(({ method }) => (method === 'POST' ? post : put))
    const blob = make.blob()
    for (let time = 0; time < 2; time++) {
      expect(await failedStep(repo.ensureBlob(blob))).toMatchObject({ facts, request })
    }
    const putBlob = await repo.putBlob(make.blob())
    expect(putBlob.close === undefined).toBe(post.status === 403)
  })

  test('without any response is told as that', async () => {
    const { repo } = before(() => new NoResponse('timeout', 'late'))
    expect(await thrownBy(repo.push(make.image()))).toBeInstanceOf(NoResponse)
  })
})

describe('changes that take time to show', () => {
  const subject = make.absent()
  const pushed = make.artifact({ subject })
  const list = (...digests: string[]): Reply => ({
    body: { schemaVersion: 2, manifests: digests.map((digest) => ({ digest })) },
  })

  test('are waited for, and how long it took is noted', async () => {
    let asked = 0
    const { repo, book } = before(() => list(...(++asked < 3 ? [] : [pushed.digest])), { settleMs: 5000 })
    expect((await repo.settled(subject, { has: [pushed] })).digests).toEqual([pushed.digest])
    // What was late is asked for again: it has to stay.
    expect(asked).toBe(6)
    expect(book.notes).toEqual([{ type: 'visible-after', ms: expect.any(Number) }])
  })

  test('but not for ever, and the last failure counts', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    let asked = 0
    const { repo } = before(
      () => {
        vi.advanceTimersByTime(100)
        return list(...(++asked === 1 ? [] : [pushed.digest, subject.digest]))
      },
      { settleMs: 250 },
    )
    const thrown = await thrownBy(repo.settled(subject, { has: [pushed], lacks: [subject] }))
    expect(thrown).toBeInstanceOf(Violation)
    expect((thrown as Violation).facts).toEqual({
      kind: 'entry-extra',
      extra: [subject.digest],
      because: 'that was removed',
    })
    expect(asked).toBe(3)
  })

  test('that show with every other request alone never came', async () => {
    let asked = 0
    const { repo, book } = before(() => list(...(++asked % 2 === 1 ? [] : [pushed.digest])), { settleMs: 250 })
    expect(await thrownBy(repo.settled(subject, { has: [pushed] }))).toBeInstanceOf(Violation)
    expect(book.notes).toEqual([])
  })

  test('are not waited for without time to settle', async () => {
    let asked = 0
    const { repo } = before(
      () => {
        asked++
        return list()
      },
      { settleMs: 0 },
    )
    expect(await thrownBy(repo.settled(subject, { has: [pushed] }))).toBeInstanceOf(Violation)
    expect(asked).toBe(1)
  })

  test('time mends no malformed list, no silence and no mistake of ours', async () => {
    for (const reply of [
      { body: '{"manifests":null}' },
      new NoResponse('malformed', 'no HTTP'),
      new TypeError('oops'),
    ]) {
      let asked = 0
      const { repo } = before(
        () => {
          asked++
          return reply
        },
        { settleMs: 5000 },
      )
      expect(await thrownBy(repo.settled(subject, { has: [pushed] }))).toBeInstanceOf(Error)
      expect(asked).toBe(1)
    }
  })

  test('are not waited for once the run is interrupted', async () => {
    const controller = new AbortController()
    const { repo } = before(() => list(), { settleMs: 60_000, signal: controller.signal })
    const settling = thrownBy(repo.settled(subject, { has: [pushed] }))
    controller.abort()
    expect(await settling).toMatchObject({ name: 'AbortError' })
  })
})

test('the referrers tag of an absent subject is not there', async () => {
  const { repo } = beforeRegistry()
  await repo.push(make.image())
  expect((await repo.get(referrersTag(make.digest()))).status).toBe(404)
})
