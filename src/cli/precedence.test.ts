import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, filesIn, folder, linesOf, outcomeOf, served } from './cli.test-data.ts'

test.concurrent('options come from command line, ours, official ones, file, in order', async () => {
  const cwd = await folder()
  const { url } = await served()
  const config = [
    'target: 127.0.0.1:1',
    'repo: config/a',
    'altRepo: config/b',
    'spec: "1.0"',
    'reportsDir: from-config',
    'settle: 321ms',
    'timeout: 4s',
    'concurrency: 7',
    'seed: from-config',
    'strict: true',
    'only: [referrers/listed]',
    'format: json',
  ]
  await writeFile(join(cwd, 'oci-referee.yaml'), config.join('\n'))
  const env = {
    OCI_REGISTRY: url,
    OCI_REPO1: 'official/a',
    OCI_REPO2: 'official/b',
    OCI_VERSION: 'dev',
    OCI_RESULTS_DIR: 'from-official',
    OCI_REFEREE_REPO: 'ours/a',
    OCI_REFEREE_ALT_REPO: 'ours/b',
    OCI_REFEREE_CONCURRENCY: '9',
    OCI_REFEREE_STRICT: 'no',
  }
  const ran = await cli(['--alt-repo', 'said/b', '--timeout', '6s'], { cwd, env })
  expect(ran, ran.stderr).toMatchObject({ code: 0 })
  expect(await filesIn(cwd)).toEqual(['from-official/outcome.json', 'oci-referee.yaml'])
  const { target, seed, spec, options } = await outcomeOf(ran, 'from-official')
  expect({ target, seed, spec, options }).toMatchObject({
    target: { url, repository: 'ours/a', alternateRepository: 'said/b' },
    seed: 'from-config',
    spec: 'main',
    options: { strict: false, settleMs: 321, timeoutMs: 6000, concurrency: 9, only: ['referrers/listed'], skip: [] },
  })
})

test.concurrent('--config takes the place of the file that lies there', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'oci-referee.yaml'), 'only: nothing/like-this')
  await writeFile(join(cwd, 'mine.json'), JSON.stringify({ only: 'referrers/listed' }))
  expect(await cli(['--list'], { cwd })).toMatchObject({ code: 2, stdout: '' })
  const ran = await cli(['--list', '--config', 'mine.json'], { cwd })
  expect(ran, ran.stderr).toMatchObject({ code: 0, stdout: expect.stringMatching(/^referrers\/listed /) })
})

test.concurrent('OCI_TLS is the scheme for a host without one, wherever it is named', async () => {
  const cwd = await folder()
  await writeFile(join(cwd, 'oci-referee.yml'), 'target: registry.invalid')
  const asked = async (args: readonly string[], env: Record<string, string>) => {
    const { code, stderr } = await cli(args, { cwd, env })
    expect(code).toBe(3)
    expect(linesOf(stderr)).toHaveLength(1)
    return /(https?:\/\/\S+)\/v2\//.exec(stderr)?.[1]
  }
  expect(await asked([], {})).toBe('https://registry.invalid')
  expect(await asked([], { OCI_TLS: 'disabled' })).toBe('http://registry.invalid')
  expect(await asked([], { OCI_TLS: 'disabled', OCI_REGISTRY: 'other.invalid' })).toBe('http://other.invalid')
  expect(await asked(['127.0.0.1:1'], { OCI_TLS: 'enabled' })).toBe('https://127.0.0.1:1')
  expect(await asked(['http://127.0.0.1:1'], { OCI_TLS: 'enabled' })).toBe('http://127.0.0.1:1')
})
