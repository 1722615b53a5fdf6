import { expect, test } from 'vitest'
import { isBinding, requirements, wordingIn } from '../catalogue/index.ts'
import { features } from '../check/session.ts'
import { faults, variants } from '../registry/index.ts'
import { faultTargets, pairTarget, provenFaults, unbrokenTargets, variantTargets } from './target.ts'

test('each fault, variant and version of the text has a target', () => {
  expect(faultTargets().map(({ faults: [name] }) => name)).toEqual(provenFaults.map(({ name }) => name))
  expect(variantTargets().map(({ variants: [name] }) => name)).toEqual(variants.map(({ name }) => name))
  expect(unbrokenTargets().flatMap(({ spec, users }) => (users ? [] : spec))).toEqual(['1.0', '1.1.0', '1.1.1', 'main'])
  expect(unbrokenTargets().flatMap(({ users }) => users?.scheme ?? [])).toEqual(['basic', 'bearer', 'bearer'])
  expect(faults.length).toBeGreaterThanOrEqual(120)
  expect(variants.length).toBeGreaterThanOrEqual(30)
})

test('what a fault breaks by the way is a binding requirement', () => {
  const named = faults.flatMap(({ alsoBreaks = [] }) => alsoBreaks)
  expect(named.filter((name) => !isBinding(wordingIn(requirements[name]!, 'main')?.level ?? null))).toEqual([])
})

test('every fault breaks a requirement of registries that has checks', () => {
  const wrong = faults.filter(({ breaks }) => {
    const requirement = requirements[breaks]
    return !requirement?.checks || requirement.actor === 'client'
  })
  expect(wrong.map(({ name }) => name)).toEqual([])
})

test('options of a run reach its target and name features that exist', () => {
  const named = (name: string) => [...faultTargets(), ...variantTargets()].find((one) => one.name === name)
  expect(named('listed-after-two-seconds')?.settleMs).toBeGreaterThan(2000)
  expect(named('connections-closed')?.onSockets).toBe(true)
  expect(named('reads-without-digest-header')?.spec).toBe('1.1.1')
  expect(named('referrers-api-absent')).toMatchObject({ features: { referrers: false }, upgrades: false })
  expect(named('api-missing')).toMatchObject({ features: {}, upgrades: false })
  expect(named('filter-ignored')).toMatchObject({ features: {}, upgrades: true, spec: 'main', onSockets: false })
  expect(named('tokens-good-anywhere')?.users).toEqual({ scheme: 'bearer' })
  expect(named('filter-ignored')).not.toHaveProperty('users')
  const hints = [...faultTargets(), ...variantTargets()].flatMap((target) => Object.keys(target.features))
  expect(hints.filter((name) => !(name in features))).toEqual([])
})

test('a pair has both faults', () => {
  expect(pairTarget('filter-ignored', 'push-status-200')).toMatchObject({
    name: 'filter-ignored + push-status-200',
    kind: 'pair',
    faults: ['filter-ignored', 'push-status-200'],
  })
})
