import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { profileNames } from '../catalogue/profiles.ts'
import type { Outcome } from '../outcome/outcome.ts'
import { cli, heldBy, idsWith, nothing, outcomeOf, quick, served, servedBy } from './cli.test-data.ts'

/** Each run is a process of its own, and several of them share the machine. */
vi.setConfig({ testTimeout: 120_000 })

const names = ({ profiles = [] }: Outcome) => profiles.map(({ name }) => name)
const profilesOf = ({ checks }: Outcome) => [...new Set(checks.map(({ profile }) => profile))]

test.concurrent('a claim of pulls alone is judged by those, with content pushed for it', async () => {
  const { registry, url } = await served()
  const ran = await cli([url, '--profile', 'pull', '--format', 'json,junit,markdown', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  expect(profilesOf(outcome)).toEqual(['pull'])
  expect(outcome.options.profiles).toEqual(['pull'])
  expect(idsWith(outcome, 'pass')).toContain('manifests/pull-by-tag')
  const asked = outcome.features.map(({ name }) => name)
  expect(asked, 'nothing is asked that no check needs').toEqual([
    'sha512',
    'sibling-repositories',
    'tags-list',
    'namespaces',
  ])
  const [pull] = outcome.profiles!
  expect(pull).toMatchObject({ name: 'pull', core: { conforms: 'yes', fail: 0 }, extended: { conforms: 'yes' } })
  expect(pull!.core.pass + pull!.extended.pass).toBe(idsWith(outcome, 'pass').length)
  expect(heldBy(registry)).toEqual(nothing)

  expect(ran.stdout).toMatch(/conforms to OCI Distribution Specification 1\.1\.1 \(pull\): \d+ checks passed/)
  expect(ran.stdout).toMatch(/\n {2}pull +core +conforms: \d+ passed.*\n +extended {2}conforms: \d+ passed/)
  expect(ran.stdout).toMatch(/--seed \S+ --profile pull --settle 300ms --timeout 5s\n/)
  const report = (name: string) => readFile(join(ran.cwd, 'reports', name), 'utf8')
  expect(await report('junit.xml')).toContain(`name="profile.pull.core" value="conforms: ${pull!.core.pass} passed`)
  expect(await report('summary.md')).toContain(`| pull | ✅ conforms: ${pull!.core.pass} passed`)
})

test.concurrent('claims come from the environment or a list, and default to all', async () => {
  const { url } = await served()
  const only = ['--only', 'tags/zero,blobs/pull,manifests/delete-by-digest', ...quick]
  const some = await cli([url, ...only], { env: { OCI_REFEREE_PROFILE: 'discovery,pull' } })
  expect(some, some.stderr).toMatchObject({ code: 0 })
  expect(idsWith(await outcomeOf(some), 'pass')).toEqual(['blobs/pull', 'tags/zero'])
  expect(names(await outcomeOf(some))).toEqual(['pull', 'discovery'])
  const all = await outcomeOf(await cli([url, ...only, '--profile', 'all']))
  expect(names(all)).toEqual(['pull', 'push', 'discovery', 'management', 'referrers'])
  expect(all.options.profiles).toEqual(profileNames)
  expect(all.profiles!.find(({ name }) => name === 'push')!.core.conforms).toBe('unjudged')
})

test.concurrent('who claims the tag schema does not claim the API', async () => {
  const { url } = await served({ features: { referrers: false } })
  const ran = await cli([url, '--profile', 'tag-schema', '-v', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  expect(outcome.features.find(({ name }) => name === 'referrers')).toMatchObject({ state: 'declined' })
  expect(outcome.profiles).toMatchObject([{ name: 'tag-schema', core: { conforms: 'yes' } }])
  expect(ran.stdout).toMatch(
    /\nFeatures\n {2}referrers +declined: declared by the user\n {2}delete-manifest +found: DELETE/,
  )
})

test.concurrent('a profile that is broken does not spoil the others', async () => {
  const { url } = await served({ faults: ['tags-zero-means-all', 'manifest-digest-missing'] })
  const ran = await cli([url, '--profile', 'pull,discovery', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  expect((await outcomeOf(ran)).profiles).toMatchObject([
    { name: 'pull', core: { conforms: 'yes' }, extended: { conforms: 'yes', warn: 3 } },
    { name: 'discovery', core: { conforms: 'no', fail: 1 } },
  ])
})

test.concurrent('a registry without claimed or accepted pushes is told what to do', async () => {
  const { registry, url } = await served()
  const taking = await servedBy(async (request) =>
    request.method === 'PUT' ? new Response(null, { status: 405 }) : registry.fetch(request),
  )
  const ran = await cli([taking.url, '--profile', 'pull', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 3, stdout: '' })
  expect(ran.stderr).toMatch(/^oci-referee: .*\/a: what is judged has to be pushed, but PUT .* gave 405; .*--existing/)
  expect(ran.stderr.trim().split('\n')).toHaveLength(1)
  expect(heldBy(registry)).toEqual(nothing)
  expect((await cli([url, '--profile', 'pull', '--only', 'blobs/pull', ...quick])).code).toBe(0)
})

test.concurrent('set-up that is refused and not claimed is skipped, and fails nothing', async () => {
  const { registry } = await served()
  const { url } = await servedBy(async (request) => {
    const text = request.method === 'PUT' ? await request.clone().text() : ''
    return text.includes('"subject"') ? new Response(null, { status: 400 }) : registry.fetch(request)
  })
  const ran = await cli([url, '--profile', 'pull', ...quick])
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  const skipped = outcome.checks.filter(({ verdict, reason }) => verdict === 'skip' && reason?.includes('not claimed'))
  expect(skipped.map(({ id }) => id)).toContain('referrers/never-subject-absent')
  expect(idsWith(outcome, 'blocked')).toEqual([])
})

test.concurrent('list: the checks of a profile', async () => {
  const { stdout } = await cli(['list', '--profile', 'discovery', '--json'])
  const listed: { id: string; profile: string; tier: string }[] = JSON.parse(stdout)
  expect(listed.map(({ id }) => id)).toContain('existing/tag-listed')
  expect(new Set(listed.map(({ profile }) => profile))).toEqual(new Set(['discovery']))
  expect(listed.find(({ id }) => id === 'tags/order')!.tier).toBe('core')
  const would = await cli(['--list', '--profile', 'discovery'])
  expect(would.stdout).not.toContain('existing/')
  expect((await cli(['--list', '--read-only', '--existing', 'a:b'])).stdout).toMatch(
    /^access\/challenge-scheme .*\napi\/version .*\nerrors\/code-form [\s\S]*\nexisting\/blob /,
  )
})
