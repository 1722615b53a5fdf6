import { execFile, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, served } from '../src/cli/cli.test-data.ts'
import { version } from '../src/version.ts'
import { attachPackage, packageType, sbomType } from './attach-package.ts'
import { sbom } from './sbom.ts'

const root = join(import.meta.dirname, '..')
const goPath = process.env['GOPATH'] ?? join(homedir(), 'go')
const oras = ['oras', join(goPath, 'bin', 'oras')].find((program) => spawnSync(program, ['version']).status === 0)
const repository = 'tools/oci-referee'

/** A package and its bill of materials in a registry. */
async function attached() {
  const cwd = await folder()
  const [packageFile, sbomFile] = [join(cwd, 'package.tgz'), join(cwd, 'sbom.spdx.json')]
  await writeFile(packageFile, 'a tarball')
  await writeFile(sbomFile, '{"spdxVersion":"SPDX-2.3"}')
  const user = { username: 'release', password: 's3cr3t' }
  const { url } = await served({
    access: { scheme: 'bearer', users: { release: { password: user.password, rights: { '*': ['pull', 'push'] } } } },
  })
  const pushed = await attachPackage({ registry: url, repository, packageFile, sbomFile, credentials: user })
  return { ...pushed, url, cwd, user }
}

test('the bill of materials is a referrer of the package', async () => {
  const { pushed, sbom: bill } = await attached()
  expect([pushed.artifactType, bill.artifactType]).toEqual([packageType, sbomType])
  expect(bill.subject).toMatchObject({ digest: pushed.digest })
})

test('oras finds and pulls it', { timeout: 60_000 }, async ({ skip }) => {
  if (oras === undefined) return skip('oras is not installed: go install oras.land/oras/cmd/oras@v1.3.6')
  const { pushed, sbom: bill, url, cwd, user } = await attached()
  const host = url.replace('http://', '')
  // Not synchronously: the registry is served by this very process.
  const run = (...args: string[]) =>
    new Promise<string>((resolve, reject) => {
      const login = ['--username', user.username, '--password-stdin', '--registry-config', join(cwd, 'none.json')]
      const child = execFile(oras, [...args, '--plain-http', ...login], { cwd, timeout: 50_000 }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      )
      child.stdin!.end(user.password)
    })
  const found = JSON.parse(await run('discover', `${host}/${repository}:${version}`, '--format', 'json'))
  expect(found).toMatchObject({ digest: pushed.digest })
  expect(found.referrers).toMatchObject([{ digest: bill.digest, artifactType: sbomType }])
  await run('pull', `${host}/${repository}@${bill.digest}`, '--output', 'pulled')
  expect(await readFile(join(cwd, 'pulled', 'sbom.spdx.json'), 'utf8')).toBe('{"spdxVersion":"SPDX-2.3"}')
})

test('the bill names what users get, and nothing that only we need', { timeout: 60_000 }, () => {
  const { packages } = JSON.parse(sbom(root)) as { packages: { name: string }[] }
  const names = packages.map(({ name }) => name)
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(names).toEqual(expect.arrayContaining(['oci-referee', ...Object.keys(dependencies)]))
  expect(names.filter((name) => Object.hasOwn(devDependencies, name))).toEqual([])
})
