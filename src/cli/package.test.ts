import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { version } from '../version.ts'
import { filesIn, folder, heldBy, idsWith, nothing, outcomeOf, quick, served } from './cli.test-data.ts'

const root = join(import.meta.dirname, '..', '..')

interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program with the settings of npm that this machine has, and nothing of the run that the test is part of. */
function run(program: string, args: readonly string[], cwd: string): Promise<Result> {
  const left = /^(OCI_|CI$|INIT_CWD$|NODE_ENV$|VITEST|npm_(package|lifecycle|command|config_local_prefix))/
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.test(name)))
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr })
    })
  })
}

interface Packed {
  /** Bytes of the tarball. */
  readonly size: number
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

async function pack(into: string): Promise<Packed> {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', into], root)
  expect(packed.code, packed.stderr).toBe(0)
  return (JSON.parse(packed.stdout) as Packed[])[0]!
}

test('the tarball holds what a run needs, and nothing that only we need', { timeout: 60_000 }, async () => {
  const { files, size } = await pack(await folder())
  expect(size).toBeLessThan(1_000_000)
  const paths = files.map(({ path }) => path)
  expect(paths).toContain('dist/src/cli/main.js')
  expect(paths).toContain('dist/src/run/engine/entry.suite.js')
  expect(paths).toContain('LICENSE')
  const ours =
    /\.test\.|\.test-data\.|(^|\/)testing\.|^dist\/scripts\/|fixtures\/registries|^(reports|docs|src|suites|scripts|node_modules)\/|\.tgz$|\.ts$(?<!\.d\.ts)/
  expect(paths.filter((path) => ours.test(path))).toEqual([])
})

const offline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|network/

test('installed elsewhere it runs by its name and by npx', { timeout: 300_000 }, async ({ skip }) => {
  const [tarballs, cwd] = [await folder(), await folder()]
  const { filename } = await pack(tarballs)
  await writeFile(join(cwd, 'package.json'), '{"private":true}')
  const tarball = join(tarballs, filename)
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error', tarball]
  const installed = await run('npm', install, cwd)
  if (installed.code !== 0 && offline.test(installed.stderr)) {
    console.warn(`npm cannot fetch what the package depends on, so it is not tried: ${installed.stderr.split('\n')[0]}`)
    skip('there is no package registry to install from')
  }
  expect(installed.code, installed.stderr).toBe(0)
  const home = join(cwd, 'node_modules', 'oci-referee')
  expect(existsSync(home)).toBe(true)
  const before = await filesIn(home)

  const bin = join(cwd, 'node_modules', '.bin', 'oci-referee')
  expect(await run(bin, ['--version'], cwd)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${version}\n`),
  })
  const embedded = await run(bin, ['--embedded', '--only', 'referrers/listed', ...quick], cwd)
  expect(embedded, embedded.stderr).toMatchObject({ code: 0 })
  expect(idsWith(await outcomeOf({ cwd }), 'pass')).toEqual(['referrers/listed'])

  const { registry, url } = await served()
  const args = ['--no-install', 'oci-referee', url, '--only', 'referrers/listed', '--reports-dir', 'by-npx', ...quick]
  const byNpx = await run('npx', args, cwd)
  expect(byNpx, byNpx.stderr).toMatchObject({ code: 0 })
  expect(byNpx.stdout).toContain(`npx oci-referee ${url} --only referrers/listed`)
  expect((await outcomeOf({ cwd }, 'by-npx')).target.url).toBe(url)
  expect(heldBy(registry)).toEqual(nothing)

  // A run writes into the working directory and nowhere else.
  expect(await filesIn(home)).toEqual(before)
  expect((await readdir(cwd)).sort()).toEqual([
    'by-npx',
    'node_modules',
    'package-lock.json',
    'package.json',
    'reports',
  ])
})
