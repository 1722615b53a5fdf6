import { expect, test } from 'vitest'
import { checks, requirements } from '../../src/catalogue/index.ts'
import { rules } from '../../src/model/index.ts'
import { checkOf, explored } from './explore.suite.ts'
import { isBindingRule, levelOf, sources } from './rules.ts'

test.each(rules)('the rule %s comes from a requirement that binds registries', (rule) => {
  const requirement = requirements[sources[rule].requirement]
  expect(['registry', 'both']).toContain(requirement?.actor)
  expect(levelOf(rule, 'main')).toBeDefined()
})

test.each(rules.filter((rule) => isBindingRule(rule, 'main')))('a check judges the binding rule %s', (rule) => {
  expect(checks.has(checkOf(rule) ?? 'none')).toBe(true)
})

test('each check of random steps judges some rule', () => {
  const judged = new Set(rules.flatMap((rule) => [checkOf(rule), checkOf(rule, true)]))
  for (const { id } of explored) expect(judged).toContain(id)
})

test('a check of random steps waits for those of single cases', () => {
  const referrers = explored.find(({ id }) => id === 'explore/referrers')
  expect(referrers?.needs).toContain('referrers/list-status')
  expect(referrers?.needs?.filter((id) => id.startsWith('explore/'))).toEqual([])
})
