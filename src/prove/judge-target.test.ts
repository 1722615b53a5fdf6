import { describe, expect, test } from 'vitest'
import { faults, variants } from '../registry/index.ts'
import { judgeTarget, type TargetSeen } from './judge-target.ts'
import { faultRow, killersOf, redOf, variantRow } from './matrix.ts'
import { evidence, pairRow, samplePairs } from './pairs.ts'
import { faultTargets, pairTarget, unbrokenTargets, variantTargets } from './target.ts'

const targets = [...unbrokenTargets(), ...variantTargets(), ...faultTargets()]
const judged = new Map<string, Promise<TargetSeen>>()

/** A target judged, once for all tests here. */
function resultOn(name: string): Promise<TargetSeen> {
  const known = judged.get(name) ?? judgeTarget(targets.find((one) => one.name === name)!, 'a test')
  judged.set(name, known)
  return known
}

const each = (names: readonly string[]) =>
  Promise.all(
    names.map(async (name) => ({ fault: faults.find((fault) => fault.name === name)!, result: await resultOn(name) })),
  )

describe('judging one registry', () => {
  test('the unbroken one passes everything that applies, an upgrade among it', async () => {
    const { checks, findings, leftovers, requests } = await resultOn('unbroken, judged by main')
    expect(redOf(await resultOn('unbroken, judged by main'))).toEqual([])
    expect(Object.values(checks).filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(250)
    expect(checks['upgrade/listed']?.outcome).toBe('passed')
    expect(findings).toEqual([])
    expect(leftovers).toEqual([])
    expect(requests).toBeGreaterThan(500)
  })

  test('a fault is killed by a check of its requirement and told as a finding', async () => {
    const name = 'filter-header-missing'
    const row = faultRow(faults.find((fault) => fault.name === name)!, await resultOn(name))
    expect(row.killedByOwn).toContain('referrers/filter-header')
    expect(row.findings.length).toBeGreaterThan(0)
    expect(row.greenReplays).toEqual([])
  })

  test('a registry that says it has no API is judged by the tag schema', async () => {
    const { checks } = await resultOn('referrers-api-absent')
    expect(checks['fallback/index-pulled']?.verdict).toBe('pass')
    expect(checks['referrers/listed']?.outcome).toBe('not-run')
    expect(killersOf(await resultOn('tag-schema-fixed'))).toContain('fallback/index-accepted')
  })

  test.each(['every-150th-502', 'busy-beyond-eight'])(
    'what breaks down by chance or load is a warning: %s',
    async (name) => {
      const { checks, findings } = await resultOn(name)
      expect(findings).toEqual([])
      expect(checks['responses/steady']?.verdict).toBe('warn')
      expect(checks['manifests/push-by-tag']?.verdict).toBe('pass')
    },
  )

  test('over sockets, where that is what a variant is about', async () => {
    const variant = variants.find(({ name }) => name === 'connections-closed')!
    expect(variantRow(variant, await resultOn(variant.name)).red).toEqual([])
  })
})

describe('two faults at once', () => {
  const pair = ['filter-header-missing', 'list-annotations-missing'] as const

  test('each has evidence of its own, and findings name both', async () => {
    const [a, b] = await each(pair)
    expect(evidence(a!.result, b!.result)).toContain('referrers/filter-header')
    expect(evidence(b!.result, a!.result)).toContain('referrers/annotations-of-artifact')
    const both = await judgeTarget(pairTarget(...pair), 'a test')
    const { named } = pairRow([a!, b!], both)
    expect(new Set(named).size).toBe(2)
    expect(named).not.toContain(null)
  })

  test('a fault that is not there is not named', async () => {
    const [a, b] = await each(pair)
    expect(pairRow([a!, b!], a!.result).named[1]).toBeNull()
    expect(pairRow([a!, b!], b!.result).named[0]).toBeNull()
  })

  test('a seed gives one sample of pairs, each requirement once', async () => {
    const all = await each([...pair, 'list-annotations-missing-for-indexes', 'push-status-200'])
    const names = (seed: string) =>
      samplePairs(all, 10, seed).map((one) => one.map(({ fault }) => fault.name).join(' + '))
    expect(names('one')).toEqual(names('one'))
    expect([...names('one')].sort()).toEqual([...names('two')].sort())
    expect([...names('one')].sort()).toEqual([
      'filter-header-missing + list-annotations-missing',
      'filter-header-missing + list-annotations-missing-for-indexes',
    ])
    expect(samplePairs(all, 1, 'one')).toHaveLength(1)
  })
})
