import { expect, test } from 'vitest'
import { Maker } from '../../fixtures/make/maker.ts'
import type { ReferrersList } from '../../src/check/list.ts'
import { Violation } from '../../src/check/violation.ts'
import type { RegistryResponse } from '../../src/client/client.ts'
import type { FactsOf } from '../../src/outcome/violation.ts'
import { expectAnnotations, expectField } from './expect-entry.ts'

const make = new Maker('a seed', 'expect-entry.test')
const page = { exchange: { url: 'here' }, text: () => '{"a":1}' } as unknown as RegistryResponse
const list: ReferrersList = { pages: [page], bodies: [], descriptors: [], digests: [] }
const manifest = make.artifact({ annotations: { a: '1', b: '', c: '日本' } })
const bare = make.index({ annotations: null })

/** What an expectation that must fail finds wrong, and the exchange that shows it. */
function failed(expectation: () => void): FactsOf<'state'> & Pick<Violation, 'exchange'> {
  let thrown: unknown
  try {
    expectation()
  } catch (cause) {
    thrown = cause
  }
  expect(thrown).toBeInstanceOf(Violation)
  const { facts, exchange } = thrown as Violation
  expect(facts.kind).toBe('state')
  return { ...(facts as FactsOf<'state'>), exchange }
}

test('a field has exactly its value, or is left out', () => {
  expectField(list, { size: 7 }, manifest, 'size', 7)
  expectField(list, {}, bare, 'artifactType', undefined)
  const wrong = failed(() => expectField(list, { size: '7' }, manifest, 'size', 7))
  expect([wrong.problem, wrong.parts]).toEqual(['descriptor-field-wrong', ['size', 'an artifact']])
  expect(wrong.expected).toEqual(['size: 7'])
  expect(wrong.actual).toMatch(/^size: "7" \(sha256:[0-9a-f]{12}…\)$/)
  expect(wrong.exchange).toBe(page.exchange)
  expect(failed(() => expectField(list, {}, manifest, 'size', 7)).actual).toMatch(/^size: no such field/)
  for (const value of ['', null, 'a/b']) {
    const extra = failed(() => expectField(list, { artifactType: value }, bare, 'artifactType', undefined))
    expect([extra.parts, extra.expected]).toEqual([['artifactType', 'an index'], ['no artifactType']])
    expect(extra.actual).toMatch(`artifactType: ${JSON.stringify(value)}`)
  }
})

test('annotations are all there in any order, and more are allowed', () => {
  expectAnnotations(list, { annotations: { c: '日本', b: '', a: '1' } }, manifest)
  expectAnnotations(list, { annotations: { a: '1', b: '', c: '日本', d: 'x' } }, manifest)
})

test('without annotations no field is as good as an empty one', () => {
  for (const entry of [{}, { annotations: {} }, { annotations: null }]) expectAnnotations(list, entry, bare)
})

test.each([
  ['missing', {}, { a: '1', b: '', c: '日本' }],
  ['one of them missing', { annotations: { a: '1', c: '日本' } }, { b: '' }],
  ['one of them changed', { annotations: { a: '1', b: '', c: '??' } }, { c: '日本' }],
  ['a list', { annotations: ['a'] }, { a: '1', b: '', c: '日本' }],
  ['words', { annotations: 'a' }, { a: '1', b: '', c: '日本' }],
])('annotations that are %s are told', (_, entry, missing) => {
  const violation = failed(() => expectAnnotations(list, entry, manifest))
  expect([violation.problem, violation.parts]).toEqual(['annotations-lacking', ['an artifact']])
  expect(violation.expected).toEqual([`annotations: ${JSON.stringify(missing)}`])
  expect(violation.exchange).toBe(page.exchange)
})

test('a key of annotations that is nowhere in the list shows that again', () => {
  expect(failed(() => expectAnnotations(list, {}, manifest)).lacks).toEqual(['b'])
  const known = make.artifact({ annotations: { a: '1' } })
  expect(failed(() => expectAnnotations(list, {}, known)).lacks).toBeUndefined()
})

test('annotations of another sort are wrong even where none are asked for', () => {
  expect(failed(() => expectAnnotations(list, { annotations: [] }, bare)).actual).toBe('annotations: []')
})
