import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { checks } from '../../catalogue/index.ts'
import { filesOf } from '../index.ts'
import { hostileSample, sample, sampleCheck, sampleWith } from '../sample-outcome.test-data.ts'
import { textOf } from '../text-of.test-data.ts'
import { apis, data } from './vocabulary.ts'

const files = new Map(filesOf('official'))
const rendered = (name: string, outcome = sample) => textOf(files.get(`official/${name}`)!(outcome))

describe('what oci-conformance takes from vendors', () => {
  test('are these files', () => {
    expect([...files.keys()].map((file) => file.replace('official/', '')).sort()).toEqual([
      'PRODUCT.yaml',
      'README.md',
      'junit.xml',
      'report.html',
      'results.yaml',
    ])
  })

  test('has results in the words of the official suite, and their author', async () => {
    const text = await rendered('results.yaml')
    expect(text).toMatch(/^# Written by oci-referee 0\.1\.0, not by the official suite\.\n/)
    const { config, ...others } = parse(text)
    expect(config).toEqual({
      ...{ registry: '127.0.0.1:5000', tls: 'disabled', repo1: 'team/a', repo2: 'team/b' },
      ...{ username: '', password: '', version: '1.1', commit: 'oci-referee 0.1.0' },
    })
    expect(Object.keys(others)).toEqual(['apis', 'data'])
    expect(others.apis).toMatchObject({ Referrers: 'Fail', 'Tag listing': 'Skip' })
  })

  test('passes, fails, skips and is disabled', async () => {
    const outcome = sampleWith(
      [
        sampleCheck('blobs/pull', 'pass'),
        sampleCheck('blobs/pull-digest', 'warn'),
        sampleCheck('tags/list', 'skip'),
        sampleCheck('manifests/delete-tag', 'skip', { skipped: 'declined' }),
        sampleCheck('blobs/head', 'fail'),
      ],
      { findings: [] },
    )
    expect(parse(await rendered('results.yaml', outcome)).apis).toMatchObject({
      'Blob get': 'Pass',
      'Tag listing': 'Skip',
      'Tag delete': 'Disabled',
      'Blob head': 'Fail',
      Ping: 'Skip',
    })
  })

  test('names checks that there are', () => {
    const ids = [...checks.keys()]
    for (const pattern of Object.values({ ...apis, ...data }).flat()) {
      const match = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
      expect(
        ids.some((id) => match.test(id)),
        pattern,
      ).toBe(true)
    }
  })

  test('leaves to people what no run can know', async () => {
    const product = parse(await rendered('PRODUCT.yaml'))
    expect(product).toMatchObject({ type: 'distribution', name: 'sample/2.0', vendor: '' })
    expect(await rendered('README.md')).toContain('npx oci-referee@0.1.0 http://127.0.0.1:5000 --seed')
  })

  test('shows what a target responded without its controls', async () => {
    for (const name of ['results.yaml', 'PRODUCT.yaml'])
      expect(await rendered(name, hostileSample()), name).not.toMatch(/[\p{Cc}\p{Cf}](?<!\n)/u)
  })
})
