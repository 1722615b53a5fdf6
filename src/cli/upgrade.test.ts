import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRegistry } from '../registry/index.ts'
import { cli, filesIn, folder, heldBy, idsWith, nothing, outcomeOf, quick, served, servedBy } from './cli.test-data.ts'

const verify = ['--upgrade-verify', '--only', 'upgrade', ...quick]

test.concurrent('what was there before the API is listed with it, and then removed', async () => {
  const cwd = await folder()
  const { registry, url } = await served({ features: { referrers: false } })
  const seeded = await cli([url, '--upgrade-seed'], { cwd })
  expect(seeded, seeded.stderr).toMatchObject({ code: 0 })
  expect(seeded.stdout).toContain('turn the referrers API on, then run with --upgrade-verify')
  expect(heldBy(registry).tags).toHaveLength(1)

  registry.setReferrersApi(true)
  const ran = await cli([url, ...verify], { cwd })
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'pass')).toEqual(['upgrade/entries', 'upgrade/listed', 'upgrade/new-listed'])
  expect(idsWith(outcome, 'observed')).toEqual(['upgrade/unlisted'])
  expect(heldBy(registry)).toEqual(nothing)

  // It is gone now: verifying it again would blame the registry for that.
  expect(await filesIn(join(cwd, 'reports'))).toEqual(['junit.xml', 'outcome.json'])
  expect(await cli([url, ...verify], { cwd })).toMatchObject({ code: 2 })
})

test.concurrent('a registry that forgets what was there before the API fails', async () => {
  const cwd = await folder()
  const { registry, url } = await served({ faults: ['upgrade-forgets-referrers'], features: { referrers: false } })
  expect(await cli([url, '--upgrade-seed'], { cwd })).toMatchObject({ code: 0 })
  registry.setReferrersApi(true)
  const ran = await cli([url, ...verify], { cwd })
  expect(ran, ran.stderr).toMatchObject({ code: 1 })
  const outcome = await outcomeOf(ran)
  expect(idsWith(outcome, 'fail')).toContain('upgrade/listed')
  expect(heldBy(registry)).toEqual(nothing)
})

test.concurrent('what was seeded outlives a verification that cannot judge', async () => {
  const cwd = await folder()
  const { registry, url } = await served({ features: { referrers: false } })
  expect(await cli([url, '--upgrade-seed'], { cwd })).toMatchObject({ code: 0 })
  const before = heldBy(registry)
  expect(await cli(['http://127.0.0.1:1', ...verify], { cwd })).toMatchObject({ code: 3 })
  expect(heldBy(registry)).toEqual(before)
  expect(await filesIn(join(cwd, 'reports'))).toEqual(['upgrade.json'])
})

test.concurrent('a seed that is refused in part is one line and leaves nothing', async () => {
  const registry = createRegistry({ features: { referrers: false } })
  const { url } = await servedBy(async (request) => {
    const isTag = request.method === 'PUT' && /\/manifests\/[^:]+$/.test(request.url)
    return isTag ? new Response('no tags here', { status: 403 }) : registry.fetch(request)
  })
  const ran = await cli([url, '--upgrade-seed', '--repo', 'team/a', '--alt-repo', 'team/b'])
  expect(ran, ran.stderr).toMatchObject({ code: 3, stdout: '' })
  expect(ran.stderr).toMatch(
    /^oci-referee: http.*: what an upgrade starts from could not be pushed: PUT .* gave 403\n$/,
  )
  expect(heldBy(registry)).toEqual(nothing)
  expect(await filesIn(ran.cwd)).toEqual([])
})
