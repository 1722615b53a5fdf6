import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RegistryResponse } from '../client/client.ts'
import { origin, type Reply, repositoryOver } from './in-process.test-data.ts'
import {
  entryOf,
  expectHas,
  expectLacks,
  expectOnly,
  isLeftWhole,
  nextPage,
  nextTarget,
  type ReferrersList,
  readList,
} from './list.ts'
import { NotApplicable, Violation } from './violation.ts'

const digests = Array.from({ length: 9 }, (_, at) => `sha256:${String(at).repeat(64)}`)
const entry = (at: number) => ({ mediaType: 'a/b', digest: digests[at], size: at })
const index = (...entries: unknown[]) => ({ schemaVersion: 2, manifests: entries })
const start = '/v2/a/referrers/x'
const body = (problem: string, actual: RegExp) => ({ kind: 'body', problem, actual: expect.stringMatching(actual) })

/** Reads the list of a target that has these pages, by path and query; and which of them were asked for. */
async function reading(pages: Readonly<Record<string, Reply>>): Promise<{ list: ReferrersList; asked: string[] }> {
  const asked: string[] = []
  const repo = repositoryOver(({ path }) => {
    asked.push(path)
    return pages[path] ?? { status: 404 }
  })
  return { list: await readList(await repo.send('GET', start), (path) => repo.send('GET', path)), asked }
}

/** The page that a response with these Link headers names. */
async function next(...link: string[]): Promise<URL | undefined> {
  return nextPage(await repositoryOver(() => ({ headers: { link } })).send('GET', `${start}?n=2`))
}

async function violation(doing: () => unknown): Promise<Violation> {
  const thrown = await Promise.resolve()
    .then(doing)
    .then(
      () => undefined,
      (cause: unknown) => cause,
    )
  expect(thrown).toBeInstanceOf(Violation)
  return thrown as Violation
}

describe('reading a list', () => {
  test('of one page', async () => {
    const { list, asked } = await reading({ [start]: { body: index(entry(1), entry(0)) } })
    expect(list.digests).toEqual([digests[1], digests[0]])
    expect(list.descriptors).toEqual([entry(1), entry(0)])
    expect(list.bodies).toEqual([index(entry(1), entry(0))])
    expect(asked).toEqual([start])
  })

  test('of several pages, by absolute and relative links, to the end', async () => {
    const { list, asked } = await reading({
      [start]: { body: index(entry(0)), headers: { link: `<${origin}/v2/a/referrers/x?page=2>; rel="next"` } },
      [`${start}?page=2`]: { body: index(entry(1)), headers: { link: '</v2/a/referrers/x?page=3>; rel="next"' } },
      [`${start}?page=3`]: { body: index(), headers: { link: '<x?page=4>; rel=next' } },
      [`${start}?page=4`]: { body: index(entry(2), entry(3)), headers: { link: '<?page=5>; rel="next"' } },
      [`${start}?page=5`]: { body: index(entry(4)), headers: { link: '<x?page=1>; rel="prev"' } },
    })
    expect(list.digests).toEqual(digests.slice(0, 5))
    expect([list.pages.length, list.bodies.length]).toEqual([5, 5])
    expect(asked).toEqual([start, ...[2, 3, 4, 5].map((page) => `${start}?page=${page}`)])
  })

  test.each([
    ['to itself', `<${start}>; rel="next"`, 1],
    ['to itself, under its full name', `<${origin}${start}>; rel="next"`, 1],
    ['back to the first from a second one', `<${start}?page=2>; rel="next"`, 2],
  ])('that leads %s does not go on for ever', async (_, link, pages) => {
    const asked: string[] = []
    const repo = repositoryOver(({ path }) => {
      asked.push(path)
      return { body: index(entry(0)), headers: { link: path === start ? link : `<${start}>; rel="next"` } }
    })
    const first = await repo.send('GET', start)
    const thrown = await violation(() => readList(first, (path) => repo.send('GET', path)))
    expect(thrown.facts).toEqual({ kind: 'link', problem: 'endless', actual: `${origin}${start}` })
    expect(thrown.exchange?.url).toBe(`${origin}${asked.at(-1)}`)
    expect(asked).toHaveLength(pages)
  })

  test('that names ever new pages ends too', async () => {
    let asked = 0
    const follow = (path: string) =>
      repositoryOver(() => ({ body: index(), headers: { link: `<?page=${asked++}>; rel="next"` } })).send('GET', path)
    const thrown = await violation(async () => readList(await follow(start), follow))
    expect(thrown.facts).toMatchObject({ kind: 'link', problem: 'endless' })
    expect(asked).toBeLessThan(10_000)
  })

  test.each<[string, Reply, object]>([
    ['a status that is not 200', { status: 404, body: 'no' }, { kind: 'status', actual: 404, body: 'no' }],
    [
      'a redirect that is not followed',
      { status: 307, headers: { location: 'ftp://b.example/' } },
      { kind: 'status', expected: [200], actual: 307 },
    ],
    ['HTML', { body: '<html>log in</html>' }, body('no-json', /<html>log in/)],
    ['nothing', {}, body('no-json', /JSON/)],
    ['JSON cut short', { body: '{"manifests": [' }, body('no-json', /"manifests": \[/)],
    ['an array', { body: [] }, body('no-object', /^\[\]$/)],
    ['null', { body: 'null' }, body('no-object', /^null$/)],
    ['null manifests', { body: { schemaVersion: 2, manifests: null } }, body('no-manifests', /^null$/)],
    ['no manifests', { body: { schemaVersion: 2 } }, body('no-manifests', /^missing$/)],
    ['manifests by name', { body: { manifests: { a: {} } } }, body('no-manifests', /^{"a":{}}$/)],
    ['manifests that are strings', { body: index(digests[0]) }, body('no-descriptors', /sha256:000/)],
    ['a null among manifests', { body: index(entry(0), null) }, body('no-descriptors', /null/)],
  ])('fails on %s, on the first page and on later ones', async (_, reply, facts) => {
    const alone = await violation(() => reading({ [start]: reply }))
    expect(alone.facts).toMatchObject(facts)
    expect(alone.exchange?.url).toBe(origin + start)
    const later = await violation(() =>
      reading({
        [start]: { body: index(), headers: { link: '<?page=2>; rel="next"' } },
        [`${start}?page=2`]: reply,
      }),
    )
    expect(later.facts).toMatchObject(facts)
    expect(later.exchange?.url).toBe(`${origin}${start}?page=2`)
  })

  test('a page of more entries than a call can have arguments is read', async () => {
    const { list } = await reading({ [start]: { body: `{"manifests":[${'{},'.repeat(300_000)}{}]}` } })
    expect(list.descriptors).toHaveLength(300_001)
  })

  test('entries without a digest stay entries', async () => {
    const { list } = await reading({ [start]: { body: index({}, { digest: 7 }, entry(1)) } })
    expect([list.descriptors.length, list.digests]).toEqual([3, [digests[1]]])
  })
})

describe('the next page', () => {
  test.each([
    ['none at all', [], undefined],
    ['an absolute URL', [`<${origin}/x?y=z>; rel="next"`], '/x?y=z'],
    ['a path', ['</x>; rel="next"'], '/x'],
    ['a query', ['<?last=a%2Fb>; rel="next"'], `${start}?last=a%2Fb`],
    ['without quotes', ['</x>; rel=next'], '/x'],
    ['without spaces', ['</x>;rel="next"'], '/x'],
    ['with more parameters', ['</x>; title="a, b; c"; rel="next"; type="a/b"'], '/x'],
    ['several relations in one', ['</x>; rel="last next"'], '/x'],
    ['several links in one header', ['</a>; rel="first", </x>; rel="next", </b>; rel="last"'], '/x'],
    ['several headers', ['</a>; rel="prev"', '</x>; rel="next"'], '/x'],
    ['commas in the URL', ['</x?y=a,b;c>; rel="next"'], '/x?y=a,b;c'],
    ['other relations alone', ['</a>; rel="prev", </b>; rel="help"'], undefined],
    ['a relation that merely ends alike', ['</a>; rel="https://example.org/next"'], undefined],
  ])('%s', async (_, link, expected) => {
    const url = await next(...link)
    expect(url?.href).toBe(expected === undefined ? undefined : origin + expected)
  })

  test.each([
    'https://registry.example/x',
    'http://registry.example:8080/x',
    'http://other.example/x',
    '//other.example/x',
  ])('on another origin is not followed: %s', async (target) => {
    const thrown = await violation(() => next(`<${target}>; rel="next"`))
    expect(thrown.facts).toEqual({ kind: 'link', problem: 'other-origin', actual: `<${target}>; rel="next"` })
    expect(thrown.exchange?.url).toBe(`${origin}${start}?n=2`)
  })

  test.each([
    ['no angle brackets', '/x; rel="next"', 'malformed'],
    ['an open angle bracket', '</x; rel="next"', 'malformed'],
    ['plain words', 'next page please', 'malformed'],
    ['no URL', '<http://[>; rel="next"', 'no-url'],
  ])('malformed: %s', async (_, link, problem) => {
    const thrown = await violation(() => next(link))
    expect(thrown.facts).toMatchObject({ kind: 'link', problem, actual: expect.stringContaining(link) })
    expect(thrown.exchange).toBeDefined()
  })
})

describe('expectations of a list', () => {
  const listOf = (...entries: Record<string, unknown>[]): ReferrersList => ({
    pages: [page],
    bodies: [index(...entries)],
    descriptors: entries,
    digests: entries.map(({ digest }) => digest).filter((digest) => typeof digest === 'string'),
  })
  const page = {
    exchange: { url: 'here' },
    request: { to: start },
    url: `${origin}${start}`,
  } as unknown as RegistryResponse
  const pushed = (...at: number[]) => at.map((one) => ({ digest: digests[one]! }))

  test('exactly these, in any order, also when one stands there twice', () => {
    expectOnly(listOf(), [])
    expectOnly(listOf(entry(2), entry(1)), pushed(1, 2))
    expectOnly(listOf(entry(1), entry(1)), pushed(1))
  })

  test('one missing, one too many, one without a digest', async () => {
    const missing = await violation(() => expectOnly(listOf(entry(1)), pushed(1, 2, 3)))
    expect(missing.facts).toEqual({
      kind: 'entry-missing',
      expected: [digests[1], digests[2], digests[3]],
      missing: [digests[2], digests[3]],
      listed: 1,
    })
    expect(missing.exchange).toBe(page.exchange)
    const extra = await violation(() => expectOnly(listOf(entry(1), entry(2), entry(2)), pushed(1)))
    expect(extra.facts).toEqual({ kind: 'entry-extra', expected: [digests[1]], extra: [digests[2]] })
    expect(extra.exchange).toBe(page.exchange)
    const none = await violation(() => expectOnly(listOf(entry(1)), []))
    expect(none.facts).toEqual({ kind: 'entry-extra', expected: [], extra: [digests[1]] })
    const without = await violation(() => expectOnly(listOf(entry(1), {}), pushed(1)))
    expect(without.facts).toEqual({ kind: 'entry-extra', expected: [digests[1]], extra: [] })
  })

  test('a list that does not say that it was filtered is a whole one', async () => {
    const asking = (path: string, headers = {}) => {
      const repo = repositoryOver(() => ({ body: index(entry(1), entry(2)), headers }))
      return repo.send('GET', path).then((first) => readList(first, (next) => repo.send('GET', next)))
    }
    const [filtered, whole] = [`${start}?artifactType=a%2Fb`, `${start}?n=5`]
    const left = await asking(filtered)
    expect(isLeftWhole(left)).toBe(true)
    expect(() => expectOnly(left, pushed(1))).toThrow(NotApplicable)
    await violation(() => expectOnly(left, pushed(1, 3)))
    for (const list of [await asking(filtered, { 'oci-filters-applied': 'artifactType' }), await asking(whole)]) {
      expect(isLeftWhole(list)).toBe(false)
      await violation(() => expectOnly(list, pushed(1)))
    }
  })

  test('entries of a page that says nothing of a filter are of a whole one', async () => {
    const [first, second] = [`${start}?artifactType=a%2Fb`, `${start}?artifactType=a%2Fb&page=2`]
    const read = (headers: Readonly<Record<string, string>>, next = second) => {
      const repo = repositoryOver(({ path }) =>
        path.endsWith(next)
          ? { body: index(entry(2)), headers }
          : {
              body: index(entry(1)),
              headers: { 'oci-filters-applied': 'artifactType', link: `<${next}>; rel="next"` },
            },
      )
      return repo.send('GET', first).then((page) => readList(page, (to) => repo.send('GET', to)))
    }
    const left = await read({})
    expect(() => expectOnly(left, pushed(1))).toThrow(NotApplicable)
    for (const list of [await read({ 'oci-filters-applied': 'artifactType' }), await read({}, `${start}?page=2`)])
      await violation(() => expectOnly(list, pushed(1)))
  })

  test('these and any others', async () => {
    expectHas(listOf(entry(1), entry(2)), pushed(2))
    expectHas(listOf(), [])
    const thrown = await violation(() => expectHas(listOf(), pushed(1, 2, 3, 4, 5, 6, 7)))
    expect(thrown.facts).toEqual({
      kind: 'entry-missing',
      expected: digests.slice(1, 8),
      missing: digests.slice(1, 8),
      listed: 0,
    })
    const some = await violation(() => expectHas(listOf(entry(1), entry(2)), pushed(2, 3)))
    expect(some.facts).toMatchObject({ missing: [digests[3]], listed: 2 })
  })

  test('none of these', async () => {
    expectLacks(listOf(entry(1)), pushed(2, 3), 'that was deleted')
    const thrown = await violation(() => expectLacks(listOf(entry(1), entry(2)), pushed(2, 3), 'that was deleted'))
    expect(thrown.facts).toEqual({ kind: 'entry-extra', extra: [digests[2]], because: 'that was deleted' })
    expect(thrown.exchange).toBe(page.exchange)
  })

  test('the entry of a manifest, or a failure that it is missing', async () => {
    expect(entryOf(listOf(entry(1), entry(2)), { digest: digests[2]! })).toEqual(entry(2))
    const thrown = await violation(() => entryOf(listOf(entry(1)), { digest: digests[2]! }))
    expect(thrown.facts).toMatchObject({ kind: 'entry-missing', missing: [digests[2]], listed: 1 })
  })
})

test('any Link header names a URL of the target or is a violation', async () => {
  const pieces = fc.constantFrom(
    ...[
      '<',
      '>',
      ';',
      ',',
      ' rel=',
      'next',
      '"',
      '=',
      '?n=2',
      '/v2/',
      'http://other.example/',
      '//',
      'title*=',
      '%',
      ' ',
    ],
  )
  const header = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(fc.array(header, { maxLength: 3 }), async (headers) => {
      try {
        const url = await next(...headers)
        expect(url?.origin ?? origin).toBe(origin)
      } catch (error) {
        expect(error).toBeInstanceOf(Violation)
        expect((error as Violation).facts.kind).toBe('link')
      }
    }),
    { numRuns: 500 },
  )
})

describe('the target of the next page', () => {
  test.each([
    ['</first>; rel="start", <?last=b>; rel="next"; title="more, please; now"', '?last=b'],
    ['<?last=b>; title="a"; REL="Last Next"', '?last=b'],
    ['<?last=b>; rel=next', '?last=b'],
    ['</first>; rel="start"', undefined],
  ])('of %s is %s', (header, target) => {
    expect(nextTarget(header)).toBe(target)
  })
})
