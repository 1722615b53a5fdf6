import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import { pushExistingContent } from '../../suites/existing/content.ts'
import { nameOf } from '../check/existing.ts'
import { notebook, sessionOver, throughFetch } from '../check/in-process.test-data.ts'
import { Repository } from '../check/repository.ts'
import { createRegistry, type Registry, type RegistryOptions } from '../registry/index.ts'
import { checkIn, cli, heldBy, idsWith, outcomeOf, quick, servedBy } from './cli.test-data.ts'
import { gaveUp } from './in-process.test-data.ts'

/** Each run is a process of its own, and several of them share the machine. */
vi.setConfig({ testTimeout: 120_000 })

/** A registry that holds content already and keeps a record of what it is asked. */
async function filled(options: RegistryOptions = {}, repository = 'team/app') {
  const registry = createRegistry(options)
  const repo = new Repository(sessionOver(throughFetch(registry.fetch)), repository, notebook())
  const names = (await pushExistingContent(repo, new Maker('there before', 'existing'))).map(nameOf)
  const asked: Request[] = []
  const { url } = await servedBy((request) => {
    asked.push(request)
    return registry.fetch(request)
  })
  return { registry, url, names, asked }
}

const methods = (asked: readonly Request[]) => [...new Set(asked.map(({ method }) => method))].sort()
const reading = (names: readonly string[]) => ['--read-only', '--existing', names.join(','), ...quick]

test.concurrent('what is there is judged, and not one request writes', async () => {
  const { registry, url, names, asked } = await filled()
  const before = heldBy(registry)
  const ran = await cli([url, ...reading(names), '--format', 'json,junit,markdown'])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(asked.length).toBeGreaterThan(60)
  expect(methods(asked)).toEqual(['GET', 'HEAD'])
  expect(heldBy(registry)).toEqual(before)

  const outcome = await outcomeOf(ran)
  expect(outcome.checks.length).toBeGreaterThan(35)
  // Monitors of responses that did not come have nothing to look at.
  expect(idsWith(outcome, 'skip').filter((id) => id.startsWith('existing/'))).toEqual([])
  expect(idsWith(outcome, 'pass').length + idsWith(outcome, 'skip').length).toBe(outcome.checks.length)
  expect(outcome.options).toMatchObject({ readOnly: true, existing: names })
  expect(outcome.target).toMatchObject({ repository: 'team/app', alternateRepository: 'team/app' })
  expect(outcome.profiles).toMatchObject(
    ['pull', 'discovery', 'referrers'].map((name) => ({ name, core: { conforms: 'yes' } })),
  )
  expect(outcome.features).toEqual([
    { name: 'referrers', state: 'found', source: 'probe', how: 'GET of a list returned 200' },
    { name: 'filter', state: 'found', source: 'probe', how: 'OCI-Filters-Applied is answered' },
    { name: 'existing-content', state: 'declared', source: 'other-option', how: `--existing ${names.join(',')}` },
  ])
  expect(outcome.leftovers).toEqual([])

  expect(ran.stdout).toContain(`  existing    ${names[0]},`)
  expect(ran.stdout).not.toContain('  repository ')
  expect(ran.stdout).toContain(`--seed ${outcome.seed} --read-only --existing`)
  const report = (name: string) => readFile(join(ran.cwd, 'reports', name), 'utf8')
  expect(await report('junit.xml')).toContain('<property name="feature.filter" value="found: OCI-Filters-Applied is')
  expect(await report('junit.xml')).toContain('<property name="readOnly" value="true"/>')
  expect(await report('summary.md')).toContain('- filter: found (OCI-Filters-Applied is answered)')
})

test.concurrent('a registry that refuses every write is judged by what it serves', async () => {
  const auth = { username: 'me', password: 'secret' }
  const open = await filled()
  const guarded = await servedBy(async (request) => {
    if (!['GET', 'HEAD'].includes(request.method)) return new Response(null, { status: 405 })
    const wanted = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`
    if (request.headers.get('authorization') === wanted) return open.registry.fetch(request)
    return new Response(null, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } })
  })
  const ran = await cli([guarded.url, '--username', 'me', ...reading(open.names)], {
    env: { OCI_REFEREE_PASSWORD: auth.password },
  })
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
})

test.concurrent('a registry of redirects is judged by its content, without credentials', async () => {
  const { names, url, asked } = await filled({}, 'mirror/team/app')
  const elsewhere = `${url.replace('127.0.0.1', 'localhost')}/v2/mirror/`
  const redirecting = await servedBy(async (request) => {
    const { pathname, search } = new URL(request.url)
    if (!request.headers.has('authorization'))
      return new Response(null, { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="x"' } })
    if (pathname === '/v2/') return new Response('{}')
    return new Response(null, {
      status: 307,
      headers: { Location: `${elsewhere}${pathname.slice('/v2/'.length)}${search}` },
    })
  })
  const here = names.map((name) => name.replace('mirror/', ''))
  const ran = await cli([redirecting.url, '--username', 'me', ...reading(here)], {
    env: { OCI_REFEREE_PASSWORD: 'secret' },
  })
  expect(ran, `${ran.stdout}${ran.stderr}`).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'pass').length + idsWith(outcome, 'skip').length).toBe(outcome.checks.length)
  expect(asked.length).toBeGreaterThan(60)
  expect(asked.filter(({ headers }) => headers.has('authorization'))).toEqual([])
})

test.concurrent('what is wrong with it is found', async () => {
  const faults = ['blob-truncated', 'tags-zero-means-all', 'list-annotations-missing']
  const { url, names, asked } = await filled({ faults })
  const ran = await cli([url, ...reading(names)])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'fail')).toEqual(['existing/blob', 'existing/referrers-annotations', 'existing/tags-zero'])
  expect(outcome.findings).toHaveLength(3)
  expect(outcome.profiles!.map(({ core }) => core.conforms)).toEqual(['no', 'no', 'no'])
  expect(methods(asked)).toEqual(['GET', 'HEAD'])
})

test.concurrent('a missing API is one finding where it is claimed, and none elsewhere', async () => {
  const { url, names } = await filled({ features: { referrers: false } })
  for (const claim of [
    ['--profile', 'pull,referrers'],
    ['--feature', 'referrers=yes', '--only', 'existing/referrers-api'],
  ]) {
    const claimed = await cli([url, ...claim, ...reading(names)])
    expect(claimed, claimed.stderr).toMatchObject({ code: 1 })
    expect((await outcomeOf(claimed)).findings.map(({ id }) => id)).toEqual(['existing/referrers-api'])
  }
  const unclaimed = await cli([url, ...reading(names)])
  expect(unclaimed, unclaimed.stderr).toMatchObject({ code: 0 })
  expect(idsWith(await outcomeOf(unclaimed), 'warn')).toEqual(['existing/referrers-api'])
  for (const words of [
    ['--profile', 'pull,discovery'],
    ['--feature', 'referrers=no'],
  ]) {
    const ran = await cli([url, ...words, ...reading(names)])
    expect(ran, ran.stderr).toMatchObject({ code: 0 })
    expect((await outcomeOf(ran)).profiles!.map(({ name }) => name)).toEqual(['pull', 'discovery'])
  }
})

test.concurrent('one reference is enough, and what it lacks is skipped', async () => {
  const { url, names } = await filled()
  const byDigest = names.filter((name) => name.includes('@'))
  const ran = await cli([url, ...reading(byDigest)])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  expect(checkIn(outcome, 'existing/tag-listed')).toMatchObject({
    verdict: 'skip',
    reason: 'no tag was named with --existing',
  })
  expect(checkIn(outcome, 'existing/referrers-match')).toMatchObject({ verdict: 'skip' })
  expect(checkIn(outcome, 'existing/pulled').verdict).toBe('pass')
})

test('content that is not there is named, and nothing is judged', async () => {
  const { url, names, asked } = await filled()
  const digest = `sha256:${createHash('sha256').update('nothing').digest('hex')}`
  for (const missing of ['team/app:nowhere', `team/app@${digest}`, 'team/other:latest']) {
    expect(await gaveUp([url, ...reading([names[0]!, missing])])).toEqual({
      code: 3,
      line: `--existing ${missing}: GET responds with 404; name content that the registry has, as repo:tag or repo@digest`,
    })
  }
  expect(methods(asked)).toEqual(['GET'])
})

test('content that may not be seen is named', async () => {
  const { registry, names } = await filled()
  const { url } = await servedBy(async (request) =>
    request.url.includes('/manifests/') ? new Response(null, { status: 403 }) : registry.fetch(request),
  )
  expect(await gaveUp([url, ...reading([names[0]!])])).toEqual({
    code: 3,
    line: `--existing ${names[0]}: GET responds with 403; give credentials that may read there`,
  })
})

test.concurrent('a list without a response is a matter for the checks', async () => {
  const { registry, names } = await filled()
  const silent = async (request: Request): ReturnType<Registry['fetch']> => {
    if (request.url.includes('/referrers/')) throw new Error('hangs up')
    return registry.fetch(request)
  }
  const { url } = await servedBy(silent)
  const ran = await cli([url, ...reading([names[0]!])])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'fail')).toContain('existing/referrers-api')
  expect(outcome.profiles).toMatchObject([
    { name: 'pull', core: { conforms: 'yes' } },
    { name: 'discovery', core: { conforms: 'yes' } },
    { name: 'referrers', core: { conforms: 'no' } },
  ])
})

test.concurrent('beside what is pushed, existing content is judged where it is named', async () => {
  const { registry, url, names } = await filled()
  const before = heldBy(registry)
  const ran = await cli([url, '--existing', names[0]!, '--only', 'existing/pulled,blobs/push', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(idsWith(await outcomeOf(ran), 'pass')).toEqual(['blobs/push', 'existing/pulled'])
  expect(heldBy(registry)).toEqual(before)
})
