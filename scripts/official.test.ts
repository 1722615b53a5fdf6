import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeOfficial, officialEnvironment, runOfficial } from './official.ts'
import { findOfficial, type OfficialBinary } from './official-binary.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'official-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A program in the place of the suite. */
async function standIn(script: string): Promise<OfficialBinary> {
  const path = join(folder, 'stand-in')
  await writeFile(path, `#!${process.execPath}\n${script}`)
  await chmod(path, 0o755)
  return { path, version: 'v9' }
}

const options = () => ({ url: 'http://127.0.0.1:1', specVersion: '1.1', resultsDir: join(folder, 'results') })

test('the environment names the registry and holds no stray setting', () => {
  const environment = officialEnvironment(
    { ...options(), repositories: ['a/b', 'c/d'], credentials: { username: 'u', password: 'p' } },
    { HOME: 'home', OCI_API_REFERRER: 'false' },
  )
  expect(environment).toEqual({
    HOME: 'home',
    OCI_REGISTRY: '127.0.0.1:1',
    OCI_TLS: 'disabled',
    OCI_VERSION: '1.1',
    OCI_RESULTS_DIR: join(folder, 'results'),
    OCI_REPO1: 'a/b',
    OCI_REPO2: 'c/d',
    OCI_USERNAME: 'u',
    OCI_PASSWORD: 'p',
  })
})

test('https is verified by default, and a path cannot be tested', () => {
  const secure = { ...options(), url: 'https://registry.example' }
  expect(officialEnvironment(secure).OCI_TLS).toBe('enabled')
  expect(officialEnvironment({ ...secure, insecure: true }).OCI_TLS).toBe('insecure')
  expect(() => officialEnvironment({ ...options(), url: 'http://host/v2/' })).toThrow(/not http:\/\/host\/v2\//)
})

test('results are read from the folder of the suite at any exit code', async () => {
  const binary = await standIn(`
    const xml = '<testsuites tests="2" failures="1"><testcase name="T/a" time="0" status="failure"></testcase></testsuites>'
    require('node:fs').writeFileSync(process.env.OCI_RESULTS_DIR + '/junit.xml', xml)
    process.exit(1)`)
  const run = await runOfficial({ ...options(), binary })
  expect(run).toMatchObject({ version: 'v9', specVersion: '1.1', failed: ['T/a'], requests: 0 })
  expect(run.counts).toEqual({ passed: 0, failed: 1, skipped: 0, errored: 0 })
  expect(run.totals.failures).toBe(1)
  expect(describeOfficial(run)).toMatch(/0 passed, 1 failed/)
})

test('a suite without results is an error, whatever earlier runs left', async () => {
  const binary = await standIn('console.error("failed to load config"); process.exit(0)')
  await runOfficial({ ...options(), binary }).catch(() => {})
  await writeFile(join(folder, 'results', 'junit.xml'), '<testcase name="old" time="0" status="passed"></testcase>')
  await expect(runOfficial({ ...options(), binary })).rejects.toThrow(/no junit\.xml.*failed to load config/)
})

test('a run can be ended early', async () => {
  const binary = await standIn('setInterval(() => {}, 1e6)')
  const signal = AbortSignal.abort()
  await expect(runOfficial({ ...options(), binary, signal })).rejects.toThrow(/abort/i)
})

test('the real suite fails a server that knows nothing', async ({ skip }) => {
  const binary = await findOfficial()
  if (binary === undefined) {
    const reason = 'the official suite is not installed'
    console.info(`skipped: ${reason}`)
    skip(reason)
    return
  }
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(404).end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const run = await runOfficial({ ...options(), url, binary })
    expect(run.counts.failed).toBeGreaterThan(0)
    expect(run.failed).toHaveLength(run.counts.failed)
    expect(run.referrers.listRequests).toBeGreaterThan(0)
    expect(run.requests).toBeGreaterThan(run.referrers.listRequests)
    expect(await readdir(join(folder, 'results'))).toEqual(['junit.xml', 'report.html', 'results.yaml'])
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
